import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holmAdjusted } from '../../src/statistics/holm.ts';

test('the smallest counts for all comparisons, the next for one less', () => {
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') gives 0.03 0.06 0.06 0.02.
  const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005]);
  for (const [at, expected] of [0.03, 0.06, 0.06, 0.02].entries())
    assert.ok(Math.abs(adjusted[at]! - expected) < 1e-12, `${adjusted}`);
});

test('no probability is above 1, one comparison stays what it is, none is none', () => {
  assert.deepEqual(holmAdjusted([0.9, 0.6]), [1, 1]);
  assert.deepEqual(holmAdjusted([0.2]), [0.2]);
  assert.deepEqual(holmAdjusted([]), []);
});
