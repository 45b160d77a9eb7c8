import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensor, type Variable, variable } from '@tensorflow/tfjs-core';
import { createAdam } from '../../src/tensor/adam.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import type { Optimiser } from '../../src/tensor/optimiser.ts';
import { createSgd } from '../../src/tensor/sgd.ts';

const RULES: Readonly<Record<string, (variables: Variable[]) => Promise<Optimiser>>> = {
  Adam: (variables) => createAdam(variables, 0.1),
  'SGD with momentum': (variables) => createSgd(variables, { momentum: 0.9, weightDecay: 0.1 }),
};

for (const [name, create] of Object.entries(RULES)) {
  test(`${name} whose state is restored goes on bit for bit`, async () => {
    await openBackend('wasm');
    const step = (optimiser: Optimiser, weights: Variable[], value: number) =>
      optimiser.step({ [weights[0]!.name]: tensor([[value, 0.3]]), [weights[1]!.name]: tensor([-value]) }, 0.01);
    const start = [variable(tensor([[0.1, -0.7]])), variable(tensor([0.3]))];
    const first = await create(start);
    for (const value of [1, -2, 0.5]) await step(first, start, value);
    const copies = start.map((weight) => variable(tensor(weight.dataSync().slice(), weight.shape)));
    const state = await first.readState();
    await step(first, start, 3);

    const second = await create(copies);
    second.restoreState(state);
    await step(second, copies, 3);
    assert.deepEqual(
      copies.map((weight) => weight.dataSync()),
      start.map((weight) => weight.dataSync()),
    );
    assert.deepEqual(await second.readState(), await first.readState());
  });
}
