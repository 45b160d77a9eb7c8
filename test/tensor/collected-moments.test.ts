import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory, type Tensor1D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { openBackend } from '../../src/tensor/backend.ts';
import { BATCH_NORM_EPSILON } from '../../src/tensor/channel-kernels.ts';
import { createMomentCollector, normaliseByCollected } from '../../src/tensor/collected-moments.ts';
import { assertClose } from '../helpers/tensors.ts';

test('moments of several batches are averaged by layer, and normalise from then on', async () => {
  await openBackend('wasm');
  const [gamma, beta] = [tensor1d([2]), tensor1d([1])] as [Tensor1D, Tensor1D];
  const layer = { name: 'layer', gamma, beta, isRectified: false };
  const before = memory().numTensors;
  const collector = createMomentCollector();
  for (const batch of [
    [1, 3],
    [5, 13],
  ]) // means 2 and 9, variances 1 and 16
    await collector.add((normalise) => normalise(layer, tensor2d(batch, [2, 1])));
  const average = collector.average();
  assert.deepEqual([...average.get('layer')!.mean], [5.5]);
  assert.deepEqual([...average.get('layer')!.variance], [8.5]);
  const after = normaliseByCollected(average);
  const x = tensor2d([5.5, 7.5], [2, 1]);
  const y = after.normalise(layer, x);
  assertClose(y.dataSync(), [1, 1 + (2 * 2) / Math.sqrt(8.5 + BATCH_NORM_EPSILON)]);
  for (const made of [x, y, after]) made.dispose();
  assert.equal(memory().numTensors, before);
});
