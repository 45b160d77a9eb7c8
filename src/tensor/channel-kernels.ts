// What batch norm needs of a backend, by kernel: names, attributes, and the same in operations that every backend has. x is `[..., channels]`,
// whatever is per channel `[channels]`, moments (mean, then variance) and sums (dbeta, then dgamma) `[2, channels]`.
import {
  add,
  cast,
  concat,
  engine,
  getBackend,
  getKernel,
  greater,
  matMul,
  mul,
  type NamedTensorMap,
  ones,
  relu,
  reshape,
  rsqrt,
  slice,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';

/** Added to the variance (chosen; the usual value). */
export const BATCH_NORM_EPSILON = 1e-5;

interface ScaledChannels {
  readonly x: Tensor;
  readonly moments: Tensor2D;
  readonly gamma: Tensor1D;
  readonly beta: Tensor1D;
}

/** Whether y = max(0, ...), and only what is above 0 has a gradient. */
export interface ChannelAttributes {
  readonly isRectified: boolean;
}

/** Where a backend has a kernel of that name, it is run instead of the operations. */
function runOr(kernelName: string, inputs: object, attributes: object, operations: () => Tensor): Tensor {
  return getKernel(kernelName, getBackend()) === undefined
    ? tidy(operations)
    : engine().runKernel(kernelName, inputs as NamedTensorMap, attributes as Record<string, never>);
}

/** Mean and variance of every channel over all other axes. */
export function channelMoments(x: Tensor): Tensor2D {
  return runOr('ChannelMoments', { x }, {}, () => {
    const rows = rowsOf(x);
    const mean = columnMeans(rows);
    return concat([mean, columnMeans(square(sub(rows, mean)))], 0);
  }) as Tensor2D;
}

/** gamma (x - mean) / sqrt(variance + eps) + beta */
export function scaleChannels(scaled: ScaledChannels, attributes: ChannelAttributes): Tensor {
  return runOr('ScaleChannels', scaled, attributes, () => {
    const y = add(mul(unitOf(scaled), scaled.gamma), scaled.beta);
    return reshape(attributes.isRectified ? relu(y) : y, scaled.x.shape);
  });
}

/** dbeta and dgamma over the rows at hand. */
export function channelGradientSums(scaled: ScaledChannels, dy: Tensor, attributes: ChannelAttributes): Tensor2D {
  return runOr('ChannelGradientSums', { ...scaled, dy }, attributes, () => {
    const slope = slopeOf(scaled, dy, attributes);
    return concat([columnSums(slope), columnSums(mul(slope, unitOf(scaled)))], 0);
  }) as Tensor2D;
}

/** gamma r (dy - dbeta / n - x^ dgamma / n) with r = 1 / sqrt(variance + eps), x^ = (x - mean) r, n = `rows` */
export function channelGradient(
  scaled: ScaledChannels,
  dy: Tensor,
  sums: Tensor2D,
  attributes: ChannelAttributes & { readonly rows: number },
): Tensor {
  return runOr('ChannelGradient', { ...scaled, dy, sums }, attributes, () => {
    const means = mul(sums, 1 / attributes.rows);
    const mean = (index: number) => slice(means, [index, 0], [1, means.shape[1]!]);
    const rest = sub(sub(slopeOf(scaled, dy, attributes), mean(0)), mul(unitOf(scaled), mean(1)));
    return reshape(mul(rest, mul(inverseOf(scaled), scaled.gamma)), dy.shape);
  });
}

function rowsOf(x: Tensor): Tensor2D {
  return reshape(x, [-1, x.shape[x.rank - 1]!]);
}

function rowOf(moments: Tensor2D, index: number): Tensor2D {
  return slice(moments, [index, 0], [1, moments.shape[1]]);
}

function inverseOf({ moments }: ScaledChannels): Tensor2D {
  return rsqrt(add(rowOf(moments, 1), BATCH_NORM_EPSILON));
}

function unitOf(scaled: ScaledChannels): Tensor2D {
  return mul(sub(rowsOf(scaled.x), rowOf(scaled.moments, 0)), inverseOf(scaled));
}

function slopeOf(scaled: ScaledChannels, dy: Tensor, { isRectified }: ChannelAttributes): Tensor2D {
  const rows = rowsOf(dy);
  if (!isRectified) return rows;
  return mul(rows, cast(greater(add(mul(unitOf(scaled), scaled.gamma), scaled.beta), 0), 'float32'));
}

/** `[rows, channels] -> [1, channels]`, as a product: reductions over the first axis are slow on some backends. */
function columnSums(rows: Tensor): Tensor2D {
  return matMul(ones([1, rows.shape[0]!]) as Tensor2D, rows as Tensor2D);
}

function columnMeans(rows: Tensor): Tensor2D {
  return mul(columnSums(rows), 1 / rows.shape[0]!);
}
