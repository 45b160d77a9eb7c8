import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grads, type Tensor, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { cgraLoss } from '../../src/avcl/cgra-loss.ts';
import { cosineSimilarities, selfClLoss } from '../../src/avcl/selfcl-loss.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { assertClose, assertGradient, randomTensor } from '../helpers/tensors.ts';

/** Two features over four clips that do not correlate. */
const DECORRELATED = [
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
];

test('CGRA is nothing for equal features that do not correlate with one another, whatever their scale and middle', async () => {
  await openBackend('wasm');
  const video = tensor2d(DECORRELATED);
  assertClose(cgraLoss({ video, sound: video }).dataSync(), [0], 1e-6);
  const sound = tensor2d(DECORRELATED.map(([first, second]) => [5 + 3 * first!, 9 * second!]));
  assertClose(cgraLoss({ video, sound }).dataSync(), [0], 1e-6);
});

test('CGRA counts a feature that differs as 1, one that is opposed as 4, and 0.005 for each that repeats another', async () => {
  await openBackend('wasm');
  const video = tensor2d(DECORRELATED);
  const of = (row: (first: number, second: number) => number[]) =>
    cgraLoss({ video, sound: tensor2d(DECORRELATED.map(([first, second]) => row(first!, second!))) }).dataSync();
  assertClose(
    of((_, second) => [0, second]),
    [1],
    1e-4,
  );
  assertClose(
    of((first, second) => [-first, second]),
    [4],
    1e-4,
  );
  // C = [1 1; 0 0]: (1 - 0)^2 for the second feature, 0.005 * 1^2 for the first that appears twice.
  assertClose(
    of((first) => [first, first]),
    [1.005],
    1e-4,
  );
});

test('SelfCL of two clips that sound and look alike is log 2; told apart it is log(1 + exp(-difference / 0.07))', async () => {
  await openBackend('wasm');
  assertClose(
    selfClLoss(
      tensor2d([
        [0.3, 0.3],
        [0.3, 0.3],
      ]),
    ).dataSync(),
    [Math.log(2)],
    1e-6,
  );
  const apart = tensor2d([
    [0.5, 0.4],
    [0.4, 0.5],
  ]);
  assertClose(selfClLoss(apart).dataSync(), [Math.log(1 + Math.exp(-0.1 / 0.07))], 1e-5);
});

test('cosines do not depend on length, and a vector of zeros is like nothing', async () => {
  await openBackend('wasm');
  const cosines = cosineSimilarities({
    video: tensor2d([
      [3, 4],
      [0, 0],
    ]),
    sound: tensor2d([
      [6, 8],
      [0, 0.1],
    ]),
  });
  assertClose(cosines.dataSync(), [1, 0.8, 0, 0], 1e-5);
});

test('the gradient of CGRA matches finite differences', async () => {
  await openBackend('cpu');
  const video = randomTensor<never>(1, [6, 3] as never) as unknown as Tensor2D;
  const sound = randomTensor<never>(2, [6, 3] as never) as unknown as Tensor2D;
  const f = (v: Tensor, a: Tensor): Tensor => cgraLoss({ video: v as Tensor2D, sound: a as Tensor2D });
  const [byVideo, bySound] = grads(f)([video, sound]) as [Tensor, Tensor];
  assertGradient((moved) => f(moved, sound), video, byVideo, 3e-2);
  assertGradient((moved) => f(video, moved), sound, bySound, 3e-2);
});

test('a batch whose features never change has a finite loss and no gradient', async () => {
  await openBackend('wasm');
  const still = tensor2d([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  const f = (v: Tensor): Tensor => cgraLoss({ video: v as Tensor2D, sound: still });
  assertClose(f(still).dataSync(), [2]);
  assert.deepEqual([...grads(f)([still])[0]!.dataSync()], [0, 0, 0, 0, 0, 0]);
});
