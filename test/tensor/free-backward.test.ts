import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  add,
  customGrad,
  matMul,
  memory,
  mul,
  relu,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  type Variable,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { openBackend } from '../../src/tensor/backend.ts';
import { freeDuringBackward } from '../../src/tensor/free-backward.ts';
import { rectifiedSum } from '../../src/tensor/rectified-sum.ts';
import { assertClose, assertGradient, randomTensor } from '../helpers/tensors.ts';

const LAYERS = 6;

/** Gradients of a deep chain with a way round each layer, and the bytes that there were when they reached its beginning. */
async function deepGradients(isFreed: boolean) {
  const matrices = Array.from({ length: LAYERS }, (_, layer) =>
    tidy(() => variable(mul(randomTensor<never>(layer, [16, 16] as never) as Tensor, 0.2))),
  ) as Variable[];
  let bytes = 0;
  const look = customGrad((...inputs) => {
    const [x] = inputs as [Tensor];
    const gradFunc = (dy: Tensor) => {
      bytes = memory().numBytes;
      return [dy];
    };
    return { value: x.clone(), gradFunc };
  });
  const { value, grads } = variableGrads(() => {
    let x = look(mul(randomTensor<never>(99, [64, 16] as never) as Tensor, sum(matrices[0]!)));
    for (const matrix of matrices) x = relu(add(matMul(x as Tensor2D, matrix as unknown as Tensor2D), x));
    const loss = sum(x);
    if (isFreed) freeDuringBackward();
    return loss as never;
  }, matrices);
  const values = await Promise.all(matrices.map(({ name }) => grads[name]!.data()));
  for (const tensor of [value, ...Object.values(grads), ...matrices]) tensor.dispose();
  return { values, bytes };
}

test('gradients are the same when their way back frees as it goes, and less is held', async () => {
  await openBackend('cpu');
  const before = memory().numTensors;
  const held = await deepGradients(false);
  const freed = await deepGradients(true);
  for (const [index, values] of held.values.entries()) assert.deepEqual(freed.values[index], values);
  // Without it: what five operations a layer save, and the gradients of each; all of 64 x 16 numbers.
  assert.ok(freed.bytes < held.bytes / 3, `${freed.bytes} of ${held.bytes} bytes`);
  assert.equal(memory().numTensors, before);
});

test('a rectified sum has the value and the gradients of relu(a + b)', async () => {
  await openBackend('cpu');
  const a = randomTensor<never>(1, [4, 5] as never) as Tensor;
  const b = randomTensor<never>(2, [4, 5] as never) as Tensor;
  assert.deepEqual(await rectifiedSum(a, b).data(), await relu(add(a, b)).data());
  const weights = randomTensor<never>(3, [4, 5] as never) as Tensor;
  const f = (x: Tensor, y: Tensor) => sum(mul(rectifiedSum(x, y), weights));
  const [left, right] = [variable(a), variable(b)];
  const { grads } = variableGrads(() => f(left, right) as never, [left, right]);
  assertGradient((x) => f(x, b), a, grads[left.name]!);
  assertGradient((x) => f(a, x), b, grads[right.name]!);
  assertClose(grads[left.name]!.dataSync(), grads[right.name]!.dataSync());
});
