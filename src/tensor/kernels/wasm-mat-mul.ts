// Products of matrices on wasm by our own products of rows. The backend's falls to a scalar loop for transposed ones (69 times slower), and
// keeps a packed copy of the right one, which misses what an optimiser changes in place.
import { type KernelFunc, type Tensor, type TensorInfo, transpose } from '@tensorflow/tfjs-core';
import { heapOf } from '../wasm/heap.ts';
import { lengthOfLists, type RowProduct, wholeTiles } from './convolution-plan.ts';
import { createPlanCache } from './plan-cache.ts';
import { multiplyColumnsOf, multiplyRowsOf } from './row-product-lists.ts';

const FLOAT_BYTES = 4;

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** `[rows, depth] * [depth, columns]`, of one pair of a batch. */
interface MatMulSizes {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
}

const plans = createPlanCache(lengthOfLists);

export const wasmMatMul: KernelFunc = ({ inputs, attrs, backend }) => {
  const { transposeA, transposeB } = attrs as unknown as MatMulAttributes;
  if (transposeA && transposeB) return productOfTransposed(inputs.a as Tensor, inputs.b as Tensor, backend);
  return product(inputs.a!, inputs.b!, { transposeA, transposeB }, backend);
};

/** Both transposed are rare: one of them is turned round first. */
function productOfTransposed(a: Tensor, b: Tensor, backend: unknown): TensorInfo {
  const axes = b.shape.map((_, axis) => axis);
  const turned = transpose(b, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
  const made = product(a, turned, { transposeA: true, transposeB: false }, backend);
  turned.dispose();
  return made;
}

function product(
  a: TensorInfo,
  b: TensorInfo,
  { transposeA, transposeB }: MatMulAttributes,
  backend: unknown,
): TensorInfo {
  const heap = heapOf(backend);
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [rows, depth] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const columns = transposeB ? bRows : bColumns;
  const [aPairs, bPairs] = [pairsOf(a), pairsOf(b)];
  const pairs = Math.max(aPairs, bPairs);
  const out = heap.makeTensor([...(aPairs > bPairs ? a : b).shape.slice(0, -2), rows, columns]);
  const planned = plans.get([rows, depth, columns, transposeA, transposeB].join(), () =>
    plan({ rows, depth, columns }, { transposeA, transposeB }),
  );
  if (transposeA) heap.zero(heap.addressOf(out), pairs * rows * columns * FLOAT_BYTES);
  for (let pair = 0; pair < pairs; pair += 1) {
    const x = heap.addressOf(a) + (pair % aPairs) * rows * depth * FLOAT_BYTES;
    const right = heap.addressOf(b) + (pair % bPairs) * depth * columns * FLOAT_BYTES;
    const place = heap.addressOf(out) + pair * rows * columns * FLOAT_BYTES;
    if (transposeA) multiplyColumnsOf(heap, planned, { x, y: right, out: place });
    else multiplyRowsOf(heap, planned, { x, weights: right, out: place });
  }
  return out;
}

/** Everything before the two axes of the matrix; one stands for every pair. */
function pairsOf({ shape }: TensorInfo): number {
  return shape.slice(0, -2).reduce((product, length) => product * length, 1);
}

function plan({ rows, depth, columns }: MatMulSizes, { transposeA, transposeB }: MatMulAttributes): RowProduct {
  const every = (count: number, step: number): number[] =>
    Array.from({ length: count }, (_, index) => index * step * FLOAT_BYTES);
  const common = { taps: Int32Array.of(0), columns };
  if (transposeA)
    return {
      ...common,
      ...wholeTiles(every(depth, rows), every(depth, columns)),
      depth: rows,
      packRows: new Int32Array(0),
      columnStride: 0,
    };
  return {
    ...common,
    ...wholeTiles(every(rows, depth), every(rows, columns)),
    depth,
    packRows: Int32Array.from(every(depth, transposeB ? 1 : columns)),
    columnStride: (transposeB ? depth : 1) * FLOAT_BYTES,
  };
}
