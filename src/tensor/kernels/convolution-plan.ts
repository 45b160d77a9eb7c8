// A conv2d and the gradient by its input as products of rows (wasm/row-products.ts): sizes in, lists of byte offsets out. Pure. Images are
// [height, width, channels]; the `width` filter taps of one row lie next to each other in the image, so that they count as one long row.
import type { backend_util } from '@tensorflow/tfjs-core';
import { TILE_ROWS } from '../wasm/row-products.ts';

const FLOAT_BYTES = 4;

/** An image with zeros around it, or a part of it. */
export interface PaddedImage {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Zeros above and on the left. */
  readonly top: number;
  readonly left: number;
  readonly paddedHeight: number;
  readonly paddedWidth: number;
}

/** out[rowsOut[p]][n] = sum of x[rowsIn[p] + taps[t]][k] * filter[packRows[t][k] + n * columnStride] */
export interface RowProduct {
  /** Rows of x and of the result; as many as they say, filled up with the last one to whole tiles. */
  readonly rowsIn: Int32Array;
  readonly rowsOut: Int32Array;
  readonly rows: number;
  readonly taps: Int32Array;
  readonly depth: number;
  readonly packRows: Int32Array;
  readonly columns: number;
  readonly columnStride: number;
}

/** How many numbers its lists have. */
export function lengthOfLists({ rowsIn, rowsOut, packRows }: RowProduct): number {
  return rowsIn.length + rowsOut.length + packRows.length;
}

export type ConvolutionSizes = Pick<
  backend_util.Conv2DInfo,
  | 'batchSize'
  | 'inHeight'
  | 'inWidth'
  | 'inChannels'
  | 'outHeight'
  | 'outWidth'
  | 'outChannels'
  | 'strideHeight'
  | 'strideWidth'
  | 'filterHeight'
  | 'filterWidth'
  | 'padInfo'
>;

export interface ForwardPlan {
  readonly input: PaddedImage;
  readonly product: RowProduct;
}

export function planForward(sizes: ConvolutionSizes): ForwardPlan {
  const {
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    strideHeight,
    strideWidth,
    filterHeight,
    filterWidth,
    padInfo,
  } = sizes;
  const input = {
    images: batchSize,
    height: inHeight,
    width: inWidth,
    channels: inChannels,
    top: padInfo.top,
    left: padInfo.left,
    paddedHeight: Math.max((outHeight - 1) * strideHeight + filterHeight, padInfo.top + 1),
    paddedWidth: Math.max((outWidth - 1) * strideWidth + filterWidth, padInfo.left + 1),
  };
  const rowsIn: number[] = [];
  for (let image = 0; image < batchSize; image += 1)
    for (let row = 0; row < outHeight; row += 1)
      for (let column = 0; column < outWidth; column += 1)
        rowsIn.push(pixelOffset(input, image, row * strideHeight, column * strideWidth));
  const depth = filterWidth * inChannels;
  return {
    input,
    product: {
      ...wholeTiles(
        rowsIn,
        rowsIn.map((_, pixel) => pixel * outChannels * FLOAT_BYTES),
      ),
      taps: everyImageRow(input, filterHeight),
      depth,
      packRows: Int32Array.from({ length: filterHeight * depth }, (_, row) => row * outChannels * FLOAT_BYTES),
      columns: outChannels,
      columnStride: FLOAT_BYTES,
    },
  };
}

export interface BackwardPlan {
  /** Of the gradient by the result. */
  readonly input: PaddedImage;
  /** One for each place modulo the strides that a filter tap reaches. */
  readonly products: readonly RowProduct[];
  /** Whether pixels of x are left that no product writes. */
  readonly leavesZeros: boolean;
}

/**
 * dx[h] = sum of dy[o] W[i] over all i, o with h + top = o stride + i, and so for columns. All h with the same a = (h + top) mod stride see the
 * same taps i = a + m stride, m < count, at o = q - m with q = (h + top - a) / stride: a convolution of stride 1 for each a and each b.
 */
