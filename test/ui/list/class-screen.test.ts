import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DEFAULT_CONFIG } from '../../../src/config.ts';
import { openClipTable } from '../../../src/curation/clip-table.ts';
import { createClassScreen } from '../../../src/ui/list/class-screen.ts';
import { bindClassKeys, CLASS_COMMANDS } from '../../../src/ui/list/list-keys.ts';
import type { Screen } from '../../../src/ui/screen.ts';
import { openStage, type Stage } from '../../helpers/curate-stage.ts';
import { curateOptions } from '../../helpers/curate-world.ts';
import { lineWidths } from '../../helpers/frame-lines.ts';

const LIST = { enter: () => {} } as unknown as Screen;

function openClasses(t: TestContext): Stage & { readonly queries: string[] } {
  const queries: string[] = [];
  const openList = (query: string): Screen => {
    queries.push(query);
    return LIST;
  };
  const help = { commands: CLASS_COMMANDS, bindings: bindClassKeys(DEFAULT_CONFIG), isUnicode: true };
  const { theme } = curateOptions();
  const stage = openStage(t, 40, (index) =>
    createClassScreen({ table: openClipTable(index, 1), openList }, { firstReadMs: Infinity, help, theme }),
  );
  return { ...stage, queries };
}

test('80x24: a line a class, least kept first', (t) => {
  assert.deepEqual(openClasses(t).lines(), [
    ' classes · by kept share                                              3 classes',
    '  class                 clips kept             ask score 0..1   reasons',
    '▸ class number 0           13 █████▋░░ 70 %      2 ▄▄   ▄▄▄▄▄▄█ uncertain 2, mu…',
    '  class number 1           14 ██████░░ 75 %      1  █▄▄█ █ █▄▄  music-bed 2, vo…',
    '  class number 2           13 ██████▍░ 80 %      1 █▄█ ▄▄   ▄▄▄ video-private 2…',
    ...Array<string>(18).fill(''),
    ' ⏎ its clips  S sort  / search  q back  ? keys',
  ]);
});

test('every line is as wide as the terminal, and a wider one has more of the reasons', (t) => {
  const stage = openClasses(t);
  for (const columns of [60, 80, 240])
    assert.deepEqual([...new Set(lineWidths(stage.screen.frame({ columns, rows: 30 })))], [columns]);
  assert.match(stage.lines(160)[2]!, /uncertain 2, music-bed 1, voice-over 1, video-private 1$/);
});

test('enter opens the list of the class, whose name is meant as a whole', (t) => {
  const stage = openClasses(t);
  assert.deepEqual(stage.type('j<enter>'), { kind: 'open', screen: LIST });
  assert.deepEqual(stage.queries, ['class:="class number 1" sort:score']);
  assert.deepEqual(stage.type('q'), { kind: 'back' });
});

test('the order goes through its kinds, and the class under the cursor stays', (t) => {
  const stage = openClasses(t);
  stage.type('GS');
  assert.match(stage.lines()[0]!, /by asked about/);
  stage.type('SSS');
  assert.match(stage.lines()[0]!, /by clips/);
  assert.match(stage.lines()[2]!, /class number 1 +14/);
  assert.ok(stage.lines().some((line) => line.startsWith('▸ class number 2')));
});

test('a search leaves the classes that hold what is typed, and escape brings all back', (t) => {
  const stage = openClasses(t);
  stage.type('/ber 2');
  assert.equal(stage.lines().at(-1), ' search: ber 2');
  assert.match(stage.lines()[2]!, /^▸ class number 2/);
  assert.equal(stage.lines()[3], '');
  stage.type('<enter>');
  assert.match(stage.lines()[0]!, /with "ber 2" +1 class$/);
  stage.type('/<escape>');
  assert.match(stage.lines()[0]!, /3 classes$/);
});

test('? shows the keys', (t) => {
  const outcome = openClasses(t).type('?');
  assert.equal(outcome.kind, 'open');
  if (outcome.kind !== 'open') return;
  const { lines } = outcome.screen.frame({ columns: 80, rows: 24 });
  assert.ok(lines.some((line) => line.includes('the clips of the class')));
});
