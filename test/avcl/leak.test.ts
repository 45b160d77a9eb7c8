import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abs, concat, mean, memory, sub, type Tensor2D } from '@tensorflow/tfjs-core';
import { amfmShapes, type EmbeddingPair } from '../../src/avcl/amfm.ts';
import { measureLeak } from '../../src/avcl/leak.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { createWeights, type Network, normaliseByBatch } from '../../src/tensor/network.ts';
import { randomTensor } from '../helpers/tensors.ts';

const SIZE = 32;
const CLIPS = 40;

/** Vectors of pictures and sounds that have nothing to do with one another; no number is below zero, as after an encoder. */
function unrelated(): EmbeddingPair {
  const noise = (seed: number) => abs(randomTensor<never>(seed, [CLIPS, SIZE] as never)) as unknown as Tensor2D;
  return { video: noise(1), sound: noise(2) };
}

/** An Fc whose gate k of the picture is its gate k of the sound, open for one clip in two: where its vectors agree with a direction. */
function alikeGates(): Network {
  const weights = createWeights(amfmShapes(SIZE), seededRandom(5));
  const drawn = randomTensor<never>(7, [2 * SIZE, SIZE] as never) as unknown as Tensor2D;
  const directions = sub(drawn, mean(drawn, 0, true));
  weights.variables.get('amfm.matrix')!.assign(concat([directions, directions], 1) as never);
  return { weights, normalise: normaliseByBatch };
}

test('fused as drawn, pictures find sounds that have nothing to do with them, and the measure shows it', async () => {
  await openBackend('wasm');
  const { chance, clips, paired, exchanged } = await measureLeak(alikeGates(), unrelated());
  assert.equal(clips, CLIPS);
  assert.equal(chance, 1 / CLIPS);
  for (const { unfused, fused, pairwise } of [paired, exchanged]) {
    assert.ok(fused.videoToSound > 10 * chance && fused.soundToVideo > 10 * chance, JSON.stringify(fused));
    for (const honest of [unfused, pairwise])
      assert.ok(honest.videoToSound < 5 * chance && honest.soundToVideo < 5 * chance, JSON.stringify(honest));
  }
});

test('sounds that are exchanged are found where they were given, not where they came from', async () => {
  await openBackend('wasm');
  const { video } = unrelated();
  const weights = createWeights(amfmShapes(SIZE), seededRandom(5));
  const network = { weights, normalise: normaliseByBatch };
  const before = memory().numTensors;
  const { paired, exchanged } = await measureLeak(network, { video, sound: video });
  assert.equal(memory().numTensors, before);
  assert.deepEqual(paired.unfused, { videoToSound: 1, soundToVideo: 1 });
  assert.deepEqual(exchanged.unfused, { videoToSound: 0, soundToVideo: 0 });
});
