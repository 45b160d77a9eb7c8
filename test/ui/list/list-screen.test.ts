import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createJudgementWriter } from '../../../src/store/judgements.ts';
import { openIndex } from '../../../src/store/open.ts';
import { readViews } from '../../../src/store/views.ts';
import { openCurateScreen } from '../../../src/ui/curate/curate-screen.ts';
import type { CurateWorld } from '../../../src/ui/curate/curate-world.ts';
import type { Screen } from '../../../src/ui/screen.ts';
import { openStage, type Stage } from '../../helpers/curate-stage.ts';
import { curateOptions, curateWorld } from '../../helpers/curate-world.ts';
import { lineWidths } from '../../helpers/frame-lines.ts';
import { judgementOf } from '../../helpers/judgement.ts';

function openList(t: TestContext, rows = 12, world: Partial<CurateWorld> = {}, query = ''): Stage {
  return openStage(t, rows, (index) =>
    openCurateScreen(curateWorld(index, world), curateOptions({ face: 'list', query })),
  );
}

/** Ids of the rows on the screen, in order. */
function clipsOf(stage: Stage): string[] {
  return stage.lines().flatMap((line) => /v\d+_\d+/.exec(line)?.[0].slice(-2) ?? []);
}

/** Id of the row under the cursor, and its line. */
function cursorOf(stage: Stage): { readonly clip: string; readonly line: number } {
  const lines = stage.lines();
  const line = lines.findIndex((text) => text.startsWith('▸'));
  return { clip: /v\d+_\d+/.exec(lines[line] ?? '')?.[0].slice(-2) ?? '', line };
}

test('80x24: a row a clip, why it is where it is, what the list holds as a whole', (t) => {
  const stage = openList(t);
  stage.type('jt');
  assert.deepEqual(stage.lines(), [
    ' list · all clips                                            1 tagged · 3 of 12',
    '   clip               class               score  onset verdict   reason',
    '   v0000000003_000003 class number 0       0.48   0.02 ? ask     uncertain',
    ' ● v0000000001_000001 class number 1       0.11   1.90 a kept',
    '▸  v0000000002_000002 class number 2       0.79   0.96 a kept',
    '   v0000000004_000004 class number 1       0.16   2.07 a kept',
    '   v0000000005_000005 class number 2       0.85   1.13 a kept',
    '   v0000000006_000006 class number 0       0.54   0.19 a kept',
    '   v0000000010_000010 class number 1       0.28   2.41 a kept',
    '   v0000000011_000011 class number 2       0.96   1.47 a kept',
    '   v0000000012_000012 class number 0       0.65   0.53 a kept',
    '   v0000000007_000007 class number 1       0.22   2.24 x dropped music-bed voic…',
    '   v0000000009_000009 class number 0                   pending',
    '   v0000000008_000008 class number 2                   dead      video-private',
    ...Array<string>(7).fill(''),
    ' why: nothing speaks against it',
    ' score 0  ████  ███ ██ █ 1      8 kept · 1 ask · 1 dropped · 1 pending · 1 dead',
    ' ⏎ open  t tag  a keep  x drop  s unsure  f filter  / search  S sort  ? keys',
  ]);
});

test('a wider terminal shows more columns, and every line is as wide as it', (t) => {
  const stage = openList(t);
  assert.equal(
    stage.lines(160)[1],
    '   clip               class                            score  onset split speech  swap shift   bed voice verdict   reason',
  );
  for (const [columns, rows] of [
    [60, 16],
    [80, 24],
    [240, 70],
  ] as const) {
    for (const keys of ['', '?', '<escape>f', '<escape>S', '<escape>r', '<escape>X', '<escape>:', '<escape>']) {
      stage.type(keys);
      const frame = stage.screen.frame({ columns, rows });
      assert.equal(frame.lines.length, rows);
      assert.deepEqual([...new Set(lineWidths(frame))], [columns], `${keys} at ${columns}`);
    }
  }
});

test('the column that the list is ordered by is shown', (t) => {
  const stage = openList(t, 12, {}, 'sort:-lag');
  assert.match(stage.lines()[1]!, / lag /);
});

test('the list follows the query as it is typed, keeps the last one that makes sense, and escape brings the old one back', (t) => {
  const stage = openList(t);
  stage.type('jj/class:');
  assert.equal(clipsOf(stage).length, 12);
  stage.type('="class number 1"');
  assert.deepEqual(clipsOf(stage), ['01', '04', '10', '07']);
  // What may become a name is not looked for as a word.
  stage.type(' sor');
  assert.deepEqual(clipsOf(stage), ['01', '04', '10', '07']);
  stage.type('t:-sc');
  assert.deepEqual(clipsOf(stage), ['01', '04', '10', '07']);
  stage.type('ore');
  assert.deepEqual(clipsOf(stage), ['10', '07', '04', '01']);
  assert.match(stage.lines()[0]!, /^ list · class:="class number 1" sort:-score +1 of 4$/);
  stage.type('<escape>');
  assert.match(stage.lines()[0]!, /^ list · all clips +3 of 12$/);
  stage.type('/is:pending<enter>f');
  assert.equal(stage.lines().at(-1), ' query: is:pending');
});

