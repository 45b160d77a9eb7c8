import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobName } from '../../../src/benchmark/job.ts';
import { type BenchmarkScene, benchmarkFrame } from '../../../src/ui/benchmark/benchmark-frame.ts';
import { benchmarkLines } from '../../../src/ui/benchmark/benchmark-lines.ts';
import {
  type BenchmarkState,
  NOTHING_PLANNED,
  reduceBenchmark,
  remainingSeconds,
} from '../../../src/ui/benchmark/benchmark-state.ts';
import { addLoss, curveText, NO_CURVE } from '../../../src/ui/benchmark/loss-curve.ts';
import { openBenchmarkScreen } from '../../../src/ui/benchmark/run-benchmark-screen.ts';
import { themeFor } from '../../../src/ui/theme.ts';
import { benchmarkNews, TITLE } from '../../helpers/benchmark-news.ts';
import { HeadlessTerminal } from '../../helpers/headless-terminal.ts';

const NOW_MS = 206_000;
const PLAIN = { isColourful: false, isUnicode: true };

function stateAt(untilMs: number): BenchmarkState {
  return benchmarkNews()
    .filter(({ atMs }) => atMs <= untilMs)
    .reduce((state, { atMs, event }) => reduceBenchmark(state, event, atMs), NOTHING_PLANNED);
}

