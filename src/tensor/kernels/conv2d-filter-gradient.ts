// Gradient of conv2d by its filter on cpu, written as a convolution: the backend's own is very slow.
import { conv2d, type KernelFunc, type Tensor4D, tidy, transpose } from '@tensorflow/tfjs-core';
import { type Conv2DAttributes, conv2dGeometry, padOrCut, type Shape4D } from './conv2d-geometry.ts';

/**
 * dW = conv2d(x with channels as batch, dy as filter with batch as input channels, dilated by the forward stride), cut to the filter's size.
 * [inChannels, height, width, batch] * [outHeight, outWidth, batch, outChannels] -> [inChannels, kh, kw, outChannels]
 */
export const conv2dFilterGradient: KernelFunc = ({ inputs, attrs }) => {
  const x = inputs.x as Tensor4D;
  const dy = inputs.dy as Tensor4D;
  const attributes = attrs as unknown as Conv2DAttributes & { filterShape: Shape4D };
  return tidy(() => {
    const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth } = conv2dGeometry(
      x.shape,
      attributes.filterShape,
      attributes,
    );
    const padded = padOrCut(x, padInfo);
    const channelsAsBatch = transpose(padded, [3, 1, 2, 0]);
    const dyAsFilter = transpose(dy, [1, 2, 0, 3]);
    const full = conv2d(channelsAsBatch, dyAsFilter, 1, 'valid', 'NHWC', [strideHeight, strideWidth]);
    const cut = padOrCut(full, {
      top: 0,
      left: 0,
      bottom: filterHeight - full.shape[1],
      right: filterWidth - full.shape[2],
    });
    return transpose(cut, [1, 2, 0, 3]);
  });
};
