import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { SignalMeasurements } from '../../../src/dataset/signal-measurements.ts';
import type { ClipViewOutcome } from '../../../src/pipeline/clip-view.ts';
import { createJudgementWriter, readJudgements } from '../../../src/store/judgements.ts';
import { readPastVerdicts } from '../../../src/store/one-clip.ts';
import { openIndex } from '../../../src/store/open.ts';
import type { Player, PlayerNews } from '../../../src/tools/player.ts';
import { openCurateScreen } from '../../../src/ui/curate/curate-screen.ts';
import type { CurateOptions, CurateWorld } from '../../../src/ui/curate/curate-world.ts';
import { openStage, type Stage } from '../../helpers/curate-stage.ts';
import { curateOptions, curateWorld } from '../../helpers/curate-world.ts';
import { lineWidths } from '../../helpers/frame-lines.ts';
import { judgementOf } from '../../helpers/judgement.ts';
import { LOUD_MIDDLE } from '../../helpers/loud-middle.ts';

const CURVES = {
  curveFps: 25,
  onsetCurve: Uint8Array.from({ length: 250 }, (_, step) => (step === 125 ? 255 : step === 200 ? 128 : 0)),
  motionCurve: Uint8Array.from({ length: 250 }, (_, step) => (step >= 120 && step < 130 ? 255 : 10)),
  sceneCutSeconds: [],
} as unknown as SignalMeasurements;

function openCurate(
  t: TestContext,
  world: Partial<CurateWorld> = {},
  options: Partial<CurateOptions> = {},
  rows = 40,
): Stage {
  const view: ClipViewOutcome = { kind: 'view', view: LOUD_MIDDLE, complaint: undefined };
  return openStage(t, rows, (index) => {
    const detailsOf: CurateWorld['detailsOf'] = (clipId) => ({
      verdicts: readPastVerdicts(index, clipId),
      judgements: readJudgements(index, clipId),
      measurements: CURVES,
    });
    return openCurateScreen(curateWorld(index, { viewOf: () => view, detailsOf, ...world }), curateOptions(options));
  });
}

test('one clip fills 80x24: header, film, wave, mel, curves, ruler, why, keys', (t) => {
  const stage = openCurate(t);
  stage.type('LLLLL');
  assert.deepEqual(stage.lines(), [
    ' curate · is:ask sort:-uncertainty                                       1 of 4',
    ' v0000000003_000003  class number 0  train  10.0 s  peak -6 dB  folder',
    '                                        │@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '                                        │@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '                                        │@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '                                        │@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '                                        │@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '                                        │⣿⣿⣿⣿⣿⣿⣿',
    ' ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉│⣿⣿⣿⣿⣿⣿⣿⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉',
    '                                        │',
    '                                        │',
    '                                        │███████',
    '                                        │███████',
    '                                        │███████',
    '                                      ⢸⠉│⠉⡆',
    '                                      ⢸ │ ⡇',
    '                                      ⢸ │ ⡇                    ⢸',
    ' ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡸ │ ⣇⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣘⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀',
    ' ┬0─────────────┬2──────────────┬4─────◇│ 5.00 s ──────────────┬8──────────────',
    ' ? ask  score 0.48 ±0.04   swap 0.10  shift 0.10  bed 0.10  voice 0.10',
    ' why:  sound and picture may or may not belong together: score 0.48, below 0.50',
    '',
    ' near: 0.11 a kept v0000000036_000036  [0.48]  0.54 a kept v0000000006_000006',
    ' a keep  x drop  s unsure  X why drop  r relabel  u undo  ␣ play  w why  ? keys',
  ]);
});

test('every line is as wide as the terminal, at every size and in every mode', (t) => {
  const stage = openCurate(t);
  for (const keys of [
    '',
    'w',
    'wX',
    '<escape>r',
    'tap',
    '<escape>n',
    '<escape>?',
    '<escape>ta',
    '<escape>f',
    '<escape>v',
    'v',
  ]) {
    stage.type(keys);
    for (const [columns, rows] of [
      [60, 16],
      [80, 24],
      [240, 70],
    ] as const) {
      const frame = stage.screen.frame({ columns, rows });
      assert.equal(frame.lines.length, rows, keys);
      assert.deepEqual([...new Set(lineWidths(frame))], [columns], `${keys} ${columns}x${rows}`);
    }
  }
});

