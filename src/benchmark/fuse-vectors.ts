// Vectors before fusion through what a trained model has behind its encoders: AMFM as drawn, or whatever is asked for. The backend is open.
import { concat, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { type EmbeddingPair, fuse } from '../avcl/amfm.ts';
import type { Checkpoint } from '../avcl/checkpoint.ts';
import { type Network, normaliseByBatch } from '../tensor/network.ts';
import { readNumbers } from '../tensor/read-numbers.ts';
import { weightsFrom } from '../tensor/stored-weights.ts';
import type { ClipVectors } from './embed-clips.ts';

/** As drawn: each clip's vectors are fused with one another. */
export async function fuseVectors(checkpoint: Checkpoint, vectors: ClipVectors): Promise<ClipVectors> {
  const both = await withPair(checkpoint, vectors, (network, pair) => {
    const { video, sound } = fuse(network, pair);
    return concat([video, sound], 0);
  });
  const half = both.length / 2;
  return { size: vectors.size, video: both.slice(0, half), sound: both.slice(half) };
}

/** What a trained model makes of the vectors of some clips taken together. @param use tidied here */
export async function withPair(
  checkpoint: Checkpoint,
  { size, video, sound }: ClipVectors,
  use: (network: Network, pair: EmbeddingPair) => Tensor2D,
): Promise<Float32Array> {
  const clips = video.length / size;
  const weights = weightsFrom(checkpoint.weights);
  // Nothing behind the encoders has batch norm.
  const network = { weights, normalise: normaliseByBatch };
  const result = tidy(() =>
    use(network, { video: tensor2d(video, [clips, size]), sound: tensor2d(sound, [clips, size]) }),
  );
  weights.dispose();
  const values = await readNumbers(result);
  result.dispose();
  return values;
}
