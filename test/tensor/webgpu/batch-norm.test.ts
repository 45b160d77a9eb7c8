import { test } from 'node:test';
import { add, grads, mul, setBackend, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { batchMoments, batchNormApply, batchNormTrain } from '../../../src/tensor/batch-norm.ts';
import { randomTensor } from '../../helpers/tensors.ts';
import { assertGradientsAlong, assertSameOnWebgpu, openWebgpuForTests } from '../../helpers/webgpu.ts';

const webgpu = await openWebgpuForTests();

for (const [shape, isRectified] of [
  [[3, 4, 5, 6], false],
  [[2, 9, 9, 16], true],
  [[1, 3, 3, 300], false],
] as const) {
  test(
    `batch norm of ${shape.join('x')}${isRectified ? ', rectified,' : ''} is the same on webgpu and cpu, with its gradients`,
    webgpu,
    async () => {
      await assertSameOnWebgpu(
        webgpu,
        () => {
          const channels = shape[shape.length - 1]!;
          const x = randomTensor<never>(1, shape as never) as Tensor;
          const gamma = randomTensor<never>(2, [channels] as never) as unknown as Tensor1D;
          const beta = randomTensor<never>(3, [channels] as never) as unknown as Tensor1D;
          const weights = randomTensor<never>(4, shape as never) as Tensor;
          const normalise = (...[x, gamma, beta]: Tensor[]) =>
            batchNormTrain(x!, gamma as Tensor1D, beta as Tensor1D, { isRectified });
          const { mean, variance } = batchMoments(x);
          return [
            mean,
            variance,
            normalise(x, gamma, beta),
            batchNormApply(x, { mean, variance }, gamma, beta, { isRectified }),
            ...grads((...inputs) => sum(mul(normalise(...inputs), weights)))([x, gamma, beta]),
          ];
        },
        1e-5,
      );
    },
  );
}

test('the variance of numbers far from zero is not lost in their squares', webgpu, async () => {
  await assertSameOnWebgpu(
    webgpu,
    () => {
      const { mean, variance } = batchMoments(add(randomTensor<never>(5, [5000, 4] as never) as Tensor, 1000));
      return [mean, variance];
    },
    1e-4,
  );
});

test('the gradients of batch norm on webgpu match differences', webgpu, async () => {
  await setBackend('webgpu');
  const x = randomTensor<never>(1, [2, 9, 9, 16] as never) as Tensor;
  const gamma = randomTensor<never>(2, [16] as never) as Tensor;
  const beta = randomTensor<never>(3, [16] as never) as Tensor;
  const weights = randomTensor<never>(4, [2, 9, 9, 16] as never) as Tensor;
  const f = (...[x, gamma, beta]: Tensor[]) =>
    sum(mul(batchNormTrain(x!, gamma as Tensor1D, beta as Tensor1D, { isRectified: true }), weights));
  await assertGradientsAlong(webgpu, [x, gamma, beta], f, { step: 1e-3, tolerance: 1e-2 });
});
