import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceAmong, meanRank, placeOf } from '../../src/statistics/true-rank.ts';

test('among equals the truth stands in the middle', () => {
  const place = placeOf([9, 0.5, 0.9, 0.5, 0.5, 0.1, 9], 1, 5, 2);
  assert.deepEqual(place, { better: 1, equal: 3 });
  assert.equal(meanRank(place), 3);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((k) => chanceAmong(place, k)),
    [0, 1 / 3, 2 / 3, 1, 1],
  );
});

test('a truth whose score is no number is the last and never found', () => {
  const place = placeOf([1, Number.NaN, 0], 0, 3, 1);
  assert.equal(meanRank(place), 3);
  assert.equal(chanceAmong(place, 3), 0);
});
