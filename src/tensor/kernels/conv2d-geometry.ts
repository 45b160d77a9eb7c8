// Sizes of a conv2d from the attributes of its gradient kernels, and cutting or padding an image to a wanted size.
import { backend_util, pad, slice, type Tensor4D } from '@tensorflow/tfjs-core';

export type Shape4D = [number, number, number, number];

export interface Conv2DAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** @throws Error for NCHW: everything here is written for channels last. */
export function conv2dGeometry(
  inputShape: Shape4D,
  filterShape: Shape4D,
  attributes: Conv2DAttributes,
): backend_util.Conv2DInfo {
  if (attributes.dataFormat !== 'NHWC')
    throw new Error(`conv2d gradient: expected data format NHWC, got ${attributes.dataFormat}`);
  return backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    attributes.strides,
    1,
    attributes.pad,
    attributes.dimRoundingMode,
    false,
    'channelsLast',
  );
}

/** Zeros before and after height and width; a negative number cuts instead. */
export interface Margins {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function padOrCut(image: Tensor4D, margins: Margins): Tensor4D {
  const { top, bottom, left, right } = margins;
  const grown = pad(image, [
    [0, 0],
    [Math.max(top, 0), Math.max(bottom, 0)],
    [Math.max(left, 0), Math.max(right, 0)],
    [0, 0],
  ]);
  const [batch, height, width, channels] = grown.shape;
  const from: Shape4D = [0, Math.max(-top, 0), Math.max(-left, 0), 0];
  const size: Shape4D = [
    batch,
    height - from[1] - Math.max(-bottom, 0),
    width - from[2] - Math.max(-right, 0),
    channels,
  ];
  return slice(grown, from, size);
}
