// What the program itself has measured of its keys while a bench drove it: the lines that key-probe.mjs writes.
import { readFileSync } from 'node:fs';

export interface ProbedKey {
  readonly keys: string;
  readonly tookMs: number;
  readonly bytes: number;
  readonly rssMb: number;
}

export function readProbedKeys(file: string): ProbedKey[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ProbedKey);
}

export function percentile(values: readonly number[], k: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * k) / 100))] ?? Number.NaN;
}
