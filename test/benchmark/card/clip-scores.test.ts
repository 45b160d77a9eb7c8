import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipScores } from '../../../src/benchmark/card/clip-scores.ts';

const answers = {
  clipNames: ['a', 'b', 'c', 'd'],
  labels: [0, 0, 0, 1],
  predicted: [0, 0, 1, 0],
  ranks: [1, 1, 2, 6],
  first: undefined,
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the mean of the scores is the share of clips whose rank is among the first', () => {
  assert.equal(mean(clipScores('top-1', answers)!), 2 / 4);
  assert.equal(mean(clipScores('recall-5', answers)!), 3 / 4);
  assert.equal(mean(clipScores('recall-10', answers)!), 1);
});

test('the mean of the scores of classes is the mean over classes', () => {
  // class 0: 2 of 3 right; class 1: 0 of 1
  assert.ok(Math.abs(mean(clipScores('mean-per-class', answers)!) - (2 / 3 + 0) / 2) < 1e-12);
});

test('what is no mean over clips has no scores', () => {
  assert.equal(clipScores('map', answers), undefined);
  assert.equal(clipScores('median-rank', answers), undefined);
});
