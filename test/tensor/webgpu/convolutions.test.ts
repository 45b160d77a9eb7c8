import { test } from 'node:test';
import { conv2d, grads, mul, setBackend, sum, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { randomTensor } from '../../helpers/tensors.ts';
import { assertGradientsAlong, assertSameOnWebgpu, openWebgpuForTests } from '../../helpers/webgpu.ts';

interface Case {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];
}

const CASES: readonly Case[] = [
  { x: [2, 7, 5, 3], filter: [3, 3, 3, 5], strides: [2, 2], pad: 'same' },
  {
    x: [1, 11, 12, 1],
    filter: [7, 7, 1, 45],
    strides: [2, 2],
    pad: [
      [0, 0],
      [3, 3],
      [3, 3],
      [0, 0],
    ],
  },
  {
    x: [2, 9, 20, 45],
    filter: [3, 1, 45, 36],
    strides: [2, 1],
    pad: [
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ],
  },
  { x: [1, 7, 9, 4], filter: [2, 4, 4, 8], strides: [3, 2], pad: 'valid' },
  { x: [4, 14, 14, 36], filter: [3, 3, 36, 70], strides: [1, 1], pad: 1 },
];

const webgpu = await openWebgpuForTests();

for (const [index, { x: inShape, filter: filterShape, strides, pad }] of CASES.entries()) {
  const title = `${inShape.join('x')} by ${filterShape.join('x')}, strides ${strides.join('x')}, padding ${JSON.stringify(pad)}`;
  const make = () => {
    const x = randomTensor<never>(index, inShape as never) as unknown as Tensor4D;
    const filter = randomTensor<never>(index + 50, filterShape as never) as unknown as Tensor4D;
    const convolve = (image: Tensor, taps: Tensor) =>
      conv2d(image as Tensor4D, taps as Tensor4D, strides, pad as never);
    const value = convolve(x, filter);
    const weights = randomTensor<never>(index + 99, value.shape as never) as Tensor;
    return { inputs: [x, filter], value, f: (...of: Tensor[]) => sum(mul(convolve(of[0]!, of[1]!), weights)) };
  };

  test(`a convolution and both its gradients are the same on webgpu and cpu: ${title}`, webgpu, async () => {
    await assertSameOnWebgpu(webgpu, () => {
      const { inputs, value, f } = make();
      return [value, ...grads(f)(inputs)];
    });
  });

  test(`both gradients of a convolution on webgpu match differences: ${title}`, webgpu, async () => {
    await setBackend('webgpu');
    const { inputs, f } = make();
    // It is linear in each input: a step of any size will do.
    await assertGradientsAlong(webgpu, inputs, f, { step: 1, tolerance: 1e-4 });
  });
}

test(
  'products of f16 keep three digits, of gradients far too small and far too large for f16 as well',
  webgpu,
  async () => {
    const half = await openWebgpuForTests('f16');
    try {
      for (const size of [1, 1e-12, 1e9]) {
        await assertSameOnWebgpu(
          half,
          () => {
            const x = randomTensor<never>(1, [2, 7, 6, 12] as never) as unknown as Tensor4D;
            const filter = randomTensor<never>(2, [3, 3, 12, 20] as never) as unknown as Tensor4D;
            const weights = mul(randomTensor<never>(3, [2, 4, 3, 20] as never) as Tensor, size);
            const convolve = (image: Tensor, taps: Tensor) => conv2d(image as Tensor4D, taps as Tensor4D, 2, 'same');
            return [
              convolve(x, filter),
              ...grads((image, taps) => sum(mul(convolve(image, taps), weights)))([x, filter]),
            ];
          },
          2e-3,
        );
      }
    } finally {
      await openWebgpuForTests('f32');
    }
  },
);
