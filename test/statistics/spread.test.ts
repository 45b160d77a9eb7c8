import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spreadOf } from '../../src/statistics/spread.ts';

test('mean and deviation of a few seeds', () => {
  assert.deepEqual(spreadOf([2, 4, 9]), { mean: 5, deviation: Math.sqrt((9 + 1 + 16) / 2), count: 3 });
});

test('one seed says nothing of how far others lie', () => {
  assert.deepEqual(spreadOf([0.5]), { mean: 0.5, deviation: undefined, count: 1 });
});
