import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typicalSeconds, withVerdict } from '../../../src/ui/curate/pace.ts';

test('the pace is the median of the last verdicts', () => {
  assert.equal(typicalSeconds([]), undefined);
  assert.equal(typicalSeconds([4]), 4);
  assert.equal(typicalSeconds([2, 9, 4]), 4);
  assert.equal(typicalSeconds([2, 4, 6, 90]), 5);
});

test('a pause of more than a minute does not count', () => {
  assert.deepEqual(withVerdict([3], 61), [3]);
  assert.deepEqual(withVerdict([3], 60), [3, 60]);
});

test('only the last twenty count', () => {
  const many = Array.from({ length: 30 }, (_, number) => number).reduce<readonly number[]>(withVerdict, []);
  assert.deepEqual(
    many,
    Array.from({ length: 20 }, (_, number) => number + 10),
  );
});
