import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { type AvclObjective, avclWeightShapes, createAvclWeights, embedClips } from '../../src/avcl/avcl-model.ts';
import { avclTask } from '../../src/avcl/avcl-task.ts';
import { midChannels } from '../../src/avcl/film-convolution.ts';
import { AVCL_PRESETS, type AvclPreset, embeddingSize } from '../../src/avcl/presets.ts';
import { taskGradients } from '../../src/avcl/task-gradients.ts';
import { KsBuildError } from '../../src/errors.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { createAdam } from '../../src/tensor/adam.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { normaliseByBatch } from '../../src/tensor/network.ts';
import { randomTensor } from '../helpers/tensors.ts';

const TINY: AvclPreset = {
  sidePx: 8,
  videoFrames: 2,
  melSide: 9,
  encoder: {
    stem: { kernel: 3, stride: 2, channels: 2, videoMidChannels: 2 },
    stages: [{ channels: 3, blocks: 1, stride: 2 }],
  },
};
const NO_LABELS = new Int32Array();
const OBJECTIVE: AvclObjective = { fusion: 'as-drawn', alignmentWeight: 1, contrastWeight: 1 };

function inputsOf({ sidePx, videoFrames, melSide }: AvclPreset, batch: number) {
  return {
    video: randomTensor<never>(1, [batch * videoFrames, sidePx, sidePx, 3] as never) as unknown as Tensor4D,
    sound: randomTensor<never>(2, [batch, melSide, melSide, 1] as never) as unknown as Tensor4D,
  };
}

function countWeights(preset: AvclPreset, encoder: string): number {
  return Object.entries(avclWeightShapes(preset))
    .filter(([name]) => name.startsWith(encoder))
    .reduce((total, [, shape]) => total + shape.reduce((product, length) => product * length, 1), 0);
}

test('the paper preset has the audio weights of ResNet-18 without its classifier and with one input channel', () => {
  // torchvision's resnet18 has 11,689,512: less 512 x 1000 + 1000 of the classifier, less 7 x 7 x 2 x 64 of two input channels.
  assert.equal(countWeights(AVCL_PRESETS.paper, 'audio'), 11_689_512 - 513_000 - 6_272);
});

test('the paper preset has the video weights of R(2+1)D-18, the channels between space and time by the formula throughout', () => {
  // torchvision's r2plus1d_18 has 31,505,325, less 512 x 400 + 400 of its classifier. In the second convolution of the three blocks that
  // widen, it has 230, 460 and 921 channels between instead of 288, 576 and 1152; each costs 9 N + 3 N weights and a batch norm's 2.
  const more = 58 * (12 * 128 + 2) + 116 * (12 * 256 + 2) + 231 * (12 * 512 + 2);
  assert.equal(countWeights(AVCL_PRESETS.paper, 'video'), 31_505_325 - 205_200 + more);
});

test('a convolution in space and time has as many weights as in three dimensions', () => {
  assert.equal(midChannels(3, 64, 64), 144); // 27 * 64 * 64 / (9 * 64 + 3 * 64)
  assert.equal(midChannels(3, 64, 128), 230); // 230.4
});

for (const name of ['smoke', 'small'] as const) {
  test(`the ${name} preset gives a vector of one length for both kinds of input`, async () => {
    await openBackend('wasm');
    const preset = AVCL_PRESETS[name];
    const weights = createAvclWeights(preset, seededRandom(1));
    const shapes = tidy(() => {
      const { video, sound } = embedClips({ weights, normalise: normaliseByBatch }, preset, inputsOf(preset, 2));
      return { video: video.shape, sound: sound.shape };
    });
    const expected = [2, embeddingSize(preset.encoder)];
    assert.deepEqual(shapes, { video: expected, sound: expected });
    weights.dispose();
  });
}

test('inputs of another size than the preset says are refused with both sizes', async () => {
  await openBackend('wasm');
  const network = { weights: createAvclWeights(TINY, seededRandom(1)), normalise: normaliseByBatch };
  const { video, sound } = inputsOf(TINY, 3);
  const refused = (inputs: { video: Tensor4D; sound: Tensor4D }, message: string) =>
    assert.throws(
      () => embedClips(network, TINY, inputs),
      (error) => error instanceof KsBuildError && error.message === message,
    );
  refused({ video: sound, sound: video }, 'log-mel images: expected shape [clips, 9, 9, 1], got [6, 8, 8, 3]');
  refused({ video, sound: inputsOf(TINY, 2).sound }, 'video frames: expected shape [4, 8, 8, 3], got [6, 8, 8, 3]');
});

test('the loss falls on a batch that is seen again and again, and steps leave no tensors behind', async () => {
  await openBackend('wasm');
  const weights = createAvclWeights(TINY, seededRandom(1));
  const adam = await createAdam([...weights.variables.values()], 0);
  const inputs = inputsOf(TINY, 4);
  const step = async (): Promise<number> => {
    const { losses, spreads, gradients } = taskGradients(weights, TINY, avclTask(OBJECTIVE), inputs, NO_LABELS);
    const total = (await losses.total.data())[0]!;
    for (const told of [...Object.values(losses), ...Object.values(spreads)]) told.dispose();
    await adam.step(gradients, 1e-2);
    return total;
  };
  const first = await step();
  const before = memory().numTensors;
  let last = first;
  for (let count = 0; count < 20; count += 1) last = await step();
  assert.equal(memory().numTensors, before);
  assert.ok(last < first / 2, `${first} -> ${last}`);
});

test('an ablation leaves the weights of what it leaves out without a gradient', async () => {
  await openBackend('wasm');
  const weights = createAvclWeights(TINY, seededRandom(1));
  const withGradient = (objective: AvclObjective) => {
    const { gradients } = taskGradients(weights, TINY, avclTask(objective), inputsOf(TINY, 3), NO_LABELS);
    return [...weights.variables].filter(([, { name }]) => gradients[name] !== undefined).map(([name]) => name);
  };
  const all = [...weights.variables.keys()];
  assert.deepEqual(withGradient(OBJECTIVE), all);
  assert.deepEqual(withGradient({ ...OBJECTIVE, fusion: 'pairwise' }), all);
  assert.deepEqual(
    withGradient({ ...OBJECTIVE, fusion: 'none' }),
    all.filter((name) => !name.startsWith('amfm.')),
  );
});
