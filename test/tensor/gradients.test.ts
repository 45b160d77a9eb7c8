import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory, tensor } from '@tensorflow/tfjs-core';
import { openBackend } from '../../src/tensor/backend.ts';
import { addGradients, gradientNorms, scaleGradients } from '../../src/tensor/gradients.ts';

test('gradients of two batches add up and average, and nothing of them stays', async () => {
  await openBackend('wasm');
  const before = memory().numTensors;
  const first = { a: tensor([1, 2]), b: tensor([[3]]) };
  const second = { a: tensor([10, 20]), b: tensor([[-3]]) };
  const mean = scaleGradients(addGradients(first, second), 0.5);
  assert.deepEqual([...mean.a!.dataSync()], [5.5, 11]);
  assert.deepEqual([...mean.b!.dataSync()], [0]);
  assert.equal(memory().numTensors, before + 2);
});

test('lengths are told by name, a broken one too', async () => {
  await openBackend('wasm');
  const norms = await gradientNorms({ long: tensor([3, 0, 4]), none: tensor([[0]]), broken: tensor([1, Number.NaN]) });
  assert.deepEqual(
    [...norms],
    [
      ['long', 5],
      ['none', 0],
      ['broken', Number.NaN],
    ],
  );
});
