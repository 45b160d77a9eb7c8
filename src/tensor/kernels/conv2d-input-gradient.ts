// Gradient of conv2d by its input, written as a convolution of stride 1: the wasm backend's own is a naive loop.
import { conv2d, type KernelFunc, pad, reshape, reverse, type Tensor4D, tidy, transpose } from '@tensorflow/tfjs-core';
import { type Conv2DAttributes, conv2dGeometry, padOrCut, type Shape4D } from './conv2d-geometry.ts';

/** dx = conv2d(dy with stride - 1 zeros after each value, the filter rotated by 180 degrees with in and out channels swapped). */
export const conv2dInputGradient: KernelFunc = ({ inputs, attrs }) => {
  const dy = inputs.dy as Tensor4D;
  const filter = inputs.filter as Tensor4D;
  const attributes = attrs as unknown as Conv2DAttributes & { inputShape: Shape4D };
  return tidy(() => {
    const geometry = conv2dGeometry(attributes.inputShape, filter.shape, attributes);
    const { filterHeight, filterWidth, inHeight, inWidth, padInfo } = geometry;
    const spread = spreadByStride(dy, geometry.strideHeight, geometry.strideWidth);
    const top = filterHeight - 1 - padInfo.top;
    const left = filterWidth - 1 - padInfo.left;
    const padded = padOrCut(spread, {
      top,
      left,
      bottom: inHeight + filterHeight - 1 - top - spread.shape[1],
      right: inWidth + filterWidth - 1 - left - spread.shape[2],
    });
    const rotated = transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]);
    return conv2d(padded, rotated, 1, 'valid');
  });
};

/** Rows, then columns, followed by stride - 1 zeros each; rank stays at 4. */
function spreadByStride(dy: Tensor4D, strideHeight: number, strideWidth: number): Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const [batch, height, width, channels] = dy.shape;
  const rows = pad(reshape(dy, [batch * height, 1, width, channels]), [
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
    [0, 0],
  ]);
  const columns = pad(reshape(rows, [batch * height * strideHeight, width, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, strideWidth - 1],
    [0, 0],
  ]);
  return reshape(columns, [batch, height * strideHeight, width * strideWidth, channels]);
}