test('S orders by a column, and the same once more turns the order', (t) => {
  const stage = openList(t);
  stage.type('/is:kept<enter>Sscore<enter>');
  assert.deepEqual(clipsOf(stage).slice(0, 3), ['01', '04', '10']);
  stage.type('Sscore<enter>');
  assert.match(stage.lines()[0]!, /is:kept sort:-score/);
  assert.deepEqual(clipsOf(stage).slice(0, 2), ['11', '05']);
});

test('a query is saved under a name, found again, and forgotten', (t) => {
  const stage = openList(t);
  stage.type('/is:dead<enter>:save gone<enter>');
  assert.deepEqual(
    readViews(stage.index).map(({ name, query }) => `${name}: ${query}`),
    ['gone: is:dead'],
  );
  stage.type('/<enter>V');
  assert.equal(stage.lines().at(-2), ' ▸ gone');
  stage.type('<enter>');
  assert.deepEqual(clipsOf(stage), ['08']);
  stage.type('/<enter>:view gone<enter>');
  assert.deepEqual(clipsOf(stage), ['08']);
  stage.type(':forget gone<enter>V');
  assert.equal(stage.lines().at(-3), ' no view is saved yet; `:save NAME` saves this one');
  stage.type(':view gone<enter>');
  assert.equal(stage.lines().at(-3), ' no view is called gone');
});

test('a verdict on a row goes on to the next; on tagged ones it says how many, and undo takes all of them back', (t) => {
  const stage = openList(t);
  stage.type('jx');
  const said = stage.index.prepare('SELECT decision, seconds, seen, batch FROM judgements WHERE undone_at_ms IS NULL');
  assert.deepEqual(said.all(), [{ decision: 'drop', seconds: null, seen: '[]', batch: 1 }]);
  assert.equal(cursorOf(stage).clip, '02');
  stage.type('/is:kept<enter>*x');
  assert.equal(stage.lines().at(-1), ' x drop: 7 clips at once?  y yes  any other key no');
  stage.type('y');
  assert.equal(said.all().length, 8);
  stage.type('u');
  assert.equal(said.all().length, 1);
  stage.type('U');
  assert.equal(said.all().length, 8);
});

test('enter shows the clip large, and q returns to its row', (t) => {
  const stage = openList(t);
  stage.type('jjj<enter>');
  assert.match(stage.lines()[0]!, /^ curate · .*4 of 12$/);
  stage.type('j');
  assert.deepEqual(stage.type('q'), { kind: 'stay' });
  assert.equal(cursorOf(stage).clip, '05');
  assert.deepEqual(stage.type('q'), { kind: 'back' });
});

test('pages and ends', (t) => {
  const stage = openList(t, 60);
  stage.lines();
  stage.type('J');
  assert.equal(cursorOf(stage).line, 20);
  stage.type('JG');
  assert.match(stage.lines()[0]!, /60 of 60$/);
  stage.type('K');
  assert.match(stage.lines()[0]!, /41 of 60$/);
  stage.type('g');
  assert.equal(cursorOf(stage).line, 2);
});

test('rows change while another process judges, and the one under the cursor stays on its line', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stage = openList(t, 120, {}, 'is:kept');
  stage.lines();
  t.mock.timers.tick(10);
  stage.type('JJ');
  const before = cursorOf(stage);
  const other = openIndex(stage.index.name);
  createJudgementWriter(other).take([1, 2].map((clip) => judgementOf(clip, { decision: 'drop' })));
  other.close();
  t.mock.timers.tick(300);
  assert.equal(stage.lines()[0]?.endsWith('37 of 70'), true, stage.lines()[0]);
  assert.deepEqual(cursorOf(stage), before);
});

test('what there is not is said: a clip to open, two clips to compare', (t) => {
  const opened: (readonly number[])[] = [];
  const screen = {} as Screen;
  const openComparison = (positions: readonly number[]): Screen => {
    opened.push(positions);
    return screen;
  };
  const stage = openList(t, 12, { openComparison, openClasses: () => screen, openDuplicates: () => screen });
  stage.type('=');
  assert.match(stage.lines().at(-3)!, /tag two clips to compare them/);
  assert.deepEqual(stage.type('tj='), { kind: 'open', screen });
  assert.deepEqual(opened, [[0, 2]]);
  assert.deepEqual(stage.type('C'), { kind: 'open', screen });
  assert.deepEqual(stage.type('D'), { kind: 'open', screen });
  stage.type('*/nothing-like-it<enter><enter>');
  assert.match(stage.lines().at(-3)!, /there is no clip to open/);
});

test('labels with wide characters keep the columns', (t) => {
  const stage = openStage(t, 12, (index) => {
    index.prepare("UPDATE segments SET label = '演奏二胡与古筝的人们在街头' WHERE state = 'ask'").run();
    return openCurateScreen(curateWorld(index), curateOptions({ face: 'list', query: '' }));
  });
  assert.deepEqual([...new Set(lineWidths(stage.screen.frame({ columns: 80, rows: 24 })))], [80]);
  assert.match(stage.lines()[2]!, /演奏二胡与古筝的人… {2}0\.48 /);
});