test('a verdict is in the index before the next clip shows, with who, how and what was seen', (t) => {
  let now = 1000;
  const stage = openCurate(t, { now: () => now });
  stage.lines();
  now += 3400;
  stage.type('X2');
  const rows = stage.index
    .prepare(
      'SELECT clip_sha256 AS sha, rater, decision, reason, seconds, was_heard AS heard, seen, via FROM judgements',
    )
    .all();
  assert.deepEqual(rows, [
    {
      sha: 'sha-3',
      rater: 'mk',
      decision: 'drop',
      reason: 'music-bed',
      seconds: 3.4,
      heard: 0,
      seen: '["strip","wave","mel","curves","verdict"]',
      via: 'curate',
    },
  ]);
  const lines = stage.lines();
  assert.match(lines[0]!, /2 of 4 · 18\/min · ~10 s left$/);
  assert.match(lines[1]!, /previous: x drop music-bed$/);
  stage.type('k');
  assert.match(stage.lines(100)[1]!, /judged: x dropped by mk$/);
});

test('a write that fails keeps the clip on the screen with the reason', (t) => {
  const stage = openCurate(t);
  stage.index.pragma('query_only = ON');
  const before = stage.lines()[1];
  stage.type('a');
  const lines = stage.lines(120);
  assert.equal(lines[1]!.slice(0, 30), before!.slice(0, 30));
  assert.match(lines.slice(-4).join(' '), / ! not taken: .*cannot use the index/);
  stage.index.pragma('query_only = OFF');
  stage.type('a');
  assert.match(stage.lines()[1]!, /previous: a keep$/);
});

test('undo takes the verdict out of the index and shows its clip again', (t) => {
  const stage = openCurate(t);
  const first = stage.lines()[1]!.slice(0, 30);
  stage.type('au');
  assert.equal(stage.lines()[1]!.slice(0, 30), first);
  assert.match(stage.lines().at(-2)!, /taken back: a keep/);
  assert.match(stage.lines()[0]!, /1 of 4/);
  assert.equal(stage.index.prepare("SELECT count(*) FROM segments WHERE state = 'ask'").pluck().get(), 4);
});

test('the picker of labels highlights what matches, and the chosen one is kept', (t) => {
  const stage = openCurate(t);
  stage.type('rnum2');
  const lines = stage.lines();
  assert.match(lines.find((line) => line.includes('labels'))!, /^ 1 of 3 labels {2}now: class number 0$/);
  assert.ok(lines.includes(' ▸ class number 2'));
  assert.equal(lines.at(-1), ' label: num2');
  stage.type('<enter>k');
  assert.match(stage.lines(100)[1]!, /class number 2 \(listed: class number 0\).*judged: a kept by mk/);
});

test('the help lists the keys and is searched by typing', (t) => {
  const stage = openCurate(t);
  stage.type('?loop');
  assert.deepEqual(stage.lines().slice(2, 6), [
    ' sound',
    '   [          a loop starts here',
    '   ]          a loop ends here',
    '   \\          no loop',
  ]);
});

test('why shows who decided what, and every number with its name', (t) => {
  const stage = openCurate(t);
  stage.type('awk');
  const lines = stage.lines(120, 40);
  assert.match(lines[2]!, /facts {6}keep {3}nothing speaks against it/);
  assert.match(
    lines[3]!,
    /filter {5}ask {4}sound and picture may or may not belong together: score 0\.48, below 0\.50/,
  );
  assert.match(lines[4]!, /mk {9}keep {3}after \d+\.\d s, not heard/);
  assert.ok(lines.some((line) => /^ speech +0\.\d+ +share of speech/.test(line)));
});

test('a query that is wrong says where, and a right one makes the queue', (t) => {
  const stage = openCurate(t);
  stage.type('fx<enter>');
  assert.match(
    stage.lines().slice(-4).join(' '),
    /! query, character 14: .*got "uncertaintyx"; did {1,2}you mean "uncertainty"/,
  );
  stage.type('<ctrl-u>is:dropped<enter>');
  assert.match(stage.lines()[0]!, /curate · is:dropped +1 of \d+$/);
  stage.type('/zzz<enter>');
  assert.match(stage.lines()[0]!, /no clips$/);
  assert.ok(stage.lines().includes(' no clip matches zzz: f changes the query'));
});

test('clips that another process judges leave the queue, but never the one on the screen', async (t) => {
  const stage = openCurate(t);
  const shown = stage.lines()[1]!;
  const other = openIndex(stage.index.name);
  t.after(() => other.close());
  const ids = other.prepare("SELECT id FROM segments WHERE state = 'ask' ORDER BY id").pluck().all() as number[];
  createJudgementWriter(other).take(ids.map((id) => judgementOf(id, { rater: 'anna' })));
  while (!stage.lines()[0]!.includes('1 of 1')) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(stage.lines()[1]!.slice(0, 30), shown.slice(0, 30));
  assert.match(stage.lines(100)[1]!, /judged: a kept by anna/);
});

