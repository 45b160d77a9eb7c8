import { test } from 'node:test';
import { grads, type Tensor, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { classLoss, symmetricInfoNce } from '../../src/correspondence/losses.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { assertClose, assertGradient, randomTensor } from '../helpers/tensors.ts';

test('InfoNCE of two pairs at right angles is log(1 + exp(-1 / temperature)), written out by hand', async () => {
  await openBackend('wasm');
  const axes = tensor2d([
    [1, 0],
    [0, 1],
  ]);
  assertClose(symmetricInfoNce(axes, axes).dataSync(), [Math.log(1 + Math.exp(-10))], 1e-6);
  // All alike: every one of two is equally likely.
  const alike = tensor2d([
    [1, 0],
    [1, 0],
  ]);
  assertClose(symmetricInfoNce(alike, alike).dataSync(), [Math.log(2)], 1e-6);
});

test('the gradient of InfoNCE matches finite differences', async () => {
  await openBackend('cpu');
  const sound = randomTensor<never>(1, [4, 3] as never) as unknown as Tensor2D;
  const picture = randomTensor<never>(2, [4, 3] as never) as unknown as Tensor2D;
  const f = (a: Tensor, b: Tensor): Tensor => symmetricInfoNce(a as Tensor2D, b as Tensor2D);
  const [bySound] = grads(f)([sound, picture]) as [Tensor];
  assertGradient((moved) => f(moved, picture), sound, bySound, 5e-2);
});

test('the class loss of even logits is log of the classes, whatever the smoothing', async () => {
  await openBackend('wasm');
  const logits = tensor2d([[0, 0, 0, 0]]);
  assertClose(classLoss(logits, tensor1d([2], 'int32'), 0.2).dataSync(), [Math.log(4)], 1e-6);
});
