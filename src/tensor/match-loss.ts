// What contrasting embeddings is made of: length 1, and a loss that picks each row's and each column's own partner. Tensors in and out;
// pure, tidied by the caller.
import {
  add,
  logSoftmax,
  mul,
  oneHot,
  rsqrt,
  type Scalar,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  transpose,
} from '@tensorflow/tfjs-core';

/** Added to the squared length (chosen), so that a vector of zeros stays one. */
const LENGTH_EPSILON = 1e-8;

/** L2-normalised along the last axis. */
export function unitLength<T extends Tensor>(x: T): T {
  return mul(x, rsqrt(add(sum(square(x), -1, true), LENGTH_EPSILON))) as T;
}

/**
 * Symmetric InfoNCE (van den Oord et al. 2018, arXiv 1807.03748, eq. 4, stated; in both directions as in CLIP, arXiv 2103.00020):
 *   L = -1/2B sum_i [ log softmax_j(s_ij) at j = i  +  log softmax_j(s_ji) at j = i ]
 * symbols: s -> logits `[batch, batch]`, similarity of item i of one kind to item j of the other over a temperature; B -> batch
 */
export function matchLoss(logits: Tensor2D): Scalar {
  const batch = logits.shape[0];
  const own = oneHot(
    Array.from({ length: batch }, (_, index) => index),
    batch,
  );
  const byRow = sum(mul(logSoftmax(logits), own));
  const byColumn = sum(mul(logSoftmax(transpose(logits)), own));
  return mul(add(byRow, byColumn), -0.5 / batch) as Scalar;
}