test('a clip whose file is gone or broken says so and can still be judged', (t) => {
  const stage = openCurate(t, {
    openViews: () => ({
      get: () => ({ kind: 'failed', because: 'the file is gone: x.mp4 (see ks-build verify)' }),
      want: () => {},
      close: () => Promise.resolve(),
    }),
  });
  assert.ok(stage.lines().some((line) => line.includes('nothing to show: the file is gone: x.mp4')));
  stage.type('x');
  assert.match(stage.lines()[1]!, /previous: x drop$/);
});

test('while the sound plays the cursor follows it, and the verdict knows that it was heard', async (t) => {
  let news: PlayerNews | undefined;
  const calls: string[] = [];
  const player: Player = {
    name: 'mpv',
    canPause: true,
    canSeek: true,
    play: (_file, { fromSeconds, toSeconds }, given) => {
      news = given;
      calls.push(`play ${fromSeconds} ${toSeconds}`);
    },
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    seek: (seconds) => calls.push(`seek ${seconds}`),
    stop: () => calls.push('stop'),
    close: () => Promise.resolve(),
  };
  const stage = openCurate(t, { findPlayer: () => Promise.resolve(player) });
  await new Promise((resolve) => setImmediate(resolve));
  stage.type('<space>');
  news?.position(3.5);
  assert.ok(stage.lines().some((line) => line.includes(' 3.50 s playing ')));
  stage.type('a');
  assert.deepEqual(calls, ['play 0 10', 'stop']);
  assert.equal(stage.index.prepare('SELECT was_heard FROM judgements').pluck().get(), 1);
});

test('tagged clips show their number and are asked about before they are judged', (t) => {
  const stage = openCurate(t);
  stage.type('ttx');
  assert.match(stage.lines()[0]!, /2 tagged · 3 of 4$/);
  assert.equal(stage.lines().at(-1), ' x drop: 2 clips at once?  y yes  any other key no');
  stage.type('y');
  assert.equal(stage.index.prepare('SELECT count(DISTINCT batch) FROM judgements').pluck().get(), 1);
});

test('tab turns to the list and back, q leaves', (t) => {
  const stage = openCurate(t);
  stage.type('j<tab>');
  assert.match(stage.lines()[0]!, /^ list · is:ask sort:-uncertainty .* 2 of 4$/);
  stage.type('q');
  assert.match(stage.lines()[0]!, /^ curate · .* 2 of 4$/);
  assert.deepEqual(stage.type('q'), { kind: 'back' });
});

test('labels with wide and combining characters keep the layout', (t) => {
  const stage = openCurate(t);
  stage.index.prepare("UPDATE segments SET label = '演奏二胡 e\u0301tude' WHERE state = 'ask'").run();
  const screen = openCurateScreen(curateWorld(stage.index), curateOptions());
  screen.enter(() => {});
  t.after(() => {
    screen.leave();
    return screen.close();
  });
  const frame = screen.frame({ columns: 60, rows: 20 });
  assert.deepEqual([...new Set(lineWidths(frame))], [60]);
  assert.ok(frame.lines[1]!.includes('演奏二胡'));
});

test('a query is completed as it is typed', (t) => {
  const stage = openCurate(t);
  stage.type('/unc');
  assert.match(stage.lines(100).at(-7)!, /^ uncertainty: +how near the score is to 0\.5/);
  stage.type('<tab>');
  assert.equal(stage.lines().at(-1), ' query: uncertainty:');
  stage.type('<ctrl-u>class:"class number 1<tab>is:kept<enter>');
  assert.match(stage.lines()[0]!, /curate · class:"class number 1" is:kept/);
});

test('the help says how to get sound where there is none', async (t) => {
  const stage = openCurate(t);
  await new Promise((resolve) => setImmediate(resolve));
  stage.type('?sound');
  const lines = stage.lines(80, 40);
  assert.ok(lines.includes(' how to get sound'));
  assert.ok(lines.includes('   install mpv'));
});

test('the large picture leaves room beside it for what is known of the clip', (t) => {
  const stage = openCurate(t);
  stage.type('v');
  const lines = stage.lines(200, 56);
  assert.match(lines[2]!, /^ {1,}.*facts {6}keep {3}nothing speaks against it/);
  assert.ok(lines.some((line) => / uncertainty +0\.\d+ +/.test(line)));
});

test('an error that is longer than the screen is wide tells all of what to do', (t) => {
  const stage = openCurate(t);
  stage.index.pragma('query_only = ON');
  stage.type('a');
  const lines = stage.lines().slice(-5, -1).join(' ').replaceAll(/\s+/g, ' ');
  assert.match(lines, /! not taken: .*cannot use the index .*check the permissions of the file and of its folder/);
});
