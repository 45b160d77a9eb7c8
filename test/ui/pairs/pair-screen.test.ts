import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DEFAULT_CONFIG } from '../../../src/config.ts';
import type { ClipPair } from '../../../src/curation/clip-pairs.ts';
import type { Player } from '../../../src/tools/player.ts';
import { bindPairKeys, PAIR_COMMANDS } from '../../../src/ui/pairs/pair-keys.ts';
import { createPairScreen, type PairWorld } from '../../../src/ui/pairs/pair-screen.ts';
import { openStage, type Stage } from '../../helpers/curate-stage.ts';
import { curateOptions, curateWorld, PLAIN_GRAPHICS } from '../../helpers/curate-world.ts';
import { lineWidths } from '../../helpers/frame-lines.ts';
import { LOUD_MIDDLE } from '../../helpers/loud-middle.ts';

function pairOf(first: number, second: number, common: Partial<ClipPair> = {}): ClipPair {
  return {
    first,
    second,
    pictureDistance: undefined,
    soundDistance: undefined,
    soundLeadSeconds: undefined,
    ...common,
  };
}

const PAIRS = [
  pairOf(0, 1, { pictureDistance: 0.05, soundDistance: 0.1, soundLeadSeconds: 2 }),
  pairOf(2, 3, { soundDistance: 0.2, soundLeadSeconds: -2 }),
];

function openPairs(t: TestContext, world: Partial<PairWorld> = {}): Stage {
  const view = { kind: 'view', view: LOUD_MIDDLE, complaint: undefined } as const;
  return openStage(t, 12, (index) =>
    createPairScreen(
      {
        ...curateWorld(index, { viewOf: () => view }),
        pairs: () => PAIRS,
        search: () => Promise.resolve(),
        ...world,
      },
      {
        title: 'duplicates',
        firstReadMs: Infinity,
        help: { commands: PAIR_COMMANDS, bindings: bindPairKeys(DEFAULT_CONFIG), isUnicode: true },
        theme: curateOptions().theme,
        graphics: PLAIN_GRAPHICS,
      },
    ),
  );
}

const said = (stage: Stage): unknown[] =>
  stage.index
    .prepare(
      "SELECT segment_id || ' ' || decision || ' ' || coalesce(reason, '-') FROM judgements WHERE undone_at_ms IS NULL",
    )
    .pluck()
    .all();

test('80x24: both clips on one axis, on which B begins later by the lead of its sound', (t) => {
  assert.deepEqual(openPairs(t).lines(), [
    ' duplicates · differ by picture 0.05, sound 0.10 · B 2.00 s earlier      1 of 2',
    '▸A  v0000000003_000003  class number 0  train                             ? ask',
    ' B  v0000000001_000001  class number 1  train                            a kept',
    'A │:::::::::::::::::::::::::::::::::::@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '  │:::::::::::::::::::::::::::::::::::@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '  │:::::::::::::::::::::::::::::::::::@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    'B │                       ::::::::::::::::::::::::@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '  │                       ::::::::::::::::::::::::@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '  │                       ::::::::::::::::::::::::@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    'A │⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⣿⣿⣿⣿⣿⣿⡧⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠄',
    'B │           ⠠⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⢼⣿⣿⣿⣿⣿⣿⡧⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤',
    'A │',
    '  │                               ███████',
    '  │                               ███████',
    'B │',
    '  │                                           ████████',
    '  │                                           ████████',
    '  │0──────────┬2───────────┬4───────────┬6───────────┬8───────────┬10──────────',
    '',
    '      score    onset     swap    shift      bed    voice   speech     cuts',
    ' A     0.48     0.02     0.10     0.10     0.10     0.10     0.53        3',
    ' B     0.11     1.90     0.10     0.10     0.10     0.10     0.16        1',
    '',
    ' 1 keep A  2 keep B  b both  n neither  u undo  j next  tab other  ? keys',
  ]);
});

test('every line is as wide as the terminal', (t) => {
  const stage = openPairs(t);
  for (const [columns, rows] of [
    [60, 16],
    [80, 24],
    [240, 70],
  ] as const) {
    const frame = stage.screen.frame({ columns, rows });
    assert.equal(frame.lines.length, rows);
    assert.deepEqual([...new Set(lineWidths(frame))], [columns]);
    for (const region of frame.regions) assert.ok(region.row + region.rows < rows - 4, `${columns}x${rows}`);
  }
});

test('one is kept and its double dropped by one key, both at once, and undo takes both back', (t) => {
  const stage = openPairs(t);
  stage.type('1');
  assert.deepEqual(said(stage), ['3 keep -', '1 drop duplicate-picture']);
  assert.equal(stage.index.prepare('SELECT count(DISTINCT batch) FROM judgements').pluck().get(), 1);
  assert.match(stage.lines()[0]!, /2 of 2$/);
  stage.type('2');
  assert.deepEqual(said(stage).slice(2), ['2 drop duplicate-sound', '4 keep -']);
  assert.equal(stage.lines().at(-2), ' kept B, dropped A; that was the last pair');
  stage.type('uu');
  assert.deepEqual(said(stage), []);
  assert.match(stage.lines()[0]!, /1 of 2$/);
  assert.equal(stage.lines().at(-2), ' taken back: kept A, dropped B');
  stage.type('U');
  assert.equal(said(stage).length, 2);
});

test('both, neither, or each by itself', (t) => {
  const stage = openPairs(t);
  stage.type('b');
  assert.deepEqual(said(stage), ['3 keep -', '1 keep -']);
  stage.type('n');
  assert.deepEqual(said(stage).slice(2), ['2 drop -', '4 drop -']);
  stage.type('uuu<tab>x');
  assert.deepEqual(said(stage), ['1 drop -']);
  assert.match(stage.lines()[2]!, /^▸B .* x dropped by mk$/);
  stage.type('<tab>a');
  assert.match(stage.lines()[0]!, /2 of 2$/);
});

test('the sound goes on in the other clip at the same moment of the axis', async (t) => {
  const calls: string[] = [];
  const player: Player = {
    name: 'mpv',
    canPause: true,
    canSeek: true,
    play: (file, range) => calls.push(`play ${file.slice(-12)} ${range.fromSeconds}`),
    pause: () => {},
    resume: () => {},
    seek: () => {},
    stop: () => {},
    close: () => Promise.resolve(),
  };
  const stage = openPairs(t, { findPlayer: () => Promise.resolve(player) });
  await new Promise((resolve) => setImmediate(resolve));
  stage.type('LLL<space><tab>');
  assert.deepEqual(calls, ['play 3_000013.mp4 3', 'play 1_000011.mp4 1']);
});

test('pairs that nobody has searched for yet are searched for when the person says so', async (t) => {
  let known: readonly ClipPair[] | undefined;
  const search = (): Promise<void> => {
    known = PAIRS;
    return Promise.resolve();
  };
  const stage = openPairs(t, { pairs: () => known, search });
  assert.match(stage.lines()[2]!, /Clips have changed since duplicates were last searched for/);
  assert.deepEqual(stage.type('1'), { kind: 'stay' });
  const outcome = stage.type('<enter>');
  assert.equal(outcome.kind, 'lend');
  if (outcome.kind === 'lend') await outcome.run();
  stage.screen.enter(() => {});
  assert.match(stage.lines()[0]!, /1 of 2$/);
});

test('without any pair it says so', (t) => {
  assert.match(openPairs(t, { pairs: () => [] }).lines()[2]!, /No two clips look or sound the same/);
});
