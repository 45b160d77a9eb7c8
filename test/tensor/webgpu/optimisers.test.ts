import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory, setBackend, type Tensor, tensor, type Variable, variable } from '@tensorflow/tfjs-core';
import { createAdam } from '../../../src/tensor/adam.ts';
import type { Optimiser } from '../../../src/tensor/optimiser.ts';
import { createSgd } from '../../../src/tensor/sgd.ts';
import { randomTensor } from '../../helpers/tensors.ts';
import { assertSameOnWebgpu, openWebgpuForTests } from '../../helpers/webgpu.ts';

const webgpu = await openWebgpuForTests();

const RULES: Readonly<Record<string, (variables: Variable[]) => Promise<Optimiser>>> = {
  Adam: (variables) => createAdam(variables, 0.1),
  'SGD with momentum': (variables) => createSgd(variables, { momentum: 0.9, weightDecay: 0.1 }),
};

for (const [name, create] of Object.entries(RULES)) {
  test(`${name} takes the same steps on webgpu, in place, as on the host`, webgpu, async () => {
    const steps = async (backend: string): Promise<Tensor[]> => {
      await setBackend(backend);
      const weights = [[7, 90], [5]].map((shape, at) => variable(randomTensor<never>(at, shape as never) as Tensor));
      const optimiser = await create(weights);
      for (let step = 0; step < 5; step += 1) {
        await optimiser.step(
          Object.fromEntries(
            weights.map((weight, at) => [
              weight.name,
              randomTensor<never>(10 * step + at, weight.shape as never) as Tensor,
            ]),
          ),
          0.01,
        );
        // Values that were read once are read anew after the next step.
        await weights[0]!.data();
      }
      const { moments } = await optimiser.readState();
      optimiser.dispose();
      return [...weights, ...moments.flat().map((values) => tensor(values))];
    };
    const made = { cpu: await steps('cpu'), webgpu: await steps('webgpu') };
    await assertSameOnWebgpu(webgpu, (backend) => made[backend]);
  });

  test(`${name} on webgpu goes on from a restored state bit for bit and leaves no tensor behind`, webgpu, async () => {
    await setBackend('webgpu');
    const weight = variable(randomTensor<never>(1, [3, 5] as never) as Tensor);
    const step = (optimiser: Optimiser, of: Variable, seed: number) =>
      optimiser.step({ [of.name]: randomTensor<never>(seed, [3, 5] as never) as Tensor }, 0.1);
    const first = await create([weight]);
    await step(first, weight, 2);
    const copy = variable(tensor((await weight.data()).slice(), [3, 5]));
    const state = await first.readState();
    const before = memory().numTensors;
    await step(first, weight, 3);
    assert.equal(memory().numTensors, before);

    const second = await create([copy]);
    second.restoreState(state);
    await step(second, copy, 3);
    assert.deepEqual(await copy.data(), await weight.data());
    assert.deepEqual(await second.readState(), await first.readState());
    webgpu.started!.check();
  });
}
