import { test } from 'node:test';
import { add, batchNorm, grads, moments, mul, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { openBackend } from '../../src/tensor/backend.ts';
import { batchMoments, batchNormApply, batchNormTrain } from '../../src/tensor/batch-norm.ts';
import { BATCH_NORM_EPSILON } from '../../src/tensor/channel-kernels.ts';
import { assertClose, assertGradient, assertSameOnBothBackends, randomTensor } from '../helpers/tensors.ts';

const make = () => ({
  x: randomTensor<never>(1, [2, 3, 4, 5] as never) as unknown as Tensor,
  gamma: add(randomTensor<never>(2, [5] as never) as unknown as Tensor1D, 2) as Tensor1D,
  beta: randomTensor<never>(3, [5] as never) as unknown as Tensor1D,
  weights: randomTensor<never>(4, [2, 3, 4, 5] as never) as unknown as Tensor,
});
const ours = (weights: Tensor) => (x: Tensor, gamma: Tensor, beta: Tensor) =>
  sum(mul(batchNormTrain(x, gamma as Tensor1D, beta as Tensor1D), weights));

test('batch norm equals moments followed by the framework, in value and in all three gradients', async () => {
  await openBackend('wasm');
  const { x, gamma, beta, weights } = make();
  const framework = (x: Tensor, gamma: Tensor, beta: Tensor) => {
    const { mean, variance } = moments(x, [0, 1, 2]);
    const y = batchNorm(
      x,
      mean as Tensor1D,
      variance as Tensor1D,
      beta as Tensor1D,
      gamma as Tensor1D,
      BATCH_NORM_EPSILON,
    );
    return sum(mul(y, weights));
  };
  const expected = [framework(x, gamma, beta), ...grads(framework)([x, gamma, beta])];
  const got = [ours(weights)(x, gamma, beta), ...grads(ours(weights))([x, gamma, beta])];
  for (const [index, tensor] of expected.entries()) assertClose(got[index]!.dataSync(), tensor.dataSync());
});

test('the gradient of batch norm by its input matches finite differences, on both backends', async () => {
  await assertSameOnBothBackends(() => {
    const { x, gamma, beta, weights } = make();
    const [dx] = grads(ours(weights))([x, gamma, beta]) as [Tensor];
    assertGradient((moved) => ours(weights)(moved, gamma, beta), x, dx);
    return [dx];
  });
});

test('with the moments of the batch itself, the form for use equals the form for training', async () => {
  await openBackend('wasm');
  const { x, gamma, beta } = make();
  const applied = batchNormApply(x, batchMoments(x), gamma, beta);
  assertClose(applied.dataSync(), batchNormTrain(x, gamma, beta).dataSync());
});
