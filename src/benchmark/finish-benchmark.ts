// The end of a benchmark: what its jobs left in the folder in, card and report out.
import { hostname } from 'node:os';
import { PROGRAM_VERSION } from '../program-version.ts';
import { writeCard } from './card/card-file.ts';
import { makeCard } from './card/make-card.ts';
import { readResults } from './card/read-results.ts';
import type { ResultCard } from './card/result-card.ts';
import { publishedCoverage } from './published-lists.ts';
import type { FinishedQueue, OpenBenchmark } from './run-benchmark.ts';

export interface BenchmarkReport {
  readonly card: ResultCard;
  readonly cardPath: string;
}

/** @param command that makes the same numbers again */
export async function finishBenchmark(
  folder: string,
  { request, lock, lists }: OpenBenchmark,
  { backend, processes, jobs, notes, startedAt }: FinishedQueue,
  command: string,
): Promise<BenchmarkReport> {
  const { preset, settings, wishes } = request;
  const card = makeCard(
    {
      lock,
      command,
      settings: { preset, ...settings, ...wishes },
      versions: { 'ks-build': PROGRAM_VERSION, node: process.versions.node },
      backend: backend.name,
      notes,
      coverage: publishedCoverage(lock, lists),
      timing: {
        startedAt: startedAt.toISOString(),
        endedAt: new Date().toISOString(),
        host: hostname(),
        device: backend.device,
        workers: processes,
      },
    },
    readResults(folder, jobs),
  );
  return { card, cardPath: await writeCard(folder, card) };
}
