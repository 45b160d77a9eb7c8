// What a change of policy costs on an index of 60,000 judged clips: `filter --dry-run` as a whole process.
// node --import tsx test/bench/dry-run.bench.ts   (after bin/setup)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import { largeWorkspace } from '../helpers/large-workspace.ts';

const CLIPS = 60_000;
const CLASSES = 100;
const RUNS = 7;
const TICKS_PER_SECOND = 100;
const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));

const labels = Array.from({ length: CLASSES }, (_, number) => `class ${number}`);
const quality = new Map(labels.map((label, number) => [label, 0.3 + (0.7 * number) / CLASSES]));
const segments = Array.from({ length: CLIPS }, (_, number) => ({
  videoId: `v${String(number).padStart(10, '0')}`,
  startSeconds: number % 300,
  endSeconds: (number % 300) + 10,
  label: labels[number % CLASSES]!,
  split: number % 10 === 0 ? ('val' as const) : ('train' as const),
}));

/** Fields 16 and 17 of /proc/self/stat: user and system ticks of children that have ended. */
function childrenCpuSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

function medianCpuSeconds(...argv: string[]): number {
  const runs = Array.from({ length: RUNS }, () => {
    const before = childrenCpuSeconds();
    execFileSync(process.execPath, [LAUNCHER, ...argv]);
    return childrenCpuSeconds() - before;
  });
  return runs.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
}

const folder = mkdtempSync(path.join(tmpdir(), 'ks-build-bench-'));
try {
  largeWorkspace(folder, segments, quality, DEFAULT_POLICY.duplicates);
  const policy = path.join(folder, 'policy.yaml');
  writeFileSync(policy, 'drop:\n  swapAbove: 0.6\n');
  const start = medianCpuSeconds('--version');
  const dryRun = medianCpuSeconds('filter', '-w', folder, '--dry-run', '--policy', policy);
  process.stdout.write(
    `filter --dry-run: ${CLIPS} clips of ${CLASSES} classes in ${dryRun.toFixed(2)} CPU s, of which ${start.toFixed(2)} are the start of the program (medians of ${RUNS})\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
