import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  gather,
  grad,
  grads,
  matMul,
  maxPool,
  mul,
  type Rank,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor1d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { openBackend } from '../../../src/tensor/backend.ts';
import { assertClose, assertGradient, assertSameOnBothBackends, randomTensor } from '../../helpers/tensors.ts';

const FORMS = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

for (const [transposeA, transposeB] of FORMS) {
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

for (const [rows, depth, columns] of [
  [1, 1, 1],
  [9, 70, 5],
  [70, 9, 29],
] as const)
  for (const [transposeA, transposeB] of FORMS)
    test(`a product of ${rows}x${depth} and ${depth}x${columns} is the same on cpu and wasm, transposed: ${transposeA}, ${transposeB}`, async () => {
      await assertSameOnBothBackends(() => {
        const a = randomTensor<Rank.R2>(1, transposeA ? [depth, rows] : [rows, depth]);
        const b = randomTensor<Rank.R2>(2, transposeB ? [columns, depth] : [depth, columns]);
        return [matMul(a, b, transposeA, transposeB)];
      });
    });

test('one matrix on either side of a product serves every pair', async () => {
  await assertSameOnBothBackends(() => {
    const many = randomTensor<Rank.R3>(1, [3, 2, 5]);
    return [matMul(many, randomTensor<Rank.R3>(2, [1, 5, 4])), matMul(randomTensor<Rank.R3>(3, [1, 4, 2]), many)];
  });
});

test('gradients of a product on wasm match finite differences', async () => {
  await openBackend('wasm');
  const [a, b] = [randomTensor<Rank.R2>(1, [3, 5]), randomTensor<Rank.R2>(2, [7, 5])];
  const f = (left: Tensor, right: Tensor) => sum(square(matMul(left as Tensor2D, right as Tensor2D, false, true)));
  const [da, db] = grads(f)([a, b]) as [Tensor, Tensor];
  assertGradient((moved) => f(moved, b), a, da);
  assertGradient((moved) => f(a, moved), b, db);
});

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
