// Which shaders make a convolution's output and its two gradients: sizes in, shaders in their order out. Pure.

import type { CoreFamily } from './core-choice.ts';
import { LARGEST_DISPATCH } from './dispatch-limit.ts';
import {
  type FilterGradientGeometry,
  filterGradientShader,
  splitPixels,
  sumPartsShader,
} from './filter-gradient-product.ts';
import { type GatherGeometry, type GatherPhase, gatherProductShader, type ImageSize } from './gather-product.ts';
import { range } from './product-core.ts';
import type { Shader } from './run-shader.ts';

/** Sizes of a convolution without dilation, channels last. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** result <- image, filter */
export function planForward(sizes: ConvolutionSizes, family: CoreFamily): Shader {
  const geometry: GatherGeometry = {
    batch: sizes.batch,
    source: inputImage(sizes),
    target: outputImage(sizes),
    sourceStep: { row: sizes.strideHeight, column: sizes.strideWidth },
    targetStep: { row: 1, column: 1 },
    isSlope: false,
    phases: [
      {
        gridHeight: sizes.outHeight,
        gridWidth: sizes.outWidth,
        tapRows: sizes.filterHeight,
        tapColumns: sizes.filterWidth,
        sourceOrigin: { row: -sizes.padTop, column: -sizes.padLeft },
        targetOrigin: { row: 0, column: 0 },
        filterOffset: 0,
      },
    ],
  };
  const rows = sizes.batch * sizes.outHeight * sizes.outWidth;
  return gatherProductShader('Convolution', geometry, family.choose(rows, sizes.outChannels, 'row-major'));
}

/** Along one axis: the input positions u * stride + offset, and the taps that reach them. */
interface Phase {
  readonly offset: number;
  readonly positions: number;
  readonly taps: number;
  /** The largest of the taps; the others follow at distances of the stride, downwards. */
  readonly lastTap: number;
  /** Output position that the last tap takes from at u = 0. */
  readonly origin: number;
}

/**
 * Tap k of output o touches input o s + k - p, so input u s + f is reached by k = (f + p) mod s, + s, + 2s ... from
 * o = u + (f + p - k) / s. No tap is tried in vain, whatever the stride.
 */
function phasesOf(length: number, taps: number, stride: number, pad: number): Phase[] {
  return range(stride).map((offset) => {
    const firstTap = (offset + pad) % stride;
    const count = Math.max(0, Math.ceil((taps - firstTap) / stride));
    const lastTap = firstTap + (count - 1) * stride;
    return {
      offset,
      positions: Math.max(0, Math.ceil((length - offset) / stride)),
      taps: count,
      lastTap,
      origin: (offset + pad - lastTap) / stride,
    };
  });
}

interface PhasePair {
  readonly row: Phase;
  readonly column: Phase;
  /** Where its taps begin in the turned filter. */
  readonly filterOffset: number;
}

function phasePairs(sizes: ConvolutionSizes): PhasePair[] {
  const rows = phasesOf(sizes.inHeight, sizes.filterHeight, sizes.strideHeight, sizes.padTop);
  const columns = phasesOf(sizes.inWidth, sizes.filterWidth, sizes.strideWidth, sizes.padLeft);
  let filterOffset = 0;
  return rows.flatMap((row) =>
    columns.map((column) => {
      const pair = { row, column, filterOffset };
      filterOffset += row.taps * column.taps * sizes.inChannels * sizes.outChannels;
      return pair;
    }),
  );
}

