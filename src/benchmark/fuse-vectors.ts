// Vectors before fusion through a trained model's AMFM: as drawn, or for each candidate pair. The backend is open.
import { concat, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { type EmbeddingPair, fuse } from '../avcl/amfm.ts';
import type { Checkpoint } from '../avcl/checkpoint.ts';
import { pairwiseInRows } from '../avcl/pairwise-fusion.ts';
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

/** `[clips, clips]`: of every picture, a row each, with every sound, fused as a pair. */
export async function pairwiseFused(checkpoint: Checkpoint, vectors: ClipVectors): Promise<Float32Array> {
  return withPair(checkpoint, vectors, pairwiseInRows);
}

async function withPair(
  checkpoint: Checkpoint,
  { size, video, sound }: ClipVectors,
  use: (network: Network, pair: EmbeddingPair) => Tensor2D,
): Promise<Float32Array> {
  const clips = video.length / size;
  const weights = weightsFrom(checkpoint.weights);
  // AMFM has no batch norm.
  const network = { weights, normalise: normaliseByBatch };
  const result = tidy(() =>
    use(network, { video: tensor2d(video, [clips, size]), sound: tensor2d(sound, [clips, size]) }),
  );
  weights.dispose();
  const values = await readNumbers(result);
  result.dispose();
  return values;
}
