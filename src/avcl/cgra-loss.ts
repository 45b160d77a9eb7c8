// CGRA, the co-correlation guided representation alignment of Figure 1: the vectors of both modalities in, Loss_cor out. Pure, tidied by
// the caller.
import {
  add,
  div,
  eye,
  matMul,
  mul,
  ones,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor2D,
  zeros,
} from '@tensorflow/tfjs-core';
import { batchNormTrain } from '../tensor/batch-norm.ts';
import type { EmbeddingPair } from './amfm.ts';

/** Weight of the entries off the diagonal: Barlow Twins' (stated there); the paper's own is not known. */
const OFF_DIAGONAL_WEIGHT = 5e-3;

/**
 * Reconstructed: the figure drives an empirical cross-correlation matrix over the feature dimension to the identity, which is the loss of
 * Barlow Twins (Zbontar et al. 2021, arXiv 2103.03230, eq. 1 and 2, stated there), between modalities instead of between two views:
 *   C_ij     = 1/B sum_b z_v[b,i] z_a[b,j]        z = (f - mean over b) / sqrt(variance over b + eps)
 *   Loss_cor = sum_i (1 - C_ii)^2 + lambda sum_{i != j} C_ij^2
 * symbols: f_v -> video, f_a -> sound, B -> batch, lambda -> OFF_DIAGONAL_WEIGHT. The eps is batch norm's: as in the code released with
 * Barlow Twins, z is a batch norm without scale and offset; a feature that never changes correlates with nothing.
 */
export function cgraLoss({ video, sound }: EmbeddingPair): Scalar {
  const [batch, size] = video.shape;
  const correlation = div(matMul(standardised(video), standardised(sound), true), batch); // [size, size]
  const identity = eye(size);
  const offWeights = mul(sub(1, identity), OFF_DIAGONAL_WEIGHT);
  return sum(mul(square(sub(correlation, identity)), add(identity, offWeights)));
}

function standardised(x: Tensor2D): Tensor2D {
  return batchNormTrain(x, ones([x.shape[1]]), zeros([x.shape[1]])) as Tensor2D;
}
