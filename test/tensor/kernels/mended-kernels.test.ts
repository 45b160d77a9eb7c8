import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  gather,
  grad,
  grads,
  matMul,
  maxPool,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tensor1d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { openBackend } from '../../../src/tensor/backend.ts';
import { assertClose, assertGradient, assertSameOnBothBackends, randomTensor } from '../../helpers/tensors.ts';

for (const [transposeA, transposeB] of [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const) {
  for (const batch of [1, 3]) {
    test(`a product of ${batch} pair(s) is the same on cpu and wasm, transposed: ${transposeA}, ${transposeB}`, async () => {
      await assertSameOnBothBackends(() => {
        const a = randomTensor<never>(1, (transposeA ? [batch, 5, 3] : [batch, 3, 5]) as never) as unknown as Tensor3D;
        const b = randomTensor<never>(2, (transposeB ? [batch, 7, 5] : [batch, 5, 7]) as never) as unknown as Tensor3D;
        const f = (left: Tensor, right: Tensor) =>
          sum(square(matMul(left as Tensor3D, right as Tensor3D, transposeA, transposeB)));
        return [matMul(a, b, transposeA, transposeB), ...grads(f)([a, b])];
      });
    });
  }
}

test('the gradient of gather adds up rows that were taken twice, on wasm as on cpu', async () => {
  const f = (x: Tensor) =>
    sum(mul(gather(x, tensor1d([0, 2, 2, 1], 'int32')), randomTensor<never>(5, [4, 3] as never) as Tensor));
  await assertSameOnBothBackends(() => [grad(f)(randomTensor<never>(4, [4, 3] as never))]);
});

test('the gradient of a max-pool finds the largest of negative values', async () => {
  await openBackend('wasm');
  const x = tensor4d([-4, -1, -2, -3], [1, 2, 2, 1]);
  const gradient = grad((input: Tensor) => sum(maxPool(input as Tensor4D, 2, 2, 'valid')))(x);
  assert.deepEqual([...gradient.dataSync()], [0, 1, 0, 0]);
});

test('the gradient of a max-pool with padding and overlapping windows matches finite differences', async () => {
  await openBackend('wasm');
  const x = sub(randomTensor<never>(8, [1, 5, 6, 2] as never) as Tensor, 3);
  const f = (input: Tensor) => sum(square(maxPool(input as Tensor4D, 3, 2, 'same')));
  assertGradient(f, x, grad(f)(x));
  assertClose(grad(f)(x).shape, [1, 5, 6, 2]);
});
