import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzyFind } from '../../../src/ui/curate/fuzzy.ts';

const LABELS = ['playing accordion', 'playing bass guitar', 'playing drums', 'tickling', 'tap dancing', 'café noise'];

test('letters in order match, and the places say which', () => {
  assert.deepEqual(fuzzyFind('tkl', ['tickling'])[0]?.places, [0, 3, 4]);
  assert.equal(fuzzyFind('kt', ['tickling'])[0], undefined);
});

test('beginnings of words win over letters inside of words', () => {
  assert.deepEqual(fuzzyFind('bg', ['playing bass guitar'])[0]?.places, [8, 13]);
  assert.equal(fuzzyFind('pd', LABELS)[0]?.text, 'playing drums');
  assert.equal(fuzzyFind('td', LABELS)[0]?.text, 'tap dancing');
});

test('letters in a row win over scattered ones', () => {
  assert.deepEqual(fuzzyFind('drum', ['xdxrxuxm drum'])[0]?.places, [9, 10, 11, 12]);
});

test('case, accents and blanks of the pattern make no difference', () => {
  assert.equal(fuzzyFind('CAFE', LABELS)[0]?.text, 'café noise');
  assert.equal(fuzzyFind('bass gui', LABELS)[0]?.text, 'playing bass guitar');
});

test('an empty pattern lists everything in the order given', () => {
  assert.deepEqual(
    fuzzyFind('', LABELS).map(({ text }) => text),
    LABELS,
  );
});

test('nothing is found where nothing matches', () => {
  assert.deepEqual(fuzzyFind('xyz', LABELS), []);
});
