// FORCE_COLOR: ink must be able to colour here, so that the tests without colour mean something.
process.env.FORCE_COLOR = '2';

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { FetchEvent } from '../../src/pipeline/events.ts';
import { madeUpRun, pendingCounts } from '../helpers/fetch-run.ts';

const { DRAW, openFetchTerminal } = await import('../helpers/fetch-terminal.ts');
type FetchTerminal = ReturnType<typeof openFetchTerminal>;

const MINUTE = 60_000;
/** Local midnight, so that wall-clock times in the frames do not depend on the zone. */
const MIDNIGHT = new Date(2026, 10, 3).getTime();

function open(t: TestContext, ...size: Parameters<typeof openFetchTerminal>): FetchTerminal {
  const opened = openFetchTerminal(...size);
  t.after(() => opened.screen.restore());
  return opened;
}

function started(listed: number, slots: number): FetchEvent {
  const counts = pendingCounts(listed);
  return {
    type: 'started',
    atMs: MIDNIGHT,
    corpus: 'ks32',
    counts,
    planned: listed,
    sources: ['folder', 'youtube'],
    downloads: slots,
    slots,
  };
}

/** A run of 500 with 20 clips settled, three in hand, 11 minutes in. */
function playMiddle({ send, setNow, type }: FetchTerminal): void {
  const run = madeUpRun({ clips: 20, slots: 4, startMs: MIDNIGHT, clipMs: 2 * MINUTE });
  send(started(500, 4), ...run.filter(({ type: kind }) => kind === 'settled'));
  const now = MIDNIGHT + 11 * MINUTE;
  setNow(now);
  const stage = { type: 'stage', atMs: now - 3000, label: 'using segway', source: 'youtube' } as const;
  send(
    { ...stage, clip: '7tMPoaU2oL4_000000_000010', stage: 'acquire' },
    { ...stage, clip: 'R6llTwEh07w_000004_000014', stage: 'cut', label: '演奏 二胡 e\u0301tude' },
    { ...stage, clip: 'D1NO38P8vqI_000003_000013', stage: 'acquire' },
    {
      type: 'progress',
      atMs: now,
      clip: '7tMPoaU2oL4_000000_000010',
      receivedBytes: 4_250_000,
      totalBytes: 5_000_000,
      bytesPerSecond: 2_100_000,
    },
    { type: 'progress', atMs: now, clip: 'D1NO38P8vqI_000003_000013', receivedBytes: 48_000 },
  );
  type(DRAW);
}

const OPEN: FetchEvent = {
  type: 'breaker',
  atMs: MIDNIGHT + 11 * MINUTE,
  host: 'www.youtube.com',
  state: 'open',
  code: 'bot-check',
  reopensAtMs: MIDNIGHT + 15 * MINUTE,
  pausesInARow: 2,
};

const PART: FetchEvent = {
  type: 'part',
  atMs: MIDNIGHT + 11 * MINUTE,
  part: 'k400_val_003.tar.gz',
  partNumber: 3,
  partCount: 20,
  receivedBytes: 812_000_000,
  totalBytes: 1_624_000_000,
};

test('80x24: running clips, counts and reasons below the finished ones', async (t) => {
  const opened = open(t, 80, 24);
  playMiddle(opened);
  assert.deepEqual((await opened.terminal.screen()).slice(-13), [
    'failed    Kx7_t2cv8ri_000018_000028  using segway  val  youtube/section  2 min',
    'cut-failed: ffmpeg could not cut',
    'kept      Kx7_t2hkz91_000019_000029  playing drums  val  youtube/section  2 min',
    '────────────────────────────────────────────────────────────────────────────────',
    ' fetch ks32 · folder, youtube · 11 min              120 clips/h · 3 to 5 h left',
    ' ██▌░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  20 of 500 · 4 %',
    ' kept 14  dropped 2  dead 2  deferred 1  failed 1  pending 480',
    ' no-audio 1 · silent 1 · video-private 1 · video-removed 1 · stalled 1 · cut-fa…',
    ' 1  acquire  7tMPoaU2oL4_000000_000010  using segway       ████████▌░  2.10 MB/s',
    ' 2  cut      R6llTwEh07w_000004_000014  演奏 二胡 e\u0301tude                      3 s',
    ' 3  acquire  D1NO38P8vqI_000003_000013  using segway          48.0 kB',
    ' 4  ·',
    ' p pause   + - downloads 4   e error texts   q stop',
  ]);
});

