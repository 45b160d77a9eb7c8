import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ones } from '@tensorflow/tfjs-core';
import type { LearningTask } from '../../../src/avcl/learning-task.ts';
import type { AvclPreset } from '../../../src/avcl/presets.ts';
import { taskGradients } from '../../../src/avcl/task-gradients.ts';
import { avcTask } from '../../../src/benchmark/methods/avc.ts';
import { ogmGeTask } from '../../../src/benchmark/methods/ogm-ge.ts';
import { supervisedTask } from '../../../src/benchmark/methods/supervised.ts';
import { openBackend } from '../../../src/tensor/backend.ts';
import {
  assertNear,
  assertSampled,
  referenceInputs,
  referenceWeights,
  type Sampled,
} from '../../helpers/avcl-reference.ts';

interface TaskReference {
  readonly batch: number;
  readonly preset: AvclPreset;
  readonly labels: readonly number[];
  readonly tasks: readonly {
    readonly method: string;
    readonly losses: Readonly<Record<string, number>>;
    readonly gradients: Readonly<Record<string, Sampled>>;
    readonly coefficients?: { readonly visual: number; readonly audio: number };
    readonly deviations?: Readonly<Record<string, number>>;
  }[];
}

const REFERENCE = JSON.parse(
  readFileSync(new URL('../../fixtures/avcl/task-reference.json', import.meta.url), 'utf8'),
) as TaskReference;
const { preset } = REFERENCE;
const CLASS_NAMES = ['a', 'b', 'c'];
const TASKS: Readonly<Record<string, LearningTask>> = {
  avc: avcTask(preset),
  'supervised-audio': supervisedTask(preset, 'audio', CLASS_NAMES),
  'supervised-visual': supervisedTask(preset, 'visual', CLASS_NAMES),
  'supervised-concat': supervisedTask(preset, 'both', CLASS_NAMES),
  'ogm-ge': ogmGeTask(preset, CLASS_NAMES, 1),
};

function gradientsOf(task: LearningTask) {
  const weights = referenceWeights(preset, task.headShapes);
  const labels = Int32Array.from(REFERENCE.labels);
  const { losses, gradients } = taskGradients(weights, preset, task, referenceInputs(REFERENCE), labels);
  const byName = Object.fromEntries(
    [...weights.variables].flatMap(([name, variable]) => {
      const gradient = gradients[variable.name];
      return gradient === undefined ? [] : [[name, gradient] as const];
    }),
  );
  return { losses, gradients: byName };
}

for (const backend of ['cpu', 'wasm'] as const)
  for (const reference of REFERENCE.tasks)
    test(`losses and the gradient of every weight are PyTorch's: ${reference.method}, on ${backend}`, async () => {
      await openBackend(backend);
      const { losses, gradients } = gradientsOf(TASKS[reference.method]!);
      assert.deepEqual(Object.keys(losses).sort(), Object.keys(reference.losses).sort());
      for (const [name, loss] of Object.entries(losses)) assertNear(name, loss.dataSync(), [reference.losses[name]!]);
      assert.deepEqual(Object.keys(gradients), Object.keys(reference.gradients));
      for (const [name, gradient] of Object.entries(gradients))
        assertSampled(name, gradient.dataSync(), reference.gradients[name]!);
    });

/** By what OGM-GE multiplies the gradients of each encoder; one whose numbers are all alike gets no noise. */
function coefficientsAt(visualConfidence: number, audioConfidence: number): number[] {
  const gradients = { 'video.stem.space.filter': ones([1, 1, 1, 2]), 'audio.stem.filter': ones([1, 1, 1, 2]) };
  const changed = TASKS['ogm-ge']!.modulate!(gradients, { visualConfidence, audioConfidence, total: 1 }, 0);
  return Object.values(changed).map((gradient) => gradient.dataSync()[0]!);
}

test('the modality that is ahead is held back by 1 - tanh(0.3 times its lead), the other not at all', async () => {
  await openBackend('wasm');
  assertNear('visual ahead', coefficientsAt(0.8, 0.4), [1 - Math.tanh(0.6), 1]);
  assertNear('audio ahead', coefficientsAt(0.25, 0.5), [1, 1 - Math.tanh(0.6)]);
  assertNear('neither', coefficientsAt(0.5, 0.5), [1, 1 - Math.tanh(0.3)]);
});

test('the coefficients of a batch are those of the code released with OGM-GE', async () => {
  await openBackend('wasm');
  const { losses, coefficients } = REFERENCE.tasks.find(({ method }) => method === 'ogm-ge')!;
  const got = coefficientsAt(losses.visualConfidence!, losses.audioConfidence!);
  assertNear('coefficients', got, [coefficients!.visual, coefficients!.audio]);
});

test('filters of both encoders get noise as wide as their gradient; scales, offsets and the classifier none', async () => {
  await openBackend('wasm');
  const { losses, coefficients, deviations } = REFERENCE.tasks.find(({ method }) => method === 'ogm-ge')!;
  const task = TASKS['ogm-ge']!;
  const before = gradientsOf(task).gradients;
  const after = task.modulate!(gradientsOf(task).gradients, losses, 5);
  let [noiseSquares, count] = [0, 0];
  for (const [name, gradient] of Object.entries(before)) {
    const coefficient = name.startsWith('video.') ? coefficients!.visual : coefficients!.audio;
    const changed = after[name]!.dataSync();
    const deviation = deviations![name];
    for (const [at, value] of gradient.dataSync().entries()) {
      if (deviation === undefined) assert.equal(changed[at], value, name);
      else noiseSquares += ((changed[at]! - coefficient * value) / deviation) ** 2;
    }
    if (deviation !== undefined) count += gradient.size;
  }
  // The mean square of n standard normal numbers has a standard deviation of sqrt(2 / n).
  const error = Math.abs(noiseSquares / count - 1);
  assert.ok(error < 4 * Math.sqrt(2 / count), `${error} of ${count} numbers`);
});

test('the noise is that of seed and step', async () => {
  await openBackend('wasm');
  const noisy = (seed: number, step: number): number[] => {
    const task = ogmGeTask(preset, CLASS_NAMES, seed);
    const terms = { visualConfidence: 0.5, audioConfidence: 0.4, total: 1 };
    const changed = task.modulate!(gradientsOf(task).gradients, terms, step);
    return [...changed['audio.stem.filter']!.dataSync()];
  };
  assert.deepEqual(noisy(1, 2), noisy(1, 2));
  assert.notDeepEqual(noisy(1, 2), noisy(1, 3));
  assert.notDeepEqual(noisy(1, 2), noisy(2, 2));
});
