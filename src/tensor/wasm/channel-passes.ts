// What batch norm does to rows of channels, in as few passes over memory as it takes: code of WebAssembly. Pure. `x`, `dy`, results: 32-bit
// floats at these addresses; all else that is per channel too.
import type { Code } from './assemble-module.ts';
import {
  countUp,
  type Declare,
  declareAll,
  f32x4,
  i32,
  type Local,
  repeatWhile,
  wasmFunction,
  when,
} from './instructions.ts';
import { storeLanes } from './store-lanes.ts';

const LANES = 4;
const FLOAT_BYTES = 4;
const VECTOR_BYTES = LANES * FLOAT_BYTES;
/** A cache line: channels whose sums are taken at once. */
const VECTORS_AT_ONCE = 4;
/** Rows whose sum is a number of its own before it goes into the total: rounding grows with the root of their number, not with it. */
const PARTIAL_ROWS = 64;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Sums over the rows of what `terms` makes of each place, several at once; `results` are where they go. */
function columnSums(
  rows: Local,
  channels: Local,
  results: readonly Local[],
  declare: Declare,
  /** Before the rows of a block of channels; `offset` is where the block begins in per-channel arrays. */
  prepare: (vector: number, offset: Local) => Code,
  /** `offset` of a row's block in x and dy. */
  terms: (vector: number, offset: Local) => readonly Code[],
): Code {
  const { channel, left, offset, place, row, part } = declareAll(declare, [
    'channel',
    'left',
    'offset',
    'place',
    'row',
    'part',
  ]);
  const vectors = upTo(VECTORS_AT_ONCE);
  const partials = results.map(() => vectors.map(() => declare('v128')));
  const totals = results.map(() => vectors.map(() => declare('v128')));
  const zeros = (sums: readonly (readonly Local[])[]): Code => sums.flat().map((sum) => sum.set(f32x4.zero));
  return countUp(channel, channels.get, VECTORS_AT_ONCE * LANES, [
    left.set(i32.sub(channels.get, channel.get)),
    place.set(i32.mul(channel.get, i32.const(FLOAT_BYTES))),
    offset.set(place.get),
    vectors.map((vector) => prepare(vector, place)),
    zeros(totals),
    row.set(rows.get),
    repeatWhile(i32.moreThan(row.get, i32.const(0)), [
      zeros(partials),
      part.set(i32.const(PARTIAL_ROWS)),
      when(i32.lessThan(row.get, part.get), part.set(row.get)),
      row.set(i32.sub(row.get, part.get)),
      repeatWhile(part.get, [
        vectors.map((vector) =>
          terms(vector, offset).map((term, index) =>
            partials[index]![vector]!.set(f32x4.add(partials[index]![vector]!.get, term)),
          ),
        ),
        offset.set(i32.add(offset.get, i32.mul(channels.get, i32.const(FLOAT_BYTES)))),
        part.set(i32.sub(part.get, i32.const(1))),
      ]),
      totals.map((sums, index) =>
        sums.map((sum, vector) => sum.set(f32x4.add(sum.get, partials[index]![vector]!.get))),
      ),
    ]),
    results.map((result, index) => storeLanes(i32.add(result.get, place.get), totals[index]!, left)),
  ]);
}

/** sums[c] = sum over rows of x[c] */
export const sumChannels = wasmFunction(
  'sumChannels',
  ['x', 'rows', 'channels', 'sums'],
  ({ x, rows, channels, sums }, declare) =>
    columnSums(
      rows,
      channels,
      [sums],
      declare,
      () => [],
      (vector, offset) => [f32x4.load(i32.add(x.get, offset.get), vector * VECTOR_BYTES)],
    ),
);

/** sums[c] = sum over rows of (x[c] - mean[c])^2 */
export const sumSquares = wasmFunction(
  'sumSquares',
  ['x', 'rows', 'channels', 'mean', 'sums'],
  ({ x, rows, channels, mean, sums }, declare) => {
    const means = upTo(VECTORS_AT_ONCE).map(() => declare('v128'));
    const centred = declare('v128');
    return columnSums(
      rows,
      channels,
      [sums],
      declare,
      (vector, place) => means[vector]!.set(f32x4.load(i32.add(mean.get, place.get), vector * VECTOR_BYTES)),
      (vector, offset) => [
        [
          centred.set(f32x4.sub(f32x4.load(i32.add(x.get, offset.get), vector * VECTOR_BYTES), means[vector]!.get)),
          f32x4.mul(centred.get, centred.get),
        ],
      ],
    );
  },
);

