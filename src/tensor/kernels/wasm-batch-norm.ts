// The kernels of channel-kernels.ts on wasm: few passes over memory, by functions of our own.
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { BATCH_NORM_EPSILON, type ChannelAttributes } from '../channel-kernels.ts';
import { type Heap, heapOf } from '../wasm/heap.ts';

const FLOAT_BYTES = 4;
const LANES = 4;

interface Sizes {
  readonly channels: number;
  readonly rows: number;
  /** Numbers in all. */
  readonly count: number;
}

function sizesOf({ shape }: TensorInfo): Sizes {
  const channels = shape.at(-1)!;
  const count = shape.reduce((product, length) => product * length, 1);
  return { channels, rows: count / channels, count };
}

export const wasmChannelMoments: KernelFunc = ({ inputs, backend }) => {
  const x = inputs.x!;
  const heap = heapOf(backend);
  const { channels, rows } = sizesOf(x);
  const moments = heap.makeTensor([2, channels]);
  const mean = heap.addressOf(moments);
  const variance = mean + channels * FLOAT_BYTES;
  const average = (address: number): void => {
    const values = heap.floats(address, channels);
    for (let channel = 0; channel < channels; channel += 1) values[channel]! /= rows;
  };
  heap.run.sumChannels!(heap.addressOf(x), rows, channels, mean);
  average(mean);
  heap.run.sumSquares!(heap.addressOf(x), rows, channels, mean, variance);
  average(variance);
  return moments;
};

export const wasmScaleChannels: KernelFunc = ({ inputs, attrs, backend }) => {
  const heap = heapOf(backend);
  const { count } = sizesOf(inputs.x!);
  const y = heap.makeTensor(inputs.x!.shape);
  const { scale, shift } = coefficientsOf(heap, inputs);
  withPattern(heap, [scale, shift], (pattern, patternBytes) =>
    heap.run.scaleChannels!(heap.addressOf(inputs.x!), count, pattern, patternBytes, floorOf(attrs), heap.addressOf(y)),
  );
  return y;
};

export const wasmChannelGradientSums: KernelFunc = ({ inputs, attrs, backend }) => {
  const heap = heapOf(backend);
  const { channels, rows } = sizesOf(inputs.x!);
  const sums = heap.makeTensor([2, channels]);
  const { mean, inverse, scale, shift } = coefficientsOf(heap, inputs);
  const scratch = heap.allocate(3 * channels * FLOAT_BYTES);
  const places = [mean, scale, shift].map((values, index) => {
    const place = scratch + index * channels * FLOAT_BYTES;
    heap.write(place, values);
    return place;
  });
  const [dBeta, dGamma] = [heap.addressOf(sums), heap.addressOf(sums) + channels * FLOAT_BYTES];
  heap.run.sumGradients!(
    heap.addressOf(inputs.x!),
    heap.addressOf(inputs.dy!),
    rows,
    channels,
    ...places,
    floorOf(attrs),
    dBeta,
    dGamma,
  );
  heap.free(scratch);
  const values = heap.floats(dGamma, channels);
  for (let channel = 0; channel < channels; channel += 1) values[channel]! *= inverse[channel]!;
  return sums;
};

/** a = gamma r, b = - gamma r^2 dgamma / n, c = - gamma r dbeta / n in dx = a dy + b (x - mean) + c */
export const wasmChannelGradient: KernelFunc = ({ inputs, attrs, backend }) => {
  const heap = heapOf(backend);
  const { rows } = attrs as unknown as { readonly rows: number };
  const { channels, count } = sizesOf(inputs.x!);
  const dx = heap.makeTensor(inputs.x!.shape);
  const { mean, inverse, scale, shift } = coefficientsOf(heap, inputs);
  const sums = heap.floats(heap.addressOf(inputs.sums!), 2 * channels);
  const b = scale.map((value, channel) => (-value * inverse[channel]! * sums[channels + channel]!) / rows);
  const c = scale.map((value, channel) => (-value * sums[channel]!) / rows);
  withPattern(heap, [scale, shift, mean, scale, b, c], (pattern, patternBytes) =>
    heap.run.gradientOfChannels!(
      heap.addressOf(inputs.x!),
      heap.addressOf(inputs.dy!),
      count,
      pattern,
      patternBytes,
      floorOf(attrs),
      heap.addressOf(dx),
    ),
  );
  return dx;
};

/** mean, r = (var + eps)^(-1/2), gamma r, beta - mean gamma r */
function coefficientsOf(heap: Heap, inputs: Readonly<Record<string, TensorInfo | undefined>>) {
  const channels = inputs.gamma!.shape[0]!;
  const moments = heap.floats(heap.addressOf(inputs.moments!), 2 * channels);
  const gamma = heap.floats(heap.addressOf(inputs.gamma!), channels);
  const beta = heap.floats(heap.addressOf(inputs.beta!), channels);
  const mean = moments.slice(0, channels);
  const inverse = mean.map((_, channel) => 1 / Math.sqrt(moments[channels + channel]! + BATCH_NORM_EPSILON));
  const scale = gamma.map((value, channel) => value * inverse[channel]!);
  const shift = beta.map((value, channel) => value - mean[channel]! * scale[channel]!);
  return { mean, inverse, scale, shift };
}

function floorOf(attributes: unknown): number {
  return (attributes as ChannelAttributes).isRectified ? 0 : Number.NEGATIVE_INFINITY;
}

/** Coefficients of the channels by vectors of four, those of one vector next to each other, over as many rows as fill whole vectors. */
function withPattern(
  heap: Heap,
  coefficients: readonly Float32Array[],
  use: (pattern: number, patternBytes: number) => void,
): void {
  const channels = coefficients[0]!.length;
  const period = [1, 2, 4].map((rows) => rows * channels).find((length) => length % LANES === 0)!;
  const values = new Float32Array(period * coefficients.length);
  for (const [index, of] of coefficients.entries())
    for (let at = 0; at < period; at += 1)
      values[(Math.floor(at / LANES) * coefficients.length + index) * LANES + (at % LANES)] = of[at % channels]!;
  const pattern = heap.allocate(values.byteLength);
  heap.write(pattern, values);
  use(pattern, values.byteLength);
  heap.free(pattern);
}
