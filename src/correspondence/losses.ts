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
  transpose,
} from '@tensorflow/tfjs-core';

/** Temperature of the similarities (chosen; CLIP, arXiv 2103.00020, learns one that starts at 0.07). */
export const TEMPERATURE = 0.1;

/**
 * Symmetric InfoNCE (van den Oord et al. 2018, arXiv 1807.03748, eq. 4; symmetric as in CLIP):
 *   L = -1/2B sum_i [ log softmax_j(s_i . p_j / tau) at j = i  +  log softmax_j(p_i . s_j / tau) at j = i ]
 * symbols: s -> soundEmbedding, p -> pictureEmbedding, tau -> TEMPERATURE, B -> batch
 */
export function symmetricInfoNce(soundEmbedding: Tensor2D, pictureEmbedding: Tensor2D): Scalar {
  const batch = soundEmbedding.shape[0];
  const logits = mul(matMul(soundEmbedding, pictureEmbedding, false, true), 1 / TEMPERATURE) as Tensor2D;
  const own = oneHot(
    Array.from({ length: batch }, (_, index) => index),
    batch,
  );
  const bySound = sum(mul(logSoftmax(logits), own));
  const byPicture = sum(mul(logSoftmax(transpose(logits)), own));
  return mul(add(bySound, byPicture), -0.5 / batch) as Scalar;
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
