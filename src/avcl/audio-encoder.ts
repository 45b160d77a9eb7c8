// The Audio CNN of Figure 1: log-mel images in, one vector a clip out. A 2-D residual network (He et al. 2016, arXiv 1512.03385; which
// network the paper took is not known: chosen).
import { mean, reshape, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { convBlock, convBlockShapes, convNorm, type Network, zerosAround } from '../tensor/network.ts';
import { rectifiedSum } from '../tensor/rectified-sum.ts';
import { type EncoderPlan, embeddingSize } from './presets.ts';
import { type BlockPlan, planBlocks } from './residual-blocks.ts';

const ENCODER = 'audio';

export function audioEncoderShapes(plan: EncoderPlan): Record<string, readonly number[]> {
  const { kernel, channels } = plan.stem;
  const shapes = convBlockShapes(`${ENCODER}.stem`, [kernel, kernel, 1, channels]);
  for (const { name, inChannels, outChannels, hasShortcutFilter } of planBlocks(ENCODER, plan)) {
    Object.assign(
      shapes,
      convBlockShapes(`${name}.conv1`, [3, 3, inChannels, outChannels]),
      convBlockShapes(`${name}.conv2`, [3, 3, outChannels, outChannels]),
      hasShortcutFilter ? convBlockShapes(`${name}.shortcut`, [1, 1, inChannels, outChannels]) : {},
    );
  }
  return shapes;
}

/** sound `[batch, melSide, melSide, 1]` -> `[batch, embedding]` */
export function encodeAudio(network: Network, plan: EncoderPlan, sound: Tensor4D): Tensor2D {
  const { kernel, stride } = plan.stem;
  const margin = (kernel - 1) / 2;
  let x = convBlock(network, `${ENCODER}.stem`, sound, [stride, stride], zerosAround(margin, margin));
  // What the gradient does not need is freed with its block.
  for (const block of planBlocks(ENCODER, plan)) x = tidy(() => residualBlock(network, block, x));
  // x is [batch, height, width, embedding] now.
  return mean(reshape(x, [x.shape[0], -1, embeddingSize(plan)]), 1);
}

/** y = ReLU( norm(W2 * ReLU(norm(W1 * x))) + shortcut(x) ), the basic block of He et al. 2016 (figure 2, stated). */
function residualBlock(network: Network, { name, stride, hasShortcutFilter }: BlockPlan, x: Tensor4D): Tensor4D {
  const inner = convBlock(network, `${name}.conv1`, x, [stride, stride], zerosAround(1, 1));
  const outer = convNorm(network, `${name}.conv2`, inner, [1, 1], zerosAround(1, 1));
  const shortcut = hasShortcutFilter
    ? convNorm(network, `${name}.shortcut`, x, [stride, stride], zerosAround(0, 0))
    : x;
  return rectifiedSum(outer, shortcut);
}