test('120x40: with a breaker open, an archive part and a warning', async (t) => {
  const opened = open(t, 120, 40);
  playMiddle(opened);
  opened.send(OPEN, PART, { type: 'note', atMs: 0, level: 'warning', text: 'part 2 could not be read' });
  opened.type(DRAW);
  assert.deepEqual((await opened.terminal.screen()).slice(-19), [
    'kept      Kx7_t2hkz91_000019_000029  playing drums  val  youtube/section  2 min',
    'breaker   www.youtube.com  open  bot-check: the site asks for a sign-in  next try 00:15  pause 2',
    'warning   part 2 could not be read',
    '────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────',
    ' fetch ks32 · folder, youtube · 11 min                                                                      120 clips/h',
    ' ████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  20 of 500 · 4 %',
    ' kept 14   dropped 2   dead 2   deferred 1   failed 1   pending 480',
    ' dropped   no-audio 1 · silent 1',
    ' dead      video-private 1 · video-removed 1',
    ' deferred  stalled 1',
    ' failed    cut-failed 1',
    ' ‖ paused www.youtube.com: the site asks for a sign-in; next try 00:15 (4 min)',
    ' archive part 3 of 20  k400_val_003.tar.gz                                                █████░░░░░  812 MB of 1.62 GB',
    ' 1  acquire  7tMPoaU2oL4_000000_000010  using segway                                     █████████████████░░░  2.10 MB/s',
    ' 2  cut      R6llTwEh07w_000004_000014  演奏 二胡 e\u0301tude                                                              3 s',
    ' 3  acquire  D1NO38P8vqI_000003_000013  using segway                                                  48.0 kB',
    ' 4  ·',
    ' warning: part 2 could not be read',
    ' space try now   p pause   + - downloads 4   e error texts   q stop',
  ]);
});

test('40x10: what matters most still fits', async (t) => {
  const opened = open(t, 40, 10);
  playMiddle(opened);
  opened.send(OPEN);
  opened.type(DRAW);
  assert.deepEqual((await opened.terminal.screen()).slice(1), [
    ' fetch ks32 · 11 min        120 clips/h',
    ' ▉░░░░░░░░░░░░░░░░░░░░  20 of 500 · 4 %',
    ' kept 14  dropped 2  dead 2  deferred 1…',
    ' no-audio 1 · silent 1 · video-private …',
    ' ‖ paused www.youtube.com: the site ask…',
    ' 1  acquire  7tMPoaU2oL4_0000… 2.10 MB/s',
    ' 2  cut      R6llTwEh07w_0000…       3 s',
    ' 3  acquire  D1NO38P8vqI_0000…   48.0 kB',
    ' space try now   p pause   + - download…',
  ]);
});

test('in a locale without Unicode every byte is ASCII', async (t) => {
  const opened = open(t, 80, 24, { isColourful: false, isUnicode: false });
  playMiddle(opened);
  opened.send(OPEN);
  opened.type(DRAW);
  assert.match(opened.terminal.written, /^\p{ASCII}*$/u);
  assert.deepEqual((await opened.terminal.screen()).slice(-10, -6), [
    ' fetch ks32 | folder, youtube | 11 min                              120 clips/h',
    ' ##...........................................................  20 of 500 | 4 %',
    ' kept 14  dropped 2  dead 2  deferred 1  failed 1  pending 480',
    ' no-audio 1 | silent 1 | video-private 1 | video-removed 1 | stalled 1 | cut-fa~',
  ]);
});