export function planBackward(sizes: ConvolutionSizes): BackwardPlan {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth, padInfo } = sizes;
  const vertical = phases({
    length: inHeight,
    margin: padInfo.top,
    stride: sizes.strideHeight,
    taps: sizes.filterHeight,
  });
  const horizontal = phases({ length: inWidth, margin: padInfo.left, stride: sizes.strideWidth, taps: filterWidth });
  const top = zerosBefore(vertical);
  const left = zerosBefore(horizontal);
  const input = {
    images: batchSize,
    height: outHeight,
    width: outWidth,
    channels: outChannels,
    top,
    left,
    paddedHeight: top + 1 + lastPlace(vertical),
    paddedWidth: left + 1 + lastPlace(horizontal),
  };
  const products = vertical.flatMap((down) =>
    horizontal.map((across): RowProduct => {
      const rowsIn: number[] = [];
      const rowsOut: number[] = [];
      for (let image = 0; image < batchSize; image += 1)
        for (const { at: h, place: q } of down.pixels)
          for (const { at: w, place: r } of across.pixels) {
            rowsIn.push(
              pixelOffset(input, image, top + q - (down.taps.length - 1), left + r - (across.taps.length - 1)),
            );
            rowsOut.push(((image * inHeight + h) * inWidth + w) * inChannels * FLOAT_BYTES);
          }
      // dy ascends, and so the taps descend.
      const packRows = down.taps
        .toReversed()
        .flatMap((i) =>
          across.taps
            .toReversed()
            .flatMap((j) =>
              Array.from(
                { length: outChannels },
                (_, channel) => ((i * filterWidth + j) * inChannels * outChannels + channel) * FLOAT_BYTES,
              ),
            ),
        );
      return {
        ...wholeTiles(rowsIn, rowsOut),
        taps: everyImageRow(input, down.taps.length),
        depth: across.taps.length * outChannels,
        packRows: Int32Array.from(packRows),
        columns: inChannels,
        columnStride: outChannels * FLOAT_BYTES,
      };
    }),
  );
  const written = products.reduce((sum, { rows }) => sum + rows, 0);
  return { input, products, leavesZeros: written < batchSize * inHeight * inWidth };
}

interface Phase {
  /** i, ascending. */
  readonly taps: readonly number[];
  /** h and its q, ascending. */
  readonly pixels: readonly { readonly at: number; readonly place: number }[];
}

/** Only those with taps and pixels. */
function phases(axis: {
  readonly length: number;
  readonly margin: number;
  readonly stride: number;
  readonly taps: number;
}): Phase[] {
  const all = Array.from({ length: axis.stride }, (_, rest) => ({
    taps: range(axis.taps).filter((tap) => tap % axis.stride === rest),
    pixels: range(axis.length)
      .filter((at) => (at + axis.margin) % axis.stride === rest)
      .map((at) => ({ at, place: Math.floor((at + axis.margin) / axis.stride) })),
  }));
  return all.filter(({ taps, pixels }) => taps.length > 0 && pixels.length > 0);
}

function zerosBefore(all: readonly Phase[]): number {
  return Math.max(0, ...all.map(({ taps, pixels }) => taps.length - 1 - pixels[0]!.place));
}

function lastPlace(all: readonly Phase[]): number {
  return Math.max(0, ...all.map(({ pixels }) => pixels.at(-1)!.place));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function pixelOffset(
  { paddedHeight, paddedWidth, channels }: PaddedImage,
  image: number,
  row: number,
  column: number,
): number {
  return ((image * paddedHeight + row) * paddedWidth + column) * channels * FLOAT_BYTES;
}

/** The first pixels of `count` image rows. */
function everyImageRow({ paddedWidth, channels }: PaddedImage, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row * paddedWidth * channels * FLOAT_BYTES);
}

export function wholeTiles(
  rowsIn: readonly number[],
  rowsOut: readonly number[],
): Pick<RowProduct, 'rowsIn' | 'rowsOut' | 'rows'> {
  const length = Math.ceil(rowsIn.length / TILE_ROWS) * TILE_ROWS;
  const filled = (rows: readonly number[]) =>
    Int32Array.from({ length }, (_, index) => rows[Math.min(index, rows.length - 1)]!);
  return { rowsIn: filled(rowsIn), rowsOut: filled(rowsOut), rows: rowsIn.length };
}