/** Without blanks at the ends of lines, and without bold and dim. */
function frame(columns: number, rows: number, changes: Partial<BenchmarkScene> = {}): string[] {
  const scene = { title: TITLE, state: stateAt(NOW_MS), isStopping: false, nowMs: NOW_MS, theme: themeFor(PLAIN) };
  const lines = benchmarkFrame({ ...scene, columns, rows, ...changes });
  assert.ok(lines.length < rows, `${lines.length} lines on ${rows} rows`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return lines.map((line) => line.replace(/\x1b\[[0-9;]*m/g, '').trimEnd());
}

test('80x24: the queue, what is in hand with its curve, results filling in, what failed and what comes next', () => {
  assert.deepEqual(frame(80, 24), [
    ' benchmark made · smoke · lock 0a1b2c3d4e5f · wasm · 2 processes          3 min',
    ' ██████████▎░░░░░░░░░░░░░ 17 of 40 jobs, 1 failed, 2 blocked    about 98 s left',
    ' ▸ avcl-pairwise seed 2   step 40 of 200  loss 0.474  █▅▃▃▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁',
    ' ▸ avcl-pairwise on all (steps) seed 2   step 60 of 200  loss 0.387  █▃▂▁▁▁▁▁▁▁',
    ' probe top-1, retrieval Recall@5, %    audio visual   both    a2v    v2a  seeds',
    '   chance                               25.0   25.0   25.0   12.5   12.5',
    '   avcl-pairwise                        40.0   41.0   42.0   40.0   41.0      1',
    '   avcl-pairwise on all (steps)         45.0   46.0   47.0   45.0   46.0      1',
    '   avcl-pairwise on all                 50.0   51.0   52.0   50.0   51.0      1',
    '   avcl-pairwise on random-1            55.0   56.0   57.0   55.0   56.0      1',
    '   random-features                      60.0   61.0   62.0   60.0   61.0      1',
    '   infonce                                 ·      ·      ·      ·      ·      0',
    '   supervised-audio                     70.0   71.0   72.0      ·      ·      1',
    ' failed infonce seed 1: training, step 3, epoch 1: the loss is NaN',
    ' next: avcl-pairwise on all seed 2               Ctrl-C stops, --resume goes on',
  ]);
});

test('a small terminal without Unicode shows fewer columns and rows, and says how many are left out', () => {
  assert.deepEqual(frame(50, 10, { theme: themeFor({ isColourful: false, isUnicode: false }) }), [
    ' benchmark made | smoke | lock 0a1b2c3d4e~  3 min',
    ' ###..... 17 of 40 jobs, 1 fail~  about 98 s left',
    ' > avcl-pairwise see~  step 40 of 200  loss 0.474',
    ' probe top-1, retrie~  audio visual   both  seeds',
    '   chance               25.0   25.0   25.0',
    '   avcl-pairwise        40.0   41.0   42.0      1',
    '  and 6 more in the report',
    ' failed infonce seed 1: training, step 3, epoch 1~',
    ' next: avcl-pair~  Ctrl-C stops, --resume goes on',
  ]);
});

test('no frame is higher or wider than the terminal, however small', () => {
  for (const columns of [20, 40, 79, 200]) {
    for (const rows of [3, 5, 9, 60])
      for (const line of frame(columns, rows)) assert.ok(line.length <= columns, `${columns}x${rows}: ${line}`);
  }
});

test('what is left is told by jobs that have ended, and before any by the steps of those in hand', () => {
  const early = { kind: 'step', steps: 100, epoch: 1, losses: { total: 1 }, learningRate: 1, gradientNorm: 1 } as const;
  let state = stateAt(0);
  assert.equal(remainingSeconds(state, 0), undefined);
  const [first] = state.jobs.filter(({ kind }) => kind === 'train');
  state = { ...state, jobs: state.jobs.filter(({ kind }) => kind === 'train').slice(0, 3) };
  state = reduceBenchmark(state, { kind: 'started', job: first! }, 0);
  state = reduceBenchmark(state, { ...early, job: first!, step: 25, remainingSeconds: 30 }, 10_000);
  // 75 steps take 30 s, so a training of 100 takes 40: 30 + 40 + 40, by the one process that is at work.
  assert.equal(remainingSeconds(state, 10_000), 110);
  state = reduceBenchmark(state, { kind: 'done', job: first!, seconds: 50, findings: [] }, 50_000);
  assert.equal(remainingSeconds(state, 50_000), (50 + 50) / 2);
});

test('in a pipe each job that ends is a line, with its numbers beside chance', () => {
  const toLines = benchmarkLines();
  const lines = benchmarkNews().flatMap(({ event }) => toLines(event));
  assert.deepEqual(lines.slice(0, 3), [
    '40 jobs',
    '1 of 40: avcl-pairwise seed 1: ready, 20 s',
    '2 of 40: avcl-pairwise seed 1, linear-probe: audio 40.0 % (chance 25.0 %), visual 41.0 % (chance 25.0 %), both 42.0 % (chance 25.0 %), 5.00 s',
  ]);
  assert.ok(lines.includes('16 of 40: failed: infonce seed 1: training, step 3, epoch 1: the loss is NaN'));
  assert.ok(lines.includes('17 of 40: blocked: infonce seed 1, linear-probe: its training failed'));
});

test('the block on a terminal follows the news, says that it is stopping, and leaves its results when it closes', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const terminal = new HeadlessTerminal(80, 24);
  terminal.write('$ ks-build benchmark\r\n');
  const stdout = terminal as unknown as NodeJS.WriteStream;
  let nowMs = 0;
  const screen = openBenchmarkScreen({ stdout, title: TITLE, now: () => nowMs, traits: PLAIN });
  for (const { atMs, event } of benchmarkNews()) {
    nowMs = atMs;
    screen.listen(event);
  }
  nowMs = NOW_MS;
  t.mock.timers.tick(1000);
  const shown = (await terminal.screen()).filter((line) => line !== '');
  assert.deepEqual(shown, ['$ ks-build benchmark', ...frame(80, 24)]);
  screen.showStopping();
  assert.match((await terminal.screen()).join('\n'), /stopping after the steps in hand/);
  screen.close();
  const table = frame(80, 24).slice(4, 13);
  assert.deepEqual(await terminal.everything(), ['$ ks-build benchmark', ...table]);
  assert.deepEqual(await terminal.modes(), { wraps: true, pastes: false, cursorShown: true, isAlternate: false });
});

test('a curve that is longer than it is kept keeps its shape', () => {
  let curve = NO_CURVE;
  for (let step = 0; step < 5000; step += 1) curve = addLoss(curve, 5000 - step);
  assert.ok(curve.points.length <= 512);
  // Eighths of the height: 8 k / 7, rounded, for k from 7 to 0; the lowest is never blank.
  assert.equal(curveText(curve, 8, true), '█▇▆▅▃▂▁▁');
  assert.equal(curveText(addLoss(NO_CURVE, 1), 8, false).length, 1);
});

test('every state of a job is counted by its name', () => {
  const { jobs, states } = stateAt(NOW_MS);
  assert.equal(states.size, jobs.length);
  assert.ok(jobs.every((job) => states.has(jobName(job))));
});
