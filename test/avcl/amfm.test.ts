import { test } from 'node:test';
import { type Tensor2D, tensor, tensor2d, type Variable, variable } from '@tensorflow/tfjs-core';
import { amfmShapes, fuse, openGates } from '../../src/avcl/amfm.ts';
import { pairwiseSimilarities } from '../../src/avcl/pairwise-fusion.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { createWeights, type Network, normaliseByBatch } from '../../src/tensor/network.ts';
import { assertClose, randomTensor } from '../helpers/tensors.ts';

function networkOf(matrix: number[][], bias: number[]): Network {
  const variables = new Map<string, Variable>([
    ['amfm.matrix', variable(tensor2d(matrix))],
    ['amfm.bias', variable(tensor(bias))],
  ]);
  return { weights: { variables, dispose: () => {} }, normalise: normaliseByBatch };
}

test('each vector is multiplied by a gate that both vectors decide, written out by hand', async () => {
  await openBackend('wasm');
  const network = networkOf(
    [
      [1, 3],
      [2, -2],
    ],
    [0.5, 0],
  );
  // First clip: E = [1*2 + 2*1 + 0.5, 3*2 - 2*1] = [4.5, 4]. Second: [1*1 + 2*2 + 0.5, 3*1 - 2*2] = [5.5, -1], whose ReLU is 0.
  const fused = fuse(network, { video: tensor2d([[2], [1]]), sound: tensor2d([[1], [2]]) });
  assertClose(fused.video.dataSync(), [4.5 * 2, 5.5 * 1]);
  assertClose(fused.sound.dataSync(), [4 * 1, 0 * 2]);
});

test('with open gates, fusion leaves the vectors as they are', async () => {
  await openBackend('wasm');
  const weights = createWeights(amfmShapes(3), seededRandom(1));
  openGates(weights);
  const video = randomTensor<never>(1, [4, 3] as never) as unknown as Tensor2D;
  const sound = randomTensor<never>(2, [4, 3] as never) as unknown as Tensor2D;
  const fused = fuse({ weights, normalise: normaliseByBatch }, { video, sound });
  assertClose(fused.video.dataSync(), video.dataSync());
  assertClose(fused.sound.dataSync(), sound.dataSync());
});

test('the similarity of a picture and a sound, fused as a pair, is the cosine of what fusing that pair alone gives', async () => {
  await openBackend('wasm');
  const weights = createWeights(amfmShapes(3), seededRandom(3));
  const network = { weights, normalise: normaliseByBatch };
  const videos = [
    [1, 0.2, 0.5],
    [0.1, 2, 1],
  ];
  const sounds = [
    [0.3, 1, 0],
    [2, 0.5, 0.4],
    [1, 1, 1],
  ];
  const pairs = videos.flatMap((video) =>
    sounds.map((sound) => ({ video: tensor2d([video]), sound: tensor2d([sound]) })),
  );
  const expected = pairs.map((pair) => {
    const { video, sound } = fuse(network, pair);
    const [v, a] = [[...video.dataSync()], [...sound.dataSync()]];
    const dot = (x: number[], y: number[]) => x.reduce((total, value, at) => total + value * y[at]!, 0);
    return dot(v, a) / Math.sqrt((dot(v, v) + 1e-8) * (dot(a, a) + 1e-8));
  });
  const got = pairwiseSimilarities(network, { video: tensor2d(videos), sound: tensor2d(sounds) });
  assertClose(got.shape, [2, 3]);
  assertClose(got.dataSync(), expected, 1e-5);
});
