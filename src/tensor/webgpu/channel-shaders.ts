// Batch norm on a GPU as few passes over memory, in WGSL: sums per channel in two steps of fixed order, and what is done to every value by
// them. What each is for stands in ../channel-kernels.ts. Text out; pure.
import { BATCH_NORM_EPSILON } from '../channel-kernels.ts';
import { LARGEST_DISPATCH } from './dispatch-limit.ts';
import type { Shader } from './run-shader.ts';

/** x as rows of channels. */
export interface Rows {
  readonly rows: number;
  readonly channels: number;
}

/** One reduction: `parts` of sums `[parts, 2, channels]`, and what they come to. */
export interface Reduction {
  readonly partial: Shader;
  readonly parts: number;
  readonly total: Shader;
}

const THREADS = 256;
/** Chosen: enough for the largest GPUs; more would only be more to add up. */
const WANTED_WORKGROUPS = 1024;
/** Chosen: fewer rows a thread are not worth a workgroup of their own. */
const FEWEST_ROWS_EACH = 8;

interface Lanes {
  /** Four channels at a time where their number allows it. */
  readonly type: 'vec4<f32>' | 'f32';
  readonly units: number;
}

function lanesOf(channels: number): Lanes {
  return channels % 4 === 0 ? { type: 'vec4<f32>', units: channels / 4 } : { type: 'f32', units: channels };
}

/** `moments` (mean, variance) <- x */
export function planMoments(shape: Rows): Reduction {
  const split = splitRows(shape);
  const { type, units } = lanesOf(shape.channels);
  // Differences to the part's first row, so that squares of a large mean do not swallow a small variance.
  const partial = partialShader('ChannelMoments', shape, split, {
    reads: ['x'],
    prepare: `let pivot = x[first * ${units}u + unit];`,
    each: `let v = x[at] - pivot; a += v; b += v * v;`,
    finish: `
    let count = f32(end - first);
    let mean = a / count;
    result[part * ${2 * units}u + unit] = pivot + mean;
    result[part * ${2 * units}u + ${units}u + unit] = max(b - a * mean, ${type}());`,
  });
  const count = (part: string) =>
    `f32(min(${shape.rows}u, (${part} + 1u) * ${split.rowsEach}u) - ${part} * ${split.rowsEach}u)`;
  return {
    partial,
    parts: split.parts,
    // As ../batch-norm.ts does for replicas: mu = sum n_r mu_r / n, var = sum n_r (var_r + (mu_r - mu)^2) / n, with n_r var_r as it is.
    total: totalShader('ChannelMomentsTotal', shape.channels, split.parts, [
      `${count('part')} / ${shape.rows}.0 * parts[part * ${2 * shape.channels}u + channel]`,
      `(parts[part * ${2 * shape.channels}u + ${shape.channels}u + channel] + ${count('part')} * pow2(parts[part * ${2 * shape.channels}u + channel] - total0)) / ${shape.rows}.0`,
    ]),
  };
}

/** `sums` (dbeta, dgamma) <- x, moments, gamma, beta, dy */
export function planGradientSums(shape: Rows, isRectified: boolean): Reduction {
  const split = splitRows(shape);
  const { units } = lanesOf(shape.channels);
  return {
    partial: partialShader('ChannelGradientSums', shape, split, {
      reads: ['x', 'moments', 'gamma', 'beta', 'dy'],
      prepare: ofChannel(shape.channels),
      each: `let unitX = (x[at] - mean) * inverse; let slope = ${slope(shape.channels, isRectified)}; a += slope; b += slope * unitX;`,
      finish: `
    result[part * ${2 * units}u + unit] = a;
    result[part * ${2 * units}u + ${units}u + unit] = b;`,
    }),
    parts: split.parts,
    total: totalShader('ChannelGradientSumsTotal', shape.channels, split.parts, [
      `parts[part * ${2 * shape.channels}u + channel]`,
      `parts[part * ${2 * shape.channels}u + ${shape.channels}u + channel]`,
    ]),
  };
}

/** `y` <- x, moments, gamma, beta */
export function planScale(shape: Rows, isRectified: boolean): Shader {
  const { type } = lanesOf(shape.channels);
  const value = '(x[at] - mean) * inverse * gamma[unit] + beta[unit]';
  return eachShader(
    'ScaleChannels',
    shape,
    ['x', 'moments', 'gamma', 'beta'],
    `
  ${ofChannel(shape.channels)}
  result[at] = ${isRectified ? `max(${value}, ${type}())` : value};`,
  );
}

/** `dx` <- x, moments, gamma, beta, dy, sums; @param count n of the formula, which replicas have in common */
export function planGradient(shape: Rows, isRectified: boolean, count: number): Shader {
  const { units } = lanesOf(shape.channels);
  return eachShader(
    'ChannelGradient',
    shape,
    ['x', 'moments', 'gamma', 'beta', 'dy', 'sums'],
    `
  ${ofChannel(shape.channels)}
  let unitX = (x[at] - mean) * inverse;
  let slope = ${slope(shape.channels, isRectified)};
  let rest = slope - (sums[unit] + unitX * sums[${units}u + unit]) * ${(1 / count).toExponential()};
  result[at] = rest * inverse * gamma[unit];`,
  );
}