/** dOffset[c] = sum over rows of g[c], dScale[c] = sum of g[c] (x[c] - mean[c]); g = dy, or 0 where x scale + shift is not above `floor` */
export const sumGradients = wasmFunction(
  'sumGradients',
  ['x', 'dy', 'rows', 'channels', 'mean', 'scale', 'shift', 'floor', 'dOffset', 'dScale'],
  ({ x, dy, rows, channels, mean, scale, shift, floor, dOffset, dScale }, declare) => {
    const [value, slope, limit] = [declare('v128'), declare('v128'), declare('v128')];
    const per = (parameter: Local, place: Local, vector: number): Code =>
      f32x4.load(i32.add(parameter.get, place.get), vector * VECTOR_BYTES);
    const many = () => upTo(VECTORS_AT_ONCE).map(() => declare('v128'));
    const [means, scales, shifts] = [many(), many(), many()];
    return [
      limit.set(f32x4.splat(floor.get)),
      columnSums(
        rows,
        channels,
        [dOffset, dScale],
        declare,
        (vector, place) => [
          means[vector]!.set(per(mean, place, vector)),
          scales[vector]!.set(per(scale, place, vector)),
          shifts[vector]!.set(per(shift, place, vector)),
        ],
        (vector, offset) => [
          [
            value.set(f32x4.load(i32.add(x.get, offset.get), vector * VECTOR_BYTES)),
            slope.set(
              f32x4.and(
                f32x4.load(i32.add(dy.get, offset.get), vector * VECTOR_BYTES),
                f32x4.moreThan(f32x4.add(f32x4.mul(value.get, scales[vector]!.get), shifts[vector]!.get), limit.get),
              ),
            ),
            slope.get,
          ],
          f32x4.mul(slope.get, f32x4.sub(value.get, means[vector]!.get)),
        ],
      ),
    ];
  },
  ['floor'],
);

/** Goes through `count` numbers, four at a time, with as many vectors of `pattern` for each, which begins anew every `patternBytes` bytes. */
function eachVector(
  { count, pattern, patternBytes }: { readonly count: Local; readonly pattern: Local; readonly patternBytes: Local },
  arrays: readonly Local[],
  patternVectors: number,
  declare: Declare,
  make: (coefficient: (index: number) => Code) => Code,
  result: Local,
): Code {
  const [at, end, value] = [declare('i32'), declare('i32'), declare('v128')];
  const step = (local: Local, bytes: number): Code => local.set(i32.add(local.get, i32.const(bytes)));
  return [
    at.set(pattern.get),
    end.set(i32.add(pattern.get, patternBytes.get)),
    repeatWhile(i32.moreThan(count.get, i32.const(0)), [
      value.set(make((index) => f32x4.load(at.get, index * VECTOR_BYTES))),
      storeLanes(result.get, [value], count),
      [...arrays, result].map((local) => step(local, VECTOR_BYTES)),
      step(count, -LANES),
      step(at, patternVectors * VECTOR_BYTES),
      when(i32.equal(at.get, end.get), at.set(pattern.get)),
    ]),
  ];
}

/** y = max(x scale + shift, floor); for each vector of channels the pattern has scale, shift */
export const scaleChannels = wasmFunction(
  'scaleChannels',
  ['x', 'count', 'pattern', 'patternBytes', 'floor', 'y'],
  ({ x, count, pattern, patternBytes, floor, y }, declare) => {
    const limit = declare('v128');
    return [
      limit.set(f32x4.splat(floor.get)),
      eachVector(
        { count, pattern, patternBytes },
        [x],
        2,
        declare,
        (coefficient) =>
          f32x4.atLeast(f32x4.add(f32x4.mul(f32x4.load(x.get), coefficient(0)), coefficient(1)), limit.get),
        y,
      ),
    ];
  },
  ['floor'],
);

/**
 * dx = a g + b (x - mean) + c; g = dy, or 0 where x scale + shift is not above `floor`; for each vector of channels the pattern has
 * scale, shift, mean, a, b, c
 */
export const gradientOfChannels = wasmFunction(
  'gradientOfChannels',
  ['x', 'dy', 'count', 'pattern', 'patternBytes', 'floor', 'dx'],
  ({ x, dy, count, pattern, patternBytes, floor, dx }, declare) => {
    const [limit, value, slope] = [declare('v128'), declare('v128'), declare('v128')];
    return [
      limit.set(f32x4.splat(floor.get)),
      eachVector(
        { count, pattern, patternBytes },
        [x, dy],
        6,
        declare,
        (coefficient) => [
          value.set(f32x4.load(x.get)),
          slope.set(
            f32x4.and(
              f32x4.load(dy.get),
              f32x4.moreThan(f32x4.add(f32x4.mul(value.get, coefficient(0)), coefficient(1)), limit.get),
            ),
          ),
          f32x4.add(
            f32x4.add(
              f32x4.mul(coefficient(3), slope.get),
              f32x4.mul(coefficient(4), f32x4.sub(value.get, coefficient(2))),
            ),
            coefficient(5),
          ),
        ],
        dx,
      ),
    ];
  },
  ['floor'],
);