/** turned filter <- filter: for each phase its taps from the last to the first, in and out channels swapped */
export function planTurnedFilter(sizes: ConvolutionSizes): Shader {
  const { inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = sizes;
  const size = filterHeight * filterWidth * inChannels * outChannels;
  const pairs = phasePairs(sizes);
  const table = (values: readonly number[]) => `array<u32, ${values.length}>(${values.map((v) => `${v}u`).join(', ')})`;
  const code = `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> filterTaps: array<f32>;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let at = invocation.x + invocation.y * ${256 * LARGEST_DISPATCH}u;
  if (at >= ${size}u) { return; }
  // Where its phase begins, and how many taps that has across; by (offset in rows, offset in columns).
  let offsets = ${table(pairs.map(({ filterOffset }) => filterOffset))};
  let widths = ${table(pairs.map(({ column }) => column.taps))};
  let lastRows = ${table(pairs.map(({ row }) => Math.max(0, row.lastTap)))};
  let lastColumns = ${table(pairs.map(({ column }) => Math.max(0, column.lastTap)))};
  let outChannel = at % ${outChannels}u;
  let inChannel = at / ${outChannels}u % ${inChannels}u;
  let tapColumn = at / ${outChannels * inChannels}u % ${filterWidth}u;
  let tapRow = at / ${outChannels * inChannels * filterWidth}u;
  let phaseRow = (tapRow + ${strideHeight * sizes.padTop}u - ${sizes.padTop}u) % ${strideHeight}u;
  let phaseColumn = (tapColumn + ${strideWidth * sizes.padLeft}u - ${sizes.padLeft}u) % ${strideWidth}u;
  let pair = phaseRow * ${strideWidth}u + phaseColumn;
  let row = (lastRows[pair] - tapRow) / ${strideHeight}u;
  let column = (lastColumns[pair] - tapColumn) / ${strideWidth}u;
  let tap = row * widths[pair] + column;
  result[offsets[pair] + (tap * ${outChannels}u + outChannel) * ${inChannels}u + inChannel] = filterTaps[at];
}`;
  const groups = Math.ceil(size / 256);
  return {
    name: 'TurnFilter',
    code,
    workgroups: [Math.min(groups, LARGEST_DISPATCH), Math.ceil(groups / LARGEST_DISPATCH), 1],
  };
}

/** result <- slope of the output, turned filter, with f16 the slope's scale */
export function planInputGradient(sizes: ConvolutionSizes, family: CoreFamily): Shader {
  const phases = phasePairs(sizes).map(({ row, column, filterOffset }): GatherPhase => {
    const hasTaps = row.taps > 0 && column.taps > 0;
    return {
      gridHeight: row.positions,
      gridWidth: column.positions,
      // Without taps: no turns, zeros are written.
      tapRows: hasTaps ? row.taps : 0,
      tapColumns: hasTaps ? column.taps : 0,
      sourceOrigin: hasTaps ? { row: row.origin, column: column.origin } : { row: 0, column: 0 },
      targetOrigin: { row: row.offset, column: column.offset },
      filterOffset,
    };
  });
  const geometry: GatherGeometry = {
    batch: sizes.batch,
    source: outputImage(sizes),
    target: inputImage(sizes),
    sourceStep: { row: 1, column: 1 },
    targetStep: { row: sizes.strideHeight, column: sizes.strideWidth },
    isSlope: true,
    phases: phases as [GatherPhase, ...GatherPhase[]],
  };
  const rows = sizes.batch * sizes.inHeight * sizes.inWidth;
  return gatherProductShader('ConvolutionInputGradient', geometry, family.choose(rows, sizes.inChannels, 'row-major'));
}

function inputImage({ inHeight, inWidth, inChannels }: ConvolutionSizes): ImageSize {
  return { height: inHeight, width: inWidth, channels: inChannels };
}

function outputImage({ outHeight, outWidth, outChannels }: ConvolutionSizes): ImageSize {
  return { height: outHeight, width: outWidth, channels: outChannels };
}

interface FilterGradientPlan {
  /** parts of the gradient <- image, slope of the output, with f16 the slope's scale */
  readonly parts: Shader;
  readonly partCount: number;
  /** gradient <- parts; undefined: there is one part, it is the gradient */
  readonly sum: Shader | undefined;
}

export function planFilterGradient(sizes: ConvolutionSizes, family: CoreFamily): FilterGradientPlan {
  const geometry: FilterGradientGeometry = {
    batch: sizes.batch,
    image: inputImage(sizes),
    output: outputImage(sizes),
    tapRows: sizes.filterHeight,
    tapColumns: sizes.filterWidth,
    stride: { row: sizes.strideHeight, column: sizes.strideWidth },
    padTop: sizes.padTop,
    padLeft: sizes.padLeft,
  };
  const core = family.choose(sizes.filterWidth * sizes.inChannels, sizes.outChannels, 'depth-major');
  const { parts } = splitPixels(geometry, core);
  const size = sizes.filterHeight * sizes.filterWidth * sizes.inChannels * sizes.outChannels;
  return {
    parts: filterGradientShader('ConvolutionFilterGradient', geometry, core),
    partCount: parts,
    sum: parts === 1 ? undefined : sumPartsShader('SumFilterGradient', parts, size),
  };
}
