import { test } from 'node:test';
import { conv2d, grads, mul, sum, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { openBackend } from '../../../src/tensor/backend.ts';
import { assertGradient, assertSameOnBothBackends, randomTensor } from '../../helpers/tensors.ts';

interface Case {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid' | number;
}

const CASES: readonly Case[] = [
  { x: [2, 6, 6, 3], filter: [3, 3, 3, 4], strides: [1, 1], pad: 'same' },
  { x: [2, 7, 5, 2], filter: [3, 3, 2, 3], strides: [2, 2], pad: 'same' },
  { x: [1, 8, 8, 1], filter: [3, 3, 1, 2], strides: [2, 2], pad: 'valid' },
  { x: [1, 9, 1, 2], filter: [5, 1, 2, 2], strides: [2, 1], pad: 'same' },
  { x: [3, 5, 6, 2], filter: [1, 1, 2, 3], strides: [1, 1], pad: 'valid' },
  { x: [1, 7, 9, 2], filter: [2, 4, 2, 2], strides: [3, 2], pad: 'valid' },
  { x: [2, 5, 5, 1], filter: [3, 3, 1, 2], strides: [2, 2], pad: 1 },
  { x: [1, 6, 7, 2], filter: [1, 1, 2, 2], strides: [2, 2], pad: 'same' },
  { x: [1, 3, 4, 5], filter: [3, 3, 5, 9], strides: [1, 2], pad: 'same' },
  { x: [2, 3, 3, 1], filter: [2, 2, 1, 1], strides: [3, 3], pad: 'valid' },
];
/** More numbers than finite differences are quick for: several tiles of columns and runs of rows, and what is left over of both. */
const LARGE_CASES: readonly Case[] = [
  { x: [2, 17, 19, 10], filter: [3, 3, 10, 21], strides: [1, 1], pad: 'same' },
  { x: [3, 15, 14, 13], filter: [5, 3, 13, 12], strides: [2, 2], pad: 'same' },
  { x: [1, 6, 40, 54], filter: [3, 1, 54, 24], strides: [2, 1], pad: 'same' },
];

/** A weighted sum, so that every dy differs. */
function loss({ strides, pad }: Case, weights: Tensor): (x: Tensor, taps: Tensor) => Tensor {
  return (x, taps) => sum(mul(conv2d(x as Tensor4D, taps as Tensor4D, strides, pad), weights));
}

for (const [index, geometry] of [...CASES, ...LARGE_CASES].entries()) {
  const title = `${geometry.x.join('x')} by ${geometry.filter.join('x')}, strides ${geometry.strides.join('x')}, padding ${geometry.pad}`;
  const make = () => {
    const x = randomTensor<never>(index, geometry.x as never) as unknown as Tensor4D;
    const taps = randomTensor<never>(index + 50, geometry.filter as never) as unknown as Tensor4D;
    const shape = conv2d(x, taps, geometry.strides, geometry.pad).shape;
    const f = loss(geometry, randomTensor<never>(index + 99, shape as never));
    const [dx, dTaps] = grads(f)([x, taps]) as [Tensor, Tensor];
    return { x, taps, f, dx, dTaps };
  };

  test(`a convolution and both its gradients are the same on cpu and wasm: ${title}`, async () => {
    await assertSameOnBothBackends(() => {
      const { x, taps, dx, dTaps } = make();
      return [conv2d(x, taps, geometry.strides, geometry.pad), dx, dTaps];
    });
  });

  if (LARGE_CASES.includes(geometry)) continue;
  test(`both gradients of a convolution on wasm match finite differences: ${title}`, async () => {
    await openBackend('wasm');
    const { x, taps, f, dx, dTaps } = make();
    assertGradient((moved) => f(moved, taps), x, dx);
    assertGradient((moved) => f(x, moved), taps, dTaps);
  });
}
