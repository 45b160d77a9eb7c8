// conv2d and both its gradients on wasm by our own products of rows, which read images where they lie: no transposed copies, no zeros between
// pixels, and a third more products a second than the backend does.
import { type backend_util, type KernelFunc, type Tensor4D, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Heap, heapOf } from '../wasm/heap.ts';
import { type Conv2DAttributes, conv2dGeometry, type Shape4D } from './conv2d-geometry.ts';
import {
  type BackwardPlan,
  type ForwardPlan,
  lengthOfLists,
  type PaddedImage,
  planBackward,
  planForward,
} from './convolution-plan.ts';
import { createPlanCache } from './plan-cache.ts';
import { multiplyColumnsOf, multiplyRowsOf } from './row-product-lists.ts';

const FLOAT_BYTES = 4;

const forwardPlans = createPlanCache(({ product }: ForwardPlan) => lengthOfLists(product));
const backwardPlans = createPlanCache(({ products }: BackwardPlan) =>
  products.reduce((sum, product) => sum + lengthOfLists(product), 0),
);

/** @param original takes what we do not: filters with gaps */
export function wasmConvolution(original: KernelFunc): KernelFunc {
  return (call) => {
    const { x, filter } = call.inputs as Record<string, Tensor4D>;
    const attributes = call.attrs as unknown as Conv2DAttributes & { dilations: number | [number, number] };
    if ([attributes.dilations].flat().some((dilation) => dilation !== 1)) return original(call);
    const heap = heapOf(call.backend);
    const sizes = conv2dGeometry(x!.shape, filter!.shape, attributes);
    const { input, product } = forwardPlans.get(keyOf(sizes), () => planForward(sizes));
    const out = heap.makeTensor(sizes.outShape);
    withPadding(heap, input, x!, (padded) =>
      multiplyRowsOf(heap, product, { x: padded, weights: heap.addressOf(filter!), out: heap.addressOf(out) }),
    );
    return out;
  };
}

export const wasmFilterGradient: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, dy } = inputs as Record<string, Tensor4D>;
  const attributes = attrs as unknown as Conv2DAttributes & { filterShape: Shape4D };
  const heap = heapOf(backend);
  const sizes = conv2dGeometry(x!.shape, attributes.filterShape, attributes);
  const { input, product } = forwardPlans.get(keyOf(sizes), () => planForward(sizes));
  const out = heap.makeTensor(attributes.filterShape);
  heap.zero(heap.addressOf(out), FLOAT_BYTES * util.sizeFromShape(attributes.filterShape));
  withPadding(heap, input, x!, (padded) =>
    multiplyColumnsOf(heap, product, { x: padded, y: heap.addressOf(dy!), out: heap.addressOf(out) }),
  );
  return out;
};

export const wasmInputGradient: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, filter } = inputs as Record<string, Tensor4D>;
  const attributes = attrs as unknown as Conv2DAttributes & { inputShape: Shape4D };
  const heap = heapOf(backend);
  const sizes = conv2dGeometry(attributes.inputShape, filter!.shape, attributes);
  const { input, products, leavesZeros } = backwardPlans.get(keyOf(sizes), () => planBackward(sizes));
  const out = heap.makeTensor(attributes.inputShape);
  const place = heap.addressOf(out);
  if (leavesZeros) heap.zero(place, FLOAT_BYTES * util.sizeFromShape(attributes.inputShape));
  withPadding(heap, input, dy!, (padded) => {
    for (const product of products)
      multiplyRowsOf(heap, product, { x: padded, weights: heap.addressOf(filter!), out: place });
  });
  return out;
};

function keyOf(sizes: backend_util.Conv2DInfo): string {
  const { inShape, filterShape, strideHeight, strideWidth, padInfo, outShape } = sizes;
  return [inShape, filterShape, outShape, strideHeight, strideWidth, padInfo.top, padInfo.left].join();
}

/** Hands on the address of the image with zeros around it; the image itself where it needs none. */
function withPadding(heap: Heap, input: PaddedImage, image: TensorInfo, use: (address: number) => void): void {
  const { images, height, width, channels, top, left, paddedHeight, paddedWidth } = input;
  const source = heap.addressOf(image);
  if (top === 0 && left === 0 && paddedHeight === height && paddedWidth === width) {
    use(source);
    return;
  }
  const rowBytes = width * channels * FLOAT_BYTES;
  const paddedRowBytes = paddedWidth * channels * FLOAT_BYTES;
  const padded = heap.allocate(images * paddedHeight * paddedRowBytes);
  heap.zero(padded, images * paddedHeight * paddedRowBytes);
  const rows = Math.min(height, paddedHeight - top);
  const bytes = Math.min(width, paddedWidth - left) * channels * FLOAT_BYTES;
  for (let at = 0; at < images; at += 1)
    heap.run.copyRows!(
      padded + (at * paddedHeight + top) * paddedRowBytes + left * channels * FLOAT_BYTES,
      paddedRowBytes,
      source + at * height * rowBytes,
      rowBytes,
      bytes,
      rows,
    );
  use(padded);
  heap.free(padded);
}
