import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overlapOf } from '../../src/pipeline/derive-variant.ts';

test('the overlap of two class lists, beside what a random choice would have', () => {
  assert.deepEqual(overlapOf(['a', 'b'], ['b', 'c', 'x'], ['a', 'b', 'c', 'd']), {
    common: ['b'],
    onlyDerived: ['a'],
    onlyOther: ['c', 'x'],
    rankedOfOther: 2,
    expectedByChance: 1,
  });
});