function ofChannel(channels: number): string {
  const { units, type } = lanesOf(channels);
  return `let mean = moments[unit];
  let inverse = inverseSqrt(moments[${units}u + unit] + ${type}(${BATCH_NORM_EPSILON}));`;
}

function slope(channels: number, isRectified: boolean): string {
  const { type } = lanesOf(channels);
  return isRectified ? `select(${type}(), dy[at], unitX * gamma[unit] + beta[unit] > ${type}())` : 'dy[at]';
}

/** Threads of a workgroup: `across` channels by `down` rows; workgroups: `slabs` of channels by `parts` of rows. */
function splitRows({ rows, channels }: Rows) {
  const { units } = lanesOf(channels);
  const across = Math.min(64, 2 ** Math.ceil(Math.log2(units)));
  const down = THREADS / across;
  const slabs = Math.ceil(units / across);
  const parts = Math.max(
    1,
    Math.min(Math.ceil(WANTED_WORKGROUPS / slabs), Math.ceil(rows / (down * FEWEST_ROWS_EACH))),
  );
  const rowsEach = Math.ceil(rows / parts);
  return { across, down, slabs, rowsEach, parts: Math.ceil(rows / rowsEach) };
}

interface PartialSteps {
  readonly reads: readonly string[];
  readonly prepare: string;
  /** Adds the value at `at` to `a` and `b`. */
  readonly each: string;
  /** What becomes of `a` and `b` of the whole part. */
  readonly finish: string;
}

function partialShader(
  name: string,
  { rows, channels }: Rows,
  { across, down, slabs, rowsEach, parts }: ReturnType<typeof splitRows>,
  { reads, prepare, each, finish }: PartialSteps,
): Shader {
  const { type, units } = lanesOf(channels);
  const code = `
${bindings(type, reads)}
var<workgroup> sumsA: array<${type}, ${THREADS}>;
var<workgroup> sumsB: array<${type}, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let unit = min(workgroup.x * ${across}u + thread % ${across}u, ${units - 1}u);
  let isChannel = workgroup.x * ${across}u + thread % ${across}u < ${units}u;
  let down = thread / ${across}u;
  let part = workgroup.y;
  let first = part * ${rowsEach}u;
  let end = min(first + ${rowsEach}u, ${rows}u);
  ${prepare}
  var a = ${type}();
  var b = ${type}();
  for (var row = first + down; row < end; row += ${down}u) {
    let at = row * ${units}u + unit;
    ${each}
  }
  sumsA[thread] = a;
  sumsB[thread] = b;
  for (var half = ${down / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (down < half) {
      sumsA[thread] += sumsA[thread + half * ${across}u];
      sumsB[thread] += sumsB[thread + half * ${across}u];
    }
  }
  if (down == 0u && isChannel) {
    a = sumsA[thread];
    b = sumsB[thread];
    ${finish}
  }
}`;
  return { name, code, workgroups: [slabs, parts, 1] };
}

/** Two numbers a channel out of its parts, the second by the first: `terms` are what one part adds. */
function totalShader(name: string, channels: number, parts: number, terms: readonly [string, string]): Shader {
  const sum = (index: 0 | 1) => `
  var sum${index} = 0.0;
  for (var part = thread; part < ${parts}u; part += 64u) { sum${index} += ${terms[index]}; }
  sums[thread] = sum${index};
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  workgroupBarrier();
  let total${index} = sums[0];
  workgroupBarrier();`;
  const code = `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> parts: array<f32>;
var<workgroup> sums: array<f32, 64>;
fn pow2(x: f32) -> f32 { return x * x; }
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let channel = workgroup.x;
  ${sum(0)}
  ${sum(1)}
  if (thread == 0u) {
    result[channel] = total0;
    result[${channels}u + channel] = total1;
  }
}`;
  return { name, code, workgroups: [channels, 1, 1] };
}

function eachShader(name: string, { rows, channels }: Rows, reads: readonly string[], body: string): Shader {
  const { type, units } = lanesOf(channels);
  const groups = Math.ceil((rows * units) / THREADS);
  const code = `
${bindings(type, reads)}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) invocation: vec3<u32>) {
  let at = invocation.x + invocation.y * ${THREADS * LARGEST_DISPATCH}u;
  if (at >= ${rows * units}u) { return; }
  let unit = at % ${units}u;
  ${body}
}`;
  return { name, code, workgroups: [Math.min(groups, LARGEST_DISPATCH), Math.ceil(groups / LARGEST_DISPATCH), 1] };
}

function bindings(type: string, reads: readonly string[]): string {
  return [
    `@group(0) @binding(0) var<storage, read_write> result: array<${type}>;`,
    ...reads.map((name, index) => `@group(0) @binding(${index + 1}) var<storage, read> ${name}: array<${type}>;`),
  ].join('\n');
}
