// The end of a benchmark: what its jobs left in the folder in, card and report out.
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AVCL_PRESETS } from '../avcl/presets.ts';
import type { Funnel } from '../dataset/funnel.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { corporaOf, funnelOfCorpus } from '../store/counts.ts';
import { openIndexForReading } from '../store/open.ts';
import { exampleShape } from '../training-data/example-shape.ts';
import { publishedCoverage } from './published-lists.ts';
import { type WrittenReport, writeCardAndReport } from './report/write-report.ts';
import type { FinishedQueue, OpenBenchmark } from './run-benchmark.ts';

interface BenchmarkPlace {
  /** Of the benchmark. */
  readonly folder: string;
  /** The workspace. */
  readonly root: string;
}

/** @param command that makes the same numbers again */
export async function finishBenchmark(
  { folder, root }: BenchmarkPlace,
  { request, lock, lists }: OpenBenchmark,
  { backend, processes, jobs, evaluation, notes, startedAt }: FinishedQueue,
  command: string,
): Promise<WrittenReport> {
  const { preset, settings, wishes } = request;
  const facts = {
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
  };
  return writeCardAndReport({
    ...{ folder, root, jobs, facts },
    plan: evaluation,
    shape: exampleShape(AVCL_PRESETS[preset]),
    funnel: funnelIn(root, lock.corpus),
  });
}

/** undefined: the workspace has no index, or not of this corpus. */
function funnelIn(root: string, corpusName: string): Funnel | undefined {
  const path = join(root, 'index.db');
  if (!existsSync(path)) return undefined;
  const index = openIndexForReading(path);
  try {
    const corpus = corporaOf(index).find(({ name }) => name === corpusName);
    return corpus && funnelOfCorpus(index, corpus.id);
  } finally {
    index.close();
  }
}
