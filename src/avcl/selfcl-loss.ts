// SelfCL, the self-supervised contrastive learning of Figure 1: similarities of every picture with every sound of a batch in, Loss_self
// out. Pure, tidied by the caller.
import { div, matMul, type Scalar, type Tensor2D } from '@tensorflow/tfjs-core';
import { matchLoss, unitLength } from '../tensor/match-loss.ts';
import type { EmbeddingPair } from './amfm.ts';

/** T of the similarities: the same lab's TCGL has 0.07 (reconstructed); the paper's own is not known. */
const TEMPERATURE = 0.07;

/** Cosines, `[videos, sounds]`. */
export function cosineSimilarities({ video, sound }: EmbeddingPair): Tensor2D {
  return matMul(unitLength(video), unitLength(sound), false, true);
}

/**
 * Reconstructed from the abstract and the figure's name alone: sound and picture of one clip against those of the batch's other clips,
 *   Loss_self = symmetric InfoNCE of s_ij / T
 * symbols: s -> similarities `[batch, batch]`, by `cosineSimilarities` or `pairwiseSimilarities`; T -> TEMPERATURE
 */
export function selfClLoss(similarities: Tensor2D): Scalar {
  return matchLoss(div(similarities, TEMPERATURE));
}