test('colours come with the terminal and go with NO_COLOR, and no line says less without them', async (t) => {
  const colourful = open(t, 80, 24, { isColourful: true, isUnicode: true });
  const plain = open(t, 80, 24, { isColourful: false, isUnicode: true });
  for (const opened of [colourful, plain]) playMiddle(opened);
  const colour = /\[[\d;]*[34]8;5;/;
  assert.match(colourful.terminal.written, colour);
  assert.doesNotMatch(plain.terminal.written, colour);
  assert.deepEqual(await plain.terminal.screen(), await colourful.terminal.screen());
});

test('a resize is laid out anew at once', async (t) => {
  const opened = open(t, 80, 24);
  playMiddle(opened);
  await opened.terminal.resize(140, 50);
  const rows = await opened.terminal.screen();
  assert.equal(rows.filter((row) => row.includes('fetch ks32')).length, 1);
  assert.ok(rows.includes('─'.repeat(140)));
});

test('240x70: full width for the plan, and rows that the eye can follow', async (t) => {
  const opened = open(t, 240, 70);
  playMiddle(opened);
  const rows = await opened.terminal.screen();
  assert.equal(rows.find((row) => row.includes('20 of 500'))?.length, 239);
  assert.equal(rows.find((row) => row.includes('2.10 MB/s'))?.length, 130);
});

test('more clips in hand than rows are counted', async (t) => {
  const opened = open(t, 80, 12);
  const stages = Array.from({ length: 30 }, (_, number): FetchEvent => {
    return { type: 'stage', atMs: MIDNIGHT, clip: `clip-${number}`, label: 'l', stage: 'cut' };
  });
  opened.send(started(100, 30), ...stages);
  opened.type(DRAW);
  const rows = (await opened.terminal.screen()).filter((row) => row !== '');
  assert.equal(rows.length, 11);
  assert.deepEqual(rows.at(-2), '    and 24 more in hand');
});

test('keys act and are drawn at once; pasted text and answers of the terminal are not keys', async (t) => {
  const opened = open(t, 80, 24);
  playMiddle(opened);
  opened.type('++p');
  opened.type('\x1b[200~qqq\x1b[201~\x1b[?62;4c');
  assert.deepEqual(opened.calls, ['downloads 5', 'downloads 6', 'pause']);
  assert.match((await opened.terminal.screen()).at(-1) ?? '', /p go on {3}\+ - downloads 6/);
  opened.type('e');
  const messages = (await opened.terminal.screen()).filter((row) => row.includes('no byte for 30 s'));
  assert.deepEqual(messages, [' deferred Kx7_t1yq1ax_000015_000025  no byte for 30 s, 1.2 MB received']);
});

test('Ctrl-C stops cleanly, the second one at once', async (t) => {
  const opened = open(t, 80, 24);
  playMiddle(opened);
  opened.type('\x03');
  assert.match((await opened.terminal.screen()).join('\n'), /stopping cleanly/);
  opened.type('\x03');
  assert.match((await opened.terminal.screen()).join('\n'), /stopping at once/);
  assert.deepEqual(opened.calls, ['stop cleanly', 'stop at-once']);
});

test('the end gives the terminal back with every finished line on it', async (t) => {
  const opened = open(t, 80, 24);
  opened.send(...madeUpRun({ clips: 200, slots: 4, startMs: MIDNIGHT, clipMs: 1000 }));
  opened.send({ type: 'finished', atMs: MIDNIGHT, counts: pendingCounts(200) });
  await opened.screen.done();
  const lines = await opened.terminal.everything();
  assert.equal(lines.length, 200);
  assert.ok(lines.every((line) => /^(kept|dropped|dead|deferred|failed) /.test(line)));
  assert.deepEqual(await opened.terminal.modes(), {
    wraps: true,
    pastes: false,
    cursorShown: true,
    isAlternate: false,
  });
  assert.deepEqual([opened.keyboard.isRaw, opened.isSubscribed()], [false, false]);
  assert.equal(opened.keyboard.listenerCount('data') + opened.terminal.listenerCount('resize'), 0);
});

test('restore in the middle of a run erases the block, and what comes later is not drawn', async (t) => {
  const opened = open(t, 80, 24);
  playMiddle(opened);
  opened.screen.restore();
  const { length } = opened.terminal.written;
  opened.send(OPEN);
  opened.type('q');
  opened.screen.restore();
  await opened.screen.done();
  assert.equal(opened.terminal.written.length, length);
  assert.equal((await opened.terminal.everything()).length, 20);
});

test('a fault while drawing gives the terminal back and is told to whoever waits for the end', async (t) => {
  const opened = open(t, 80, 24);
  playMiddle(opened);
  const done = assert.rejects(opened.screen.done(), TypeError);
  opened.send({ ...started(1, 1), sources: undefined as never } as FetchEvent);
  opened.type(DRAW);
  await done;
  assert.deepEqual(await opened.terminal.modes(), {
    wraps: true,
    pastes: false,
    cursorShown: true,
    isAlternate: false,
  });
  assert.equal((await opened.terminal.everything()).length, 20);
});
