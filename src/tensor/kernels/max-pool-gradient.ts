// Gradient of a 2-D max-pool in plain loops: the one of wasm starts its maximum at the smallest positive number, wrong below zero.
import { backend_util, type KernelFunc, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import type { Shape4D } from './conv2d-geometry.ts';

interface MaxPoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The whole of each dy goes to the first largest value of its window. */
export const maxPoolGradient: KernelFunc = ({ inputs, attrs }) => {
  const dy = inputs.dy as Tensor4D;
  const input = inputs.input as Tensor4D;
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as MaxPoolAttributes;
  const pool = backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const values = input.dataSync<'float32'>();
  const dyValues = dy.dataSync<'float32'>();
  const dx = new Float32Array(input.size);
  let window = 0;
  for (let batch = 0; batch < pool.batchSize; batch += 1) {
    for (let row = 0; row < pool.outHeight; row += 1) {
      for (let column = 0; column < pool.outWidth; column += 1) {
        for (let channel = 0; channel < pool.inChannels; channel += 1) {
          dx[largestOf(values, pool, { batch, row, column, channel })]! += dyValues[window]!;
          window += 1;
        }
      }
    }
  }
  return tensor4d(dx, input.shape as Shape4D);
};

interface PoolWindow {
  readonly batch: number;
  readonly row: number;
  readonly column: number;
  readonly channel: number;
}

/** Position of the largest value that the window covers; what lies in the padding does not count. */
function largestOf(values: Float32Array, pool: backend_util.Conv2DInfo, window: PoolWindow): number {
  const top = window.row * pool.strideHeight - pool.padInfo.top;
  const left = window.column * pool.strideWidth - pool.padInfo.left;
  let best = -1;
  for (let y = Math.max(top, 0); y < Math.min(top + pool.filterHeight, pool.inHeight); y += 1) {
    for (let x = Math.max(left, 0); x < Math.min(left + pool.filterWidth, pool.inWidth); x += 1) {
      const position = ((window.batch * pool.inHeight + y) * pool.inWidth + x) * pool.inChannels + window.channel;
      if (best === -1 || values[position]! > values[best]!) best = position;
    }
  }
  return best;
}
