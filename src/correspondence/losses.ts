// What the towers are trained to do. Tensors in, a scalar out; pure, tidied by the caller.
import {
  add,
  logSoftmax,
  matMul,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { matchLoss } from '../tensor/match-loss.ts';

/** Temperature of the similarities (chosen; CLIP, arXiv 2103.00020, learns one that starts at 0.07). */
export const TEMPERATURE = 0.1;

/** Symmetric InfoNCE over the dot products of L2-normalised embeddings. */
export function symmetricInfoNce(soundEmbedding: Tensor2D, pictureEmbedding: Tensor2D): Scalar {
  return matchLoss(mul(matMul(soundEmbedding, pictureEmbedding, false, true), 1 / TEMPERATURE));
}

/**
 * Cross-entropy against softened labels: 1 - smoothing on the label, the rest spread evenly (Szegedy et al. 2016, arXiv 1512.00567).
 * Softened because some clips carry another sound than their label says.
 */
export function classLoss(classLogits: Tensor2D, labels: Tensor1D, smoothing: number): Scalar {
  const classes = classLogits.shape[1];
  const target = add(mul(oneHot(labels, classes), 1 - smoothing), smoothing / classes);
  return neg(mean(sum(mul(logSoftmax(classLogits), target), 1))) as Scalar;
}
