// AMFM, the attention-based multi-modal fusion module of Figure 1: both vectors of a clip in, both recalibrated by one another out.
import { concat, mul, onesLike, relu, split, type Tensor2D, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { dense, denseShapes, type Network, type Weights } from '../tensor/network.ts';

/** The two vectors of each clip of a batch, both `[batch, size]`. */
export interface EmbeddingPair {
  readonly video: Tensor2D;
  readonly sound: Tensor2D;
}

export const AMFM = 'amfm';

export function amfmShapes(size: number): Record<string, readonly number[]> {
  return denseShapes(AMFM, 2 * size, 2 * size);
}

/**
 * Lets AMFM begin as what changes nothing: W = 0, b = 1, all gates at 1 (chosen). Drawn as other matrices are, it would leave a third of
 * the gates shut for every clip, since encoders end in a ReLU and Z has no negative numbers; a gate that is shut for all learns nothing.
 */
export function openGates({ variables }: Weights): void {
  const matrix = variables.get(`${AMFM}.matrix`)!;
  const bias = variables.get(`${AMFM}.bias`)!;
  tidy(() => {
    matrix.assign(zerosLike(matrix));
    bias.assign(onesLike(bias));
  });
}

/**
 * Reconstructed from the figure (Z_concat -> Fc -> E_concat -> ReLU -> product; arXiv 2204.13386, its equations are not known to us):
 *   Z = [v ; a]     [E_v ; E_a] = Z W + b     f_v = ReLU(E_v) * v     f_a = ReLU(E_a) * a
 * symbols: v -> video, a -> sound, W, b -> the matrix and bias named AMFM, * element by element.
 * The module of the same lab's TCGL that it resembles has a bottleneck and a sigmoid instead, which the figure does not show.
 */
export function fuse(network: Network, { video, sound }: EmbeddingPair): EmbeddingPair {
  const excited = dense(network, AMFM, concat([video, sound], 1)); // [batch, 2 size]
  const [forVideo, forSound] = split(excited, 2, 1) as [Tensor2D, Tensor2D];
  return { video: mul(relu(forVideo), video), sound: mul(relu(forSound), sound) };
}
