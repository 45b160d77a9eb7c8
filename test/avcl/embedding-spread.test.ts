import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { embeddingSpread } from '../../src/avcl/embedding-spread.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { assertClose, randomTensor } from '../helpers/tensors.ts';

function spreadOf(make: () => Tensor2D): number {
  return tidy(() => embeddingSpread(make()).dataSync()[0]!);
}

test('vectors that differ in length alone have no spread', async () => {
  await openBackend('wasm');
  assertClose(
    [
      spreadOf(() =>
        tensor2d([
          [1, 2],
          [2, 4],
          [0.5, 1],
        ]),
      ),
    ],
    [0],
    1e-3,
  );
});

test('two opposite vectors along one axis: half of all numbers deviate by 1', async () => {
  await openBackend('wasm');
  // Deviations 1 and 0, mean 1/2, times the root of 2.
  assertClose(
    [
      spreadOf(() =>
        tensor2d([
          [3, 0],
          [-5, 0],
        ]),
      ),
    ],
    [Math.SQRT1_2],
  );
});

test('vectors in all directions have a spread of about 1', async () => {
  await openBackend('wasm');
  const spread = spreadOf(() => randomTensor<never>(1, [200, 16] as never));
  assert.ok(Math.abs(spread - 1) < 0.05, `${spread}`);
});
