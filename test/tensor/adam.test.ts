import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conv2d,
  memory,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor4D,
  tensor,
  train,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { createAdam } from '../../src/tensor/adam.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { batchNormTrain } from '../../src/tensor/batch-norm.ts';
import { heNormal } from '../../src/tensor/initialise.ts';
import { assertClose, randomTensor } from '../helpers/tensors.ts';

test("twenty steps end where the framework's own Adam ends", async () => {
  await openBackend('wasm');
  const start = [1, -2, 3];
  const mine = variable(tensor(start));
  const theirs = variable(tensor(start));
  const adam = await createAdam([mine], 0);
  const reference = train.adam(0.1);
  for (let step = 0; step < 20; step += 1) {
    const { value, grads } = variableGrads(() => sum(square(sub(mine, 1))) as Scalar, [mine]);
    value.dispose();
    await adam.step(grads, 0.1);
    reference.minimize(() => sum(square(sub(theirs, 1))) as Scalar, false, [theirs]);
  }
  assertClose(mine.dataSync(), theirs.dataSync(), 1e-4);
});

test('weight decay shrinks matrices and leaves vectors alone', async () => {
  await openBackend('wasm');
  const matrix = variable(tensor([[1, 1]]));
  const vector = variable(tensor([1, 1]));
  const adam = await createAdam([matrix, vector], 0.5);
  const zero = { [matrix.name]: tensor([[0, 0]]), [vector.name]: tensor([0, 0]) };
  await adam.step(zero, 0.1);
  assertClose(matrix.dataSync(), [0.95, 0.95]);
  assertClose(vector.dataSync(), [1, 1]);
});

test('training steps leave no tensors behind', async () => {
  await openBackend('wasm');
  const filter = variable(randomTensor<never>(1, [3, 3, 2, 4] as never));
  const gamma = variable(tensor([1, 1, 1, 1]));
  const beta = variable(tensor([0, 0, 0, 0]));
  const adam = await createAdam([filter, gamma, beta] as never, 0.01);
  const step = async () => {
    const x = randomTensor<never>(2, [2, 6, 6, 2] as never) as unknown as Tensor4D;
    const { value, grads } = variableGrads(
      () => sum(square(batchNormTrain(conv2d(x, filter as never, 2, 'same'), gamma as never, beta as never))) as Scalar,
      [filter, gamma, beta] as never,
    );
    await value.data();
    value.dispose();
    x.dispose();
    await adam.step(grads, 1e-3);
  };
  await step();
  const before = memory().numTensors;
  for (let count = 0; count < 5; count += 1) await step();
  assert.equal(memory().numTensors, before);
});

test('He initialisation has variance 2 / fan-in and repeats with its seed', () => {
  const values = heNormal([3, 3, 16, 64], seededRandom(7));
  const variance = values.reduce((total, value) => total + value * value, 0) / values.length;
  assert.ok(Math.abs(variance / (2 / 144) - 1) < 0.05);
  assert.deepEqual(values, heNormal([3, 3, 16, 64], seededRandom(7)));
});
