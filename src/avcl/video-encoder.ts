// The 3D CNN of Figure 1: films in, one vector a clip out. A (2+1)D residual network (Tran et al. 2018, arXiv 1711.11248; R(2+1)D-18 is one
// of the networks of the same lab's TCGL: reconstructed).
import { mean, reshape, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { convBlockShapes, type Network } from '../tensor/network.ts';
import { rectifiedSum } from '../tensor/rectified-sum.ts';
import { type Film, filmConvolution, filmConvolutionShapes, midChannels, pointwiseFilm } from './film-convolution.ts';
import { type EncoderPlan, embeddingSize } from './presets.ts';
import { type BlockPlan, planBlocks } from './residual-blocks.ts';

const ENCODER = 'video';
const COLOURS = 3;

export function videoEncoderShapes(plan: EncoderPlan): Record<string, readonly number[]> {
  const { kernel, channels, videoMidChannels } = plan.stem;
  const shapes = filmConvolutionShapes(`${ENCODER}.stem`, {
    kernel,
    inChannels: COLOURS,
    midChannels: videoMidChannels,
    outChannels: channels,
  });
  const ofThree = (name: string, inChannels: number, outChannels: number) =>
    filmConvolutionShapes(name, {
      kernel: 3,
      inChannels,
      midChannels: midChannels(3, inChannels, outChannels),
      outChannels,
    });
  for (const { name, inChannels, outChannels, hasShortcutFilter } of planBlocks(ENCODER, plan)) {
    Object.assign(
      shapes,
      ofThree(`${name}.conv1`, inChannels, outChannels),
      ofThree(`${name}.conv2`, outChannels, outChannels),
      hasShortcutFilter ? convBlockShapes(`${name}.shortcut`, [1, 1, inChannels, outChannels]) : {},
    );
  }
  return shapes;
}

/** -> `[batch, embedding]` */
export function encodeVideo(network: Network, plan: EncoderPlan, video: Film): Tensor2D {
  const strides = { space: plan.stem.stride, time: 1 };
  let film = filmConvolution(network, `${ENCODER}.stem`, video, { strides, isRectified: true });
  // What the gradient does not need is freed with its block.
  for (const block of planBlocks(ENCODER, plan)) film = tidy(() => ({ ...residualBlock(network, block, film) }));
  const batch = video.values.shape[0] / video.videoFrames;
  return mean(reshape(film.values, [batch, -1, embeddingSize(plan)]), 1);
}

/** The basic block of He et al. 2016 (figure 2, stated) with (2+1)D convolutions in it. */
function residualBlock(network: Network, { name, stride, hasShortcutFilter }: BlockPlan, film: Film): Film {
  const conv1 = { strides: { space: stride, time: stride }, isRectified: true };
  const inner = filmConvolution(network, `${name}.conv1`, film, conv1);
  const conv2 = { strides: { space: 1, time: 1 }, isRectified: false };
  const outer = filmConvolution(network, `${name}.conv2`, inner, conv2);
  const shortcut = hasShortcutFilter ? pointwiseFilm(network, `${name}.shortcut`, film, stride) : film;
  return { values: rectifiedSum(outer.values, shortcut.values), videoFrames: outer.videoFrames };
}
