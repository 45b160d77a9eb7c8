import assert from 'node:assert/strict';
import path from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { openIndex } from '../../../src/store/open.ts';
import { openCurateSession } from '../../../src/ui/curate/curate-session.ts';
import { runPlainCurate } from '../../../src/ui/curate/plain-curate.ts';
import { curateOptions, curateWorld } from '../../helpers/curate-world.ts';
import { makeLargeIndex } from '../../helpers/large-index.ts';
import { temporaryFolder } from '../../helpers/programs.ts';

async function talk(t: TestContext, answers: readonly string[]): Promise<{ said: string[]; judged: unknown[] }> {
  const indexPath = path.join(temporaryFolder(t), 'index.db');
  makeLargeIndex(indexPath, { rows: 40, classes: 3, askEvery: 10 });
  const index = openIndex(indexPath);
  t.after(() => index.close());
  const said: string[] = [];
  const session = openCurateSession(curateWorld(index), curateOptions());
  await runPlainCurate(session, {
    input: Readable.from(answers.map((answer) => `${answer}\n`)),
    print: (line) => said.push(line),
  });
  const judged = index
    .prepare('SELECT decision, reason, label, note FROM judgements WHERE undone_at_ms IS NULL ORDER BY id')
    .raw(true)
    .all();
  return { said, judged };
}

test('each clip is a sentence, and a letter judges it', async (t) => {
  const { said, judged } = await talk(t, ['a', 'x music-bed', 's', 'q']);
  assert.match(
    said[0]!,
    /^Clip 1 of 4: v\d+_\d{6}, class number \d, train, 10\.0 seconds\. Asked about, score 0\.\d\d\. /,
  );
  assert.match(said[0]!, /Sound and picture may or may not belong together: score 0\.48, below 0\.50\./);
  assert.equal(said[1], 'a keep, x drop, s unsure, ? help:');
  assert.equal(said[2], 'Taken: a keep.');
  assert.match(said[3]!, /^Clip 2 of 4/);
  assert.deepEqual(judged, [
    ['keep', null, null, ''],
    ['drop', 'music-bed', null, ''],
    ['ask', null, null, ''],
  ]);
});

test('labels, notes and queries are words behind the letter', async (t) => {
  const { said, judged } = await talk(t, ['n wind noise', 'r number 2', 'f is:kept class:2', 'q']);
  assert.deepEqual(judged, [['keep', null, 'class number 2', 'wind noise']]);
  assert.match(said.at(-2)!, /^Clip 1 of \d+: .*, class number 2, .* Kept/);
});

test('undo says what it took back, and what is no answer is said too', async (t) => {
  const { said, judged } = await talk(t, ['a', 'u', 'zebra', 'X because', 'r nothing like it', 'f scor:1', 'q']);
  assert.deepEqual(judged, []);
  assert.ok(said.includes('taken back: a keep.'));
  assert.ok(said.includes('No such answer: zebra.'));
  assert.ok(said.some((line) => line.startsWith('Reasons: 1 low-correspondence, 2 music-bed')));
  assert.ok(said.includes('No label is like "nothing like it".'));
  assert.ok(said.some((line) => line.includes('did you mean "score"')));
});

test('leaving with a note without its verdict asks once more; the end of the input leaves in any case', async (t) => {
  const { said, judged } = await talk(t, ['n hm', 'q', 'n', 'q', 'q']);
  assert.equal(said.filter((line) => line.startsWith('There is a note or trim without a verdict')).length, 2);
  assert.deepEqual(judged, []);
});
