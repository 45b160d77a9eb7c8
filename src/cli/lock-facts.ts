// What the home screen knows of locks and benchmarks: a workspace in, how far each corpus has come out.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { claimedSha256 } from '../store/corpus-lock-file.ts';
import type { LockFacts } from '../ui/home/home-facts.ts';

const RUNS = join('runs', 'benchmark');
const CARD = 'result-card.json';
const REPORT = 'report.html';

/** Changes when a lock is written, a benchmark begins, or one has its card. */
export function benchmarksStamp(root: string): string {
  const runs = join(root, RUNS);
  const folders = benchmarkNames(runs).map((name) => join(runs, name));
  return [root, runs, ...folders.map((folder) => join(folder, CARD))].map(modifiedAtMs).join(' ');
}

/** @param workspace as typed */
export function readLockFacts(workspace: string, corpus: string, workedOnAtMs: number): LockFacts | undefined {
  const path = join(workspace, `${corpus}.lock.json`);
  const lockedAtMs = modifiedAtMs(path);
  if (lockedAtMs === undefined) return undefined;
  return { path, lockedAtMs, isOlder: lockedAtMs < workedOnAtMs, benchmark: benchmarkOn(path, join(workspace, RUNS)) };
}

function benchmarkOn(lockPath: string, runs: string): LockFacts['benchmark'] {
  const sha256 = claimedSha256(lockPath);
  if (sha256 === undefined) return 'none';
  const folders = benchmarkNames(runs)
    .filter((name) => name.startsWith(`${sha256.slice(0, 12)}-`))
    .map((name) => join(runs, name));
  const ended = folders.find((folder) => existsSync(join(folder, CARD)));
  if (ended !== undefined) return { reportPath: join(ended, REPORT) };
  return folders.length > 0 ? 'begun' : 'none';
}

function benchmarkNames(runs: string): string[] {
  return existsSync(runs) ? readdirSync(runs).sort() : [];
}

function modifiedAtMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
