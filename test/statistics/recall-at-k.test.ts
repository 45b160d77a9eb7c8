import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recallAtK } from '../../src/statistics/recall-at-k.ts';

test('a query counts when its own candidate is among the first K', () => {
  // Ranks of the answers: 1, 2, 3.
  const similarities = [0.9, 0.1, 0.2, 0.8, 0.7, 0.1, 0.6, 0.5, 0.4];
  assert.equal(recallAtK(similarities, 3, 1), 1 / 3);
  assert.equal(recallAtK(similarities, 3, 2), 2 / 3);
  assert.equal(recallAtK(similarities, 3, 3), 1);
});

test('where all candidates are equal, recall is chance', () => {
  assert.equal(recallAtK(new Float32Array(25), 5, 1), 1 / 5);
  assert.equal(recallAtK(new Float32Array(25), 5, 3), 3 / 5);
});

test('among equals the answer shares the places that are left', () => {
  // One is better, the answer equals one other: one of two gets the second place.
  assert.equal(recallAtK([0.5, 0.5, 0.9, 0, 1, 0, 0, 0, 1], 3, 2), (0.5 + 1 + 1) / 3);
});

test('a similarity that is no number is never found, and one beside the answer counts as better', () => {
  assert.equal(recallAtK([Number.NaN, 0, 0, 1], 2, 2), 1 / 2);
  assert.equal(recallAtK([1, Number.NaN, 0, 1], 2, 1), 1 / 2);
});
