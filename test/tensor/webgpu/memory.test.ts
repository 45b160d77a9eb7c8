import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AVCL_PRESETS } from '../../../src/avcl/presets.ts';
import { TINY_TASK } from '../../helpers/tiny-training.ts';
import { countStep, openCountedGpu } from '../../helpers/webgpu-memory.ts';

const backend = await openCountedGpu().catch((error: Error) => `Dawn does not start here: ${error.message}`);

test('a step of the preset paper with a batch of 32 fits into 24 GB of GPU memory', {
  skip: typeof backend === 'string' && backend,
}, async (t) => {
  if (typeof backend === 'string') return;
  const { peakBytes, largestTensorBytes, dispatches } = await countStep(backend, AVCL_PRESETS.paper, TINY_TASK, 32);
  t.diagnostic(`${(peakBytes / 1e9).toFixed(2)} GB, ${dispatches} dispatches`);
  // 144 channels at 32 * 16 video frames of 56 x 56.
  assert.equal(largestTensorBytes, 4 * 144 * 32 * 16 * 56 * 56);
  assert.ok(peakBytes > 15e9 && peakBytes < 22e9, `${peakBytes / 1e9} GB`);
});
