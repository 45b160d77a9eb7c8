// Whether embeddings still tell clips apart: the vectors of a batch in, their spread out. Tensors, pure, tidied by the caller.
import { mean, mul, type Scalar, sqrt, square, sub, type Tensor2D } from '@tensorflow/tfjs-core';
import { unitLength } from '../tensor/match-loss.ts';

/**
 * Standard deviation over the batch of each number of the L2-normalised vectors, averaged, times the root of how many there are: 0 where
 * all clips have one vector (collapse), 1 where they point in all directions alike (as in Chen & He 2021, arXiv 2011.10566, section 4.1,
 * figure 2, where it is stated without the factor).
 * @param embeddings `[batch, size]`
 */
export function embeddingSpread(embeddings: Tensor2D): Scalar {
  const unit = unitLength(embeddings);
  const deviation = sqrt(mean(square(sub(unit, mean(unit, 0, true))), 0));
  return mul(mean(deviation), Math.sqrt(embeddings.shape[1])) as Scalar;
}
