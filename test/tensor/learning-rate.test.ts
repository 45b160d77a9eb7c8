import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningRateAt } from '../../src/tensor/learning-rate.ts';

function rates(plan: Parameters<typeof learningRateAt>[1]): number[] {
  return Array.from({ length: plan.steps }, (_, step) => Number(learningRateAt(step, plan).toFixed(6)));
}

test('the rate rises in a line to its peak and falls in half a cosine', () => {
  // 1/2 (1 + cos(pi k / 4)) for k = 0..3 is 1, 0.853553, 0.5, 0.146447.
  assert.deepEqual(rates({ peak: 2, steps: 6, warmUpSteps: 2 }), [1, 2, 2, 1.707107, 1, 0.292893]);
});

test('without warm-up it begins at its peak; a run of one step has it too', () => {
  assert.deepEqual(rates({ peak: 1, steps: 2, warmUpSteps: 0 }), [1, 0.5]);
  assert.deepEqual(rates({ peak: 3, steps: 1, warmUpSteps: 0 }), [3]);
  assert.deepEqual(rates({ peak: 3, steps: 1, warmUpSteps: 1 }), [3]);
});
