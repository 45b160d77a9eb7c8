import { test } from 'node:test';
import { tensor, variable } from '@tensorflow/tfjs-core';
import { openBackend } from '../../src/tensor/backend.ts';
import { createSgd } from '../../src/tensor/sgd.ts';
import { assertClose } from '../helpers/tensors.ts';

test('momentum carries on what the last step did', async () => {
  await openBackend('wasm');
  const weight = variable(tensor([1]));
  const sgd = await createSgd([weight], { momentum: 0.9, weightDecay: 0 });
  await sgd.step({ [weight.name]: tensor([2]) }, 0.1);
  assertClose(weight.dataSync(), [0.8]); // 1 - 0.1 * 2
  await sgd.step({ [weight.name]: tensor([1]) }, 0.1);
  assertClose(weight.dataSync(), [0.52]); // 0.8 - 0.1 * (0.9 * 2 + 1)
});

test('weight decay adds to the gradient of matrices and leaves vectors alone', async () => {
  await openBackend('wasm');
  const matrix = variable(tensor([[1, 2]]));
  const vector = variable(tensor([1, 2]));
  const sgd = await createSgd([matrix, vector], { momentum: 0, weightDecay: 0.5 });
  await sgd.step({ [matrix.name]: tensor([[0, 0]]), [vector.name]: tensor([0, 0]) }, 0.1);
  assertClose(matrix.dataSync(), [0.95, 1.9]);
  assertClose(vector.dataSync(), [1, 2]);
});

test('a variable without a gradient stays as it is, and a gradient of no variable is ignored', async () => {
  await openBackend('wasm');
  const [moved, still] = [variable(tensor([1])), variable(tensor([1]))];
  const sgd = await createSgd([moved, still], { momentum: 0.9, weightDecay: 0.1 });
  await sgd.step({ [moved.name]: tensor([1]), stranger: tensor([1]) }, 0.5);
  assertClose(moved.dataSync(), [0.5]);
  assertClose(still.dataSync(), [1]);
});
