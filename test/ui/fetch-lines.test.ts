import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FetchEvent } from '../../src/pipeline/events.ts';
import { fetchLines, type Verbosity } from '../../src/ui/fetch-lines.ts';
import { madeUpRun, pendingCounts } from '../helpers/fetch-run.ts';

const AT = new Date(2026, 10, 3, 14, 0).getTime();

const KEPT: FetchEvent = {
  type: 'settled',
  atMs: AT,
  clip: 'R6llTwEh07w_000000_000010',
  label: 'using segway',
  split: 'val',
  state: 'kept',
  previousState: 'pending',
  source: 'folder',
  route: 'file',
  seconds: 0.31,
};

const DEAD: FetchEvent = {
  ...KEPT,
  clip: 'D1NO38P8vqI_000003_000013',
  state: 'dead',
  code: 'video-private',
  source: 'youtube',
  seconds: 1.2,
  message: '\x1b[31mERROR:\x1b[0m Private video.\n\nSign in',
};

const OPEN: FetchEvent = {
  type: 'breaker',
  atMs: AT,
  host: 'www.youtube.com',
  state: 'open',
  code: 'bot-check',
  reopensAtMs: AT + 20 * 60_000,
  pausesInARow: 1,
};

function linesOf(verbosity: Verbosity, ...events: readonly FetchEvent[]): string[] {
  return events.flatMap(fetchLines(verbosity));
}

test('a settled clip is one line that starts with its state', () => {
  const { route: _route, ...withoutRoute } = DEAD as Extract<FetchEvent, { type: 'settled' }>;
  assert.deepEqual(linesOf('normal', KEPT, withoutRoute), [
    'kept      R6llTwEh07w_000000_000010  using segway  val  folder/file  0.31 s',
    'dead      D1NO38P8vqI_000003_000013  using segway  val  youtube  1.20 s  video-private: private video',
  ]);
});

test('columns can be taken apart at two or more spaces', () => {
  const [line] = linesOf('normal', KEPT);
  assert.deepEqual(line?.split(/ {2,}/), [
    'kept',
    'R6llTwEh07w_000000_000010',
    'using segway',
    'val',
    'folder/file',
    '0.31 s',
  ]);
});

test('the breaker says why, until when, and how often in a row', () => {
  assert.deepEqual(linesOf('normal', OPEN, { ...OPEN, state: 'probing' }), [
    'breaker   www.youtube.com  open  bot-check: the site asks for a sign-in  next try 14:20  pause 1',
    'breaker   www.youtube.com  probing',
  ]);
});

test('an archive part is said when it begins and when it is read', () => {
  const part = {
    type: 'part',
    atMs: AT,
    part: 'k400_val_001.tar.gz',
    partNumber: 2,
    partCount: 9,
    totalBytes: 2_000_000,
  } as const;
  assert.deepEqual(
    linesOf(
      'normal',
      { ...part, receivedBytes: 0 },
      { ...part, receivedBytes: 1 },
      { ...part, receivedBytes: 2_000_000 },
    ),
    [
      'part      2 of 9  k400_val_001.tar.gz  0 B of 2.00 MB',
      'part      2 of 9  k400_val_001.tar.gz  2.00 MB of 2.00 MB',
    ],
  );
});

test('-v adds stages and the words of the tools, a terminal code in them taken out', () => {
  const stage: FetchEvent = { type: 'stage', atMs: AT, clip: 'a', label: 'l', stage: 'acquire', source: 'youtube' };
  assert.deepEqual(linesOf('verbose', stage, DEAD), [
    'stage     a  l  acquire  youtube',
    'dead      D1NO38P8vqI_000003_000013  using segway  val  youtube/file  1.20 s  video-private: private video',
    '|         ERROR: Private video.',
    '|         Sign in',
  ]);
  assert.deepEqual(linesOf('normal', stage), []);
});

test('-q leaves errors and the final table', () => {
  const note = { type: 'note', atMs: AT, text: 'part 3 could not be read' } as const;
  const finished: FetchEvent = { type: 'finished', atMs: AT, counts: pendingCounts(1), stopped: 'disk-full' };
  const lines = linesOf('quiet', KEPT, OPEN, { ...note, level: 'warning' }, { ...note, level: 'error' }, finished);
  assert.equal(lines[0], 'error     part 3 could not be read');
  assert.equal(lines[1], 'listed 1 = kept 0 + dropped 0 + ask 0 + dead 0 + deferred 0 + failed 0 + pending 1');
  assert.equal(lines.at(-1), 'stopped before the end: no space left');
});

test('the progress line comes at most every 30 seconds of the run', () => {
  const events = madeUpRun({ clips: 100, slots: 2, startMs: AT, clipMs: 4000 });
  const lines = linesOf('normal', ...events);
  const runMs = (events.at(-1)?.atMs ?? 0) - AT;
  const progress = lines.filter((line) => line.startsWith('progress'));
  assert.equal(progress.length, Math.floor(runMs / 30_000));
  assert.match(
    progress.at(-1) ?? '',
    /^progress {2}\d+ of 100 {2}kept \d+ {2}dropped \d+ {2}ask 0 {2}dead \d+ .* {2}[\d ]+ clips\/h {2}\d+ (s )?to \d+ s left$/,
  );
  assert.equal(lines.filter((line) => /^(kept|dropped|dead|deferred|failed) /.test(line)).length, 100);
  assert.equal(linesOf('quiet', ...events).length, 0);
});

test('a label cannot begin a line of its own', () => {
  assert.equal(linesOf('verbose', { ...KEPT, label: 'a\r\nkept      forged' } as FetchEvent).length, 1);
});
