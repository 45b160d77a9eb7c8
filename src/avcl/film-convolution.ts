// The (2+1)D convolution over films: one in space, then one in time, both as conv2d on tensors of rank 4, which every backend gets right
// (3-D convolutions and tensors of rank 5 they do not). Tensors in and out, tidied by the caller.
import { pad, reshape, slice, type Tensor4D } from '@tensorflow/tfjs-core';
import { convBlock, convBlockShapes, convNorm, type Network, zerosAround } from '../tensor/network.ts';

/** Video features of a batch of clips. */
export interface Film {
  /** `[batch * videoFrames, height, width, channels]`, the video frames of a clip one after the other. */
  readonly values: Tensor4D;
  readonly videoFrames: number;
}

export interface FilmConvolution {
  /** Side of the filter in space; odd. In time it always sees three steps. */
  readonly kernel: number;
  readonly inChannels: number;
  readonly midChannels: number;
  readonly outChannels: number;
}

const TIME_STEPS = 3;

/**
 * Channels between space and time that give as many weights as the 3-D filter has (Tran et al. 2018, arXiv 1711.11248, section 3.5, stated):
 *   M = floor( t d^2 N' N / (d^2 N' + t N) )     symbols: t -> TIME_STEPS, d -> kernel, N' -> inChannels, N -> outChannels
 * Taken for each convolution, as there; torchvision takes a block's first number for its second convolution as well.
 */
export function midChannels(kernel: number, inChannels: number, outChannels: number): number {
  const area = kernel ** 2;
  return Math.floor((TIME_STEPS * area * inChannels * outChannels) / (area * inChannels + TIME_STEPS * outChannels));
}

export function filmConvolutionShapes(name: string, plan: FilmConvolution): Record<string, readonly number[]> {
  return {
    ...convBlockShapes(`${name}.space`, [plan.kernel, plan.kernel, plan.inChannels, plan.midChannels]),
    ...convBlockShapes(`${name}.time`, [TIME_STEPS, 1, plan.midChannels, plan.outChannels]),
  };
}

export interface FilmConvolutionOptions {
  readonly strides: { readonly space: number; readonly time: number };
  readonly isRectified: boolean;
}

/** Space, batch norm, ReLU, time, batch norm, and a ReLU where one is wanted; zeros around on both sides alike. */
export function filmConvolution(
  network: Network,
  name: string,
  { values, videoFrames }: Film,
  { strides, isRectified }: FilmConvolutionOptions,
): Film {
  const kernel = network.weights.variables.get(`${name}.space.filter`)!.shape[0]!;
  const margin = (kernel - 1) / 2;
  const space: [number, number] = [strides.space, strides.space];
  // [batch * videoFrames, height', width', mid]
  const inSpace = convBlock(network, `${name}.space`, values, space, zerosAround(margin, margin));
  const [rows, height, width, channels] = inSpace.shape;
  const columns: Tensor4D = reshape(inSpace, [rows / videoFrames, videoFrames, height * width, channels]);
  // [batch, videoFrames', height' * width', out]
  const convolve = isRectified ? convBlock : convNorm;
  const inTime = convolve(network, `${name}.time`, columns, [strides.time, 1], zerosAround(1, 0));
  const [batch, keptFrames, , outChannels] = inTime.shape;
  return {
    values: reshape(inTime, [batch * keptFrames, height, width, outChannels]),
    videoFrames: keptFrames,
  };
}

/** A filter of one pixel and one step, at every `stride`-th pixel and video frame. */
export function pointwiseFilm(network: Network, name: string, film: Film, stride: number): Film {
  const { values, videoFrames } = everyNthVideoFrame(film, stride);
  return { values: convNorm(network, name, values, [stride, stride], 'same'), videoFrames };
}

function everyNthVideoFrame(film: Film, stride: number): Film {
  if (stride === 1) return film;
  const { values, videoFrames } = film;
  const [rows, height, width, channels] = values.shape;
  const batch = rows / videoFrames;
  const frameSize = height * width * channels;
  const videoFramesKept = Math.ceil(videoFrames / stride);
  const filled = pad(reshape(values, [batch, videoFrames, frameSize]), [
    [0, 0],
    [0, videoFramesKept * stride - videoFrames],
    [0, 0],
  ]);
  const groups = reshape(filled, [batch, videoFramesKept, stride * frameSize]);
  const firsts = slice(groups, [0, 0, 0], [batch, videoFramesKept, frameSize]);
  return { values: reshape(firsts, [batch * videoFramesKept, height, width, channels]), videoFrames: videoFramesKept };
}
