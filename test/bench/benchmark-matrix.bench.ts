// The whole matrix on a made corpus whose truth is known: AVCL and its parts, and the ablation of the corpus, smoke preset, wasm, three seeds.
// Prints how long it took, and whether learning from what was kept was better than from random clips: a planted defect (the sound of another
// class) is in two of five clips, and judged by the truth. Needs the built program and a quiet machine; FOLDER keeps what is made.
// node --import tsx test/bench/benchmark-matrix.bench.ts FOLDER [FLAGS OF BENCHMARK]
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ResultCard } from '../../src/benchmark/card/result-card.ts';
import { makeLockedWorkspace } from '../helpers/locked-workspace.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));
const MATRIX = ['--methods', 'ablations', '--corpus-ablation', '--seeds', '3', '--backend', 'wasm'];

const [folder, ...flags] = process.argv.slice(2);
assert.ok(folder !== undefined, 'expected a folder');
const cwd = resolve(folder);
mkdirSync(cwd, { recursive: true });
if (!existsSync(join(cwd, 'ws/manifest.lock.json')))
  await makeLockedWorkspace(cwd, { clips: 200, classes: 5, seconds: 4, share: 0.4 });

const argv = ['benchmark', '-w', 'ws', ...MATRIX, '--no-tui', '--json', ...flags];
const startMs = performance.now();
// The shell tells what all its children have used, and they theirs.
const ran = spawnSync('sh', ['-c', '"$@" && times >&2', 'sh', process.execPath, LAUNCHER, ...argv], {
  cwd,
  encoding: 'utf8',
});
const minutes = (performance.now() - startMs) / 60_000;
assert.equal(ran.status, 0, ran.stderr);
const { card: cardPath, report } = JSON.parse(ran.stdout) as { card: string; report: string };
const card = JSON.parse(readFileSync(cardPath, 'utf8')) as ResultCard;
const cpuTimes = ran.stderr.trim().split('\n').at(-1)!;
print(
  `${card.trainings.length} trainings, ${Object.keys(card.timing.jobSeconds).length} jobs in ${minutes.toFixed(1)} min ` +
    `on ${availableParallelism()} cores (CPU user and system: ${cpuTimes})`,
);
for (const { first, second, protocol, task, testSet, difference, low, high, holmPValue } of card.comparisons) {
  if (first.part !== 'kept' || second.part !== 'random' || testSet !== 'kept') continue;
  print(
    `${first.method}, kept minus random, ${protocol} ${task}: ${points(difference)} points ` +
      `(${points(low)} to ${points(high)}, p ${holmPValue.toFixed(3)}); kept ${points(first.mean)}, random ${points(second.mean)}`,
  );
}
print(report);

function points(share: number): string {
  return (100 * share).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
