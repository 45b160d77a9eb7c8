// AMFM computed for each candidate pair instead of for each clip: similarities of every picture with every sound, none of which was fused
// with its answer beforehand. Chosen, our variant: as drawn, a fused vector already holds the other modality of its own clip.
import {
  add,
  concat,
  expandDims,
  matMul,
  mul,
  relu,
  slice,
  sum,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '@tensorflow/tfjs-core';
import { unitLength } from '../tensor/match-loss.ts';
import type { Network } from '../tensor/network.ts';
import { AMFM, type EmbeddingPair } from './amfm.ts';

/**
 * s_ij = cos(f_v(i, j), f_a(i, j)) with f_v(i, j) = ReLU(E_v(i, j)) * v_i and f_a(i, j) = ReLU(E_a(i, j)) * a_j, where the Fc of AMFM
 * comes apart, so that a pair costs a sum and not a product:
 *   [E_v ; E_a](i, j) = v_i W_top + a_j W_bottom + b
 * symbols: i -> one of `video`, j -> one of `sound`, W -> AMFM's matrix, its upper rows for v and its lower rows for a.
 * -> `[videos, sounds]`; the two batches may differ in length.
 */
export function pairwiseSimilarities({ weights }: Network, { video, sound }: EmbeddingPair): Tensor2D {
  const size = video.shape[1];
  const matrix = weights.variables.get(`${AMFM}.matrix`) as unknown as Tensor2D;
  const bias = weights.variables.get(`${AMFM}.bias`)!;
  const byVideo = add(matMul(video, slice(matrix, [0, 0], [size, 2 * size])), bias) as Tensor2D; // [videos, 2 size]
  const bySound = matMul(sound, slice(matrix, [size, 0], [size, 2 * size])) as Tensor2D; // [sounds, 2 size]
  /** ReLU(E) of one modality: [videos, sounds, size] */
  const gates = (from: number): Tensor3D =>
    relu(
      add(
        expandDims(slice(byVideo, [0, from], [video.shape[0], size]), 1),
        expandDims(slice(bySound, [0, from], [sound.shape[0], size]), 0),
      ),
    ) as Tensor3D;
  const fusedVideo = mul(gates(0), expandDims(video, 1)) as Tensor3D;
  const fusedSound = mul(gates(size), expandDims(sound, 0)) as Tensor3D;
  return sum(mul(unitLength(fusedVideo), unitLength(fusedSound)), 2);
}

export function pairwiseInRows(network: Network, pair: EmbeddingPair): Tensor2D {
  return inRows(pair, (row) => pairwiseSimilarities(network, row));
}

/** One picture at a time against all sounds, so that memory grows with the clips and not with their pairs. -> `[videos, sounds]` */
export function inRows({ video, sound }: EmbeddingPair, rowOf: (pair: EmbeddingPair) => Tensor2D): Tensor2D {
  const [clips, size] = video.shape;
  const rows = Array.from({ length: clips }, (_, clip) =>
    tidy(() => rowOf({ video: slice(video, [clip, 0], [1, size]), sound })),
  );
  return concat(rows, 0);
}
