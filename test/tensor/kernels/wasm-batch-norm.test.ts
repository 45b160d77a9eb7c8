import { test } from 'node:test';
import { add, grads, mul, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { openBackend } from '../../../src/tensor/backend.ts';
import { batchMoments, batchNormApply, batchNormTrain } from '../../../src/tensor/batch-norm.ts';
import { assertGradient, assertSameOnBothBackends, randomTensor } from '../../helpers/tensors.ts';

/** Rows of one channel, of less than a vector, of several vectors and what is left over; more rows than are summed in one go. */
const SHAPES: readonly (readonly number[])[] = [
  [2, 1],
  [1, 5, 3],
  [150, 2],
  [7, 1, 4],
  [3, 70, 17],
  [65, 54],
];

function make(shape: readonly number[]) {
  const channels = shape.at(-1)!;
  const random = (seed: number, of: readonly number[]) => randomTensor<never>(seed, of as never) as unknown as Tensor;
  const weights = random(4, shape);
  return {
    x: random(1, shape),
    gamma: add(random(2, [channels]), 2) as Tensor1D,
    beta: random(3, [channels]) as Tensor1D,
    loss: (isRectified: boolean) => (x: Tensor, gamma: Tensor, beta: Tensor) =>
      sum(mul(batchNormTrain(x, gamma as Tensor1D, beta as Tensor1D, { isRectified }), weights)),
  };
}

for (const shape of SHAPES)
  for (const isRectified of [false, true]) {
    const title = `${shape.join('x')}${isRectified ? ', then ReLU' : ''}`;

    test(`batch norm, its gradients and its later form are the same on cpu and wasm: ${title}`, async () => {
      await assertSameOnBothBackends(() => {
        const { x, gamma, beta, loss } = make(shape);
        const moments = batchMoments(x);
        const values = batchNormTrain(x, gamma, beta, { isRectified });
        const applied = batchNormApply(x, moments, gamma, beta, { isRectified });
        return [moments.mean, moments.variance, values, applied, ...grads(loss(isRectified))([x, gamma, beta])];
      }, 2e-4);
    });
  }

test('all gradients of batch norm with a ReLU on wasm match finite differences', async () => {
  await openBackend('wasm');
  const { x, gamma, beta, loss } = make([3, 5, 6]);
  const f = loss(true);
  const [dx, dGamma, dBeta] = grads(f)([x, gamma, beta]) as [Tensor, Tensor, Tensor];
  assertGradient((moved) => f(moved, gamma, beta), x, dx);
  assertGradient((moved) => f(x, moved, beta), gamma, dGamma);
  assertGradient((moved) => f(x, gamma, moved), beta, dBeta);
});
