import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completed, completionsOf } from '../../src/curation/query-completion.ts';

const classes = (name: string) => (name === 'class' ? ['playing drums', 'playing harp', 'tickling'] : undefined);
const textsOf = (typed: string): string[] => completionsOf(typed, classes).map(({ text }) => text);
const after = (typed: string): string | undefined => completed(typed, completionsOf(typed, classes));

test('a word that begins like a column may become it', () => {
  assert.deepEqual(textsOf('is:ask scor'), ['score:']);
  assert.match(completionsOf('scor')[0]!.meaning, /probability that the sound belongs to the picture/);
  assert.equal(after('is:ask scor'), 'is:ask score:');
  assert.equal(after('-re'), '-reason:');
});

test('several may-bes lead as far as they agree', () => {
  assert.deepEqual(textsOf('is:de'), ['dead', 'deferred']);
  assert.equal(after('is:d'), undefined);
  assert.equal(after('is:def'), 'is:deferred ');
});

test('values of the corpus are offered too, in quotes where they hold blanks', () => {
  assert.deepEqual(textsOf('class:play'), ['"playing drums"', '"playing harp"']);
  assert.equal(after('class:ti'), 'class:tickling ');
  assert.equal(after('class:"playing h'), 'class:"playing harp" ');
  assert.equal(after('class:tickling|play'), 'class:tickling|"playing ');
});

test('orders are completed behind their sign', () => {
  assert.equal(after('sort:-uncert'), 'sort:-uncertainty ');
});

test('numbers and unknown names are left alone', () => {
  assert.deepEqual(textsOf('score:<0'), []);
  assert.deepEqual(textsOf('what:x'), []);
  assert.equal(after('score:<0'), undefined);
});
