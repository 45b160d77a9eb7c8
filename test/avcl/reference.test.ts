import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { fuse } from '../../src/avcl/amfm.ts';
import { type AvclInputs, avclLosses, embedClips } from '../../src/avcl/avcl-model.ts';
import { avclTask } from '../../src/avcl/avcl-task.ts';
import { pairwiseSimilarities } from '../../src/avcl/pairwise-fusion.ts';
import { cosineSimilarities } from '../../src/avcl/selfcl-loss.ts';
import { type TaskGradients, taskGradients } from '../../src/avcl/task-gradients.ts';
import { createAdam } from '../../src/tensor/adam.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { normaliseByBatch, type Weights } from '../../src/tensor/network.ts';
import type { Optimiser } from '../../src/tensor/optimiser.ts';
import { createSgd } from '../../src/tensor/sgd.ts';
import {
  assertNear,
  assertSampled,
  REFERENCE_CASES,
  type ReferenceCase,
  referenceInputs,
  referenceWeights,
} from '../helpers/avcl-reference.ts';

function gradientsOf(weights: Weights, reference: ReferenceCase, inputs: AvclInputs): TaskGradients {
  return taskGradients(weights, reference.preset, avclTask(reference), inputs, new Int32Array(reference.batch));
}

for (const backend of ['cpu', 'wasm'] as const) {
  for (const reference of REFERENCE_CASES) {
    const { preset } = reference;
    const title = `${reference.title}, on ${backend}`;

    test(`vectors before and after fusion, and similarities, are PyTorch's: ${title}`, async () => {
      await openBackend(backend);
      const network = { weights: referenceWeights(preset), normalise: normaliseByBatch };
      const before = embedClips(network, preset, referenceInputs(reference));
      const after = fuse(network, before);
      const similarities =
        reference.fusion === 'pairwise' ? pairwiseSimilarities(network, before) : cosineSimilarities(after);
      assertNear('video before', before.video.dataSync(), reference.before.video);
      assertNear('sound before', before.sound.dataSync(), reference.before.sound);
      assertNear('video after', after.video.dataSync(), reference.after.video);
      assertNear('sound after', after.sound.dataSync(), reference.after.sound);
      assertNear('similarities', similarities.dataSync(), reference.similarities);
      const losses = avclLosses(network, reference, before);
      for (const name of ['alignment', 'contrast', 'total'] as const)
        assertNear(name, losses[name].dataSync(), [reference.losses[name]]);
    });

    test(`the gradient of every weight is PyTorch's: ${title}`, async () => {
      await openBackend(backend);
      const weights = referenceWeights(preset);
      const { losses, gradients } = gradientsOf(weights, reference, referenceInputs(reference));
      for (const name of ['alignment', 'contrast', 'total'] as const)
        assertNear(name, losses[name]!.dataSync(), [reference.losses[name]]);
      assert.deepEqual([...weights.variables.keys()], Object.keys(reference.gradients));
      for (const [name, variable] of weights.variables)
        assertSampled(name, gradients[variable.name]!.dataSync(), reference.gradients[name]!);
    });
  }
}

async function twoSteps(reference: ReferenceCase, create: (weights: Weights) => Promise<Optimiser>, rate: number) {
  await openBackend('wasm');
  const weights = referenceWeights(reference.preset);
  const inputs = referenceInputs(reference);
  const optimiser = await create(weights);
  for (let step = 0; step < 2; step += 1) {
    const { gradients } = gradientsOf(weights, reference, inputs);
    await optimiser.step(gradients as NamedTensorMap, rate);
  }
  return weights.variables;
}

for (const reference of REFERENCE_CASES) {
  test(`two steps of SGD with momentum and weight decay end where PyTorch's end: ${reference.title}`, async () => {
    const { learningRate, weights } = reference.sgd;
    const create = ({ variables }: Weights) => createSgd([...variables.values()], reference.sgd);
    for (const [name, variable] of await twoSteps(reference, create, learningRate))
      assertSampled(name, variable.dataSync(), weights[name]!);
  });

  test(`two steps of Adam with decoupled weight decay end where PyTorch's AdamW ends: ${reference.title}`, async () => {
    const { learningRate, weightDecay, weights } = reference.adam;
    const create = ({ variables }: Weights) => createAdam([...variables.values()], weightDecay);
    for (const [name, variable] of await twoSteps(reference, create, learningRate))
      assertSampled(name, variable.dataSync(), weights[name]!);
  });
}
