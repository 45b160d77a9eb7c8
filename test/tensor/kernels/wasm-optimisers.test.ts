import { test } from 'node:test';
import { type Tensor, type Variable, variable } from '@tensorflow/tfjs-core';
import { createAdam } from '../../../src/tensor/adam.ts';
import { openBackend } from '../../../src/tensor/backend.ts';
import type { Optimiser } from '../../../src/tensor/optimiser.ts';
import { createSgd } from '../../../src/tensor/sgd.ts';
import { assertClose, randomTensor } from '../../helpers/tensors.ts';

const OPTIMISERS: Readonly<Record<string, (variables: Variable[]) => Promise<Optimiser>>> = {
  Adam: (variables) => createAdam(variables, 0.1),
  'SGD with momentum': (variables) => createSgd(variables, { momentum: 0.9, weightDecay: 0.1 }),
};
/** A matrix, which decays, and vectors, which do not; 21, 4 and 3 numbers. */
const SHAPES = [[3, 7], [4], [3]] as const;

for (const [name, create] of Object.entries(OPTIMISERS))
  test(`three steps of ${name} on wasm, in place, are those on the host`, async () => {
    const ends: Float32Array[][] = [];
    for (const backend of ['cpu', 'wasm'] as const) {
      await openBackend(backend);
      const random = (seed: number, shape: readonly number[]) => randomTensor<never>(seed, shape as never) as Tensor;
      const weights = SHAPES.map((shape, index) => variable(random(index, shape)));
      const optimiser = await create(weights);
      for (const step of [10, 20, 30]) {
        const slopes = weights.map((weight, index) => [weight.name, random(step + index, SHAPES[index]!)]);
        await optimiser.step(Object.fromEntries(slopes), 0.05);
      }
      const { moments } = await optimiser.readState();
      ends.push([...weights.map((weight) => weight.dataSync<'float32'>()), ...moments.flat()]);
    }
    const [host, wasm] = ends as [Float32Array[], Float32Array[]];
    for (const [index, expected] of host.entries()) assertClose(wasm[index]!, expected, 1e-6);
  });
