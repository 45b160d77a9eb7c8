// Products of matrices whose rows lie anywhere in memory, which is what a convolution and both its gradients are: code of WebAssembly. Pure.
// All addresses and offsets are in bytes.
import type { Code } from './assemble-module.ts';
import {
  countUp,
  type Declare,
  declareAll,
  f32x4,
  i32,
  type Local,
  memory,
  repeatWhile,
  wasmFunction,
  when,
} from './instructions.ts';
import { storeLanes } from './store-lanes.ts';

/** Rows of a tile. With 8 columns its sums just fit the 16 registers of x86: larger tiles measured slower. */
export const TILE_ROWS = 4;
const LANES = 4;
/** Columns of a tile: two vectors, and one where no more than four columns are left. */
export const TILE_COLUMNS = 8;
const FLOAT_BYTES = 4;
const VECTOR_BYTES = LANES * FLOAT_BYTES;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

interface Tile {
  readonly sums: readonly (readonly Local[])[];
  readonly lefts: readonly Local[];
  readonly rights: readonly Local[];
  /** Sums back to zero. */
  readonly clear: Code;
  /** Adds the product of the column `lefts` with the row `rights`. */
  readonly addProduct: Code;
}

function declareTile(declare: Declare, vectors: number): Tile {
  const many = (count: number) => upTo(count).map(() => declare('v128'));
  const sums = upTo(TILE_ROWS).map(() => many(vectors));
  const lefts = many(TILE_ROWS);
  const rights = many(vectors);
  return {
    sums,
    lefts,
    rights,
    clear: sums.flat().map((sum) => sum.set(f32x4.zero)),
    addProduct: sums.map((row, r) =>
      row.map((sum, v) => sum.set(f32x4.add(sum.get, f32x4.mul(lefts[r]!.get, rights[v]!.get)))),
    ),
  };
}

/** The columns in blocks of eight, and a last one of four where that is enough. */
function eachColumnBlock(column: Local, left: Local, columns: Local, block: (vectors: number) => Code): Code {
  const isWide = i32.moreThan(left.get, i32.const(LANES));
  const step = (vectors: number): Code => [block(vectors), column.set(i32.add(column.get, i32.const(vectors * LANES)))];
  return countUp(column, columns.get, 0, [
    left.set(i32.sub(columns.get, column.get)),
    when(isWide, step(2)),
    when(i32.lessThan(left.get, i32.const(LANES + 1)), step(1)),
  ]);
}

/**
 * out[rowsOut[p]][n] = sum over taps t, k < depth of x[rowsIn[p] + taps[t]][k] * packed[t][k][n], for n < columns
 * `rows` is a multiple of TILE_ROWS; `packed` as packColumns makes it.
 */
export const multiplyRows = wasmFunction(
  'multiplyRows',
  ['x', 'rowsIn', 'rowsOut', 'rows', 'taps', 'tapCount', 'depth', 'packed', 'out', 'columns'],
  ({ x, rowsIn, rowsOut, rows, taps, tapCount, depth, packed, out, columns }, declare) => {
    const { column, left, row, tap, k, weights, base } = declareAll(declare, [
      'column',
      'left',
      'row',
      'tap',
      'k',
      'weights',
      'base',
    ]);
    const inputs = upTo(TILE_ROWS).map(() => declare('i32'));
    const tiles = [declareTile(declare, 1), declareTile(declare, 2)];
    const block = (vectors: number): Code => {
      const { sums, lefts, rights, clear, addProduct } = tiles[vectors - 1]!;
      const place = (list: Local, r: number): Code =>
        i32.load(i32.add(list.get, i32.mul(row.get, i32.const(FLOAT_BYTES))), r * FLOAT_BYTES);
      return [
        countUp(row, rows.get, TILE_ROWS, [
          clear,
          weights.set(packed.get),
          countUp(tap, tapCount.get, 1, [
            base.set(i32.add(x.get, i32.load(i32.add(taps.get, i32.mul(tap.get, i32.const(FLOAT_BYTES)))))),
            inputs.map((input, r) => input.set(i32.add(base.get, place(rowsIn, r)))),
            k.set(depth.get),
            repeatWhile(k.get, [
              rights.map((right, v) => right.set(f32x4.load(weights.get, v * VECTOR_BYTES))),
              lefts.map((left, r) => left.set(f32x4.loadSplat(inputs[r]!.get))),
              addProduct,
              inputs.map((input) => input.set(i32.add(input.get, i32.const(FLOAT_BYTES)))),
              weights.set(i32.add(weights.get, i32.const(vectors * VECTOR_BYTES))),
              k.set(i32.sub(k.get, i32.const(1))),
            ]),
          ]),
          base.set(i32.add(out.get, i32.mul(column.get, i32.const(FLOAT_BYTES)))),
          sums.map((values, r) => [
            inputs[r]!.set(i32.add(base.get, place(rowsOut, r))),
            storeLanes(inputs[r]!.get, values, left),
          ]),
        ]),
        packed.set(weights.get),
      ];
    };
    return eachColumnBlock(column, left, columns, block);
  },
);

/**
 * out[t][k][n] += sum over p < rows of x[rowsIn[p] + taps[t]][k] * y[p][n], for k < depth, n < columns, in runs of `runRows` rows, so that
 * what a run reads stays in the cache. `out` begins as zeros.
 */
export const multiplyColumns = wasmFunction(
  'multiplyColumns',
  ['x', 'rowsIn', 'rows', 'taps', 'tapCount', 'depth', 'y', 'columns', 'out', 'runRows'],
  ({ x, rowsIn, rows, taps, tapCount, depth, y, columns, out, runRows }, declare) => {
    const { column, left, tap, k, base, list, input, right, count, place, stride } = declareAll(declare, [
      'column',
      'left',
      'tap',
      'k',
      'base',
      'list',
      'input',
      'right',
      'count',
      'place',
      'stride',
    ]);
    const tiles = [declareTile(declare, 1), declareTile(declare, 2)];
    const block = (vectors: number): Code => {
      const { sums, lefts, rights, clear, addProduct } = tiles[vectors - 1]!;
      return [
        clear,
        list.set(rowsIn.get),
        right.set(i32.add(y.get, i32.mul(column.get, i32.const(FLOAT_BYTES)))),
        count.set(runRows.get),
        repeatWhile(count.get, [
          input.set(i32.add(base.get, i32.load(list.get))),
          rights.map((one, v) => one.set(f32x4.load(right.get, v * VECTOR_BYTES))),
          lefts.map((one, r) => one.set(f32x4.loadSplat(input.get, r * FLOAT_BYTES))),
          addProduct,
          list.set(i32.add(list.get, i32.const(FLOAT_BYTES))),
          right.set(i32.add(right.get, stride.get)),
          count.set(i32.sub(count.get, i32.const(1))),
        ]),
        place.set(
          i32.add(
            out.get,
            i32.mul(
              i32.const(FLOAT_BYTES),
              i32.add(column.get, i32.mul(columns.get, i32.add(k.get, i32.mul(tap.get, depth.get)))),
            ),
          ),
        ),
        sums.map((values, r) =>
          when(i32.lessThan(i32.add(k.get, i32.const(r)), depth.get), [
            values.map((value, v) => value.set(f32x4.add(value.get, f32x4.load(place.get, v * VECTOR_BYTES)))),
            storeLanes(place.get, values, left),
            place.set(i32.add(place.get, stride.get)),
          ]),
        ),
      ];
    };
    const run: Code = countUp(tap, tapCount.get, 1, [
      countUp(k, depth.get, TILE_ROWS, [
        base.set(
          i32.add(
            i32.add(x.get, i32.mul(k.get, i32.const(FLOAT_BYTES))),
            i32.load(i32.add(taps.get, i32.mul(tap.get, i32.const(FLOAT_BYTES)))),
          ),
        ),
        eachColumnBlock(column, left, columns, block),
      ]),
    ]);
    return [
      stride.set(i32.mul(columns.get, i32.const(FLOAT_BYTES))),
      repeatWhile(i32.moreThan(rows.get, i32.const(0)), [
        when(i32.lessThan(rows.get, runRows.get), runRows.set(rows.get)),
        run,
        rowsIn.set(i32.add(rowsIn.get, i32.mul(runRows.get, i32.const(FLOAT_BYTES)))),
        y.set(i32.add(y.get, i32.mul(runRows.get, stride.get))),
        rows.set(i32.sub(rows.get, runRows.get)),
      ]),
    ];
  },
);

/**
 * The rows of a matrix in the order in which multiplyRows reads them: packed[block of columns][row][column in it], zeros after the last one.
 * Element (row, n) of the matrix is at source + offsets[row] + n * columnStride.
 */
export const packColumns = wasmFunction(
  'packColumns',
  ['source', 'offsets', 'rows', 'columns', 'columnStride', 'packed'],
  ({ source, offsets, rows, columns, columnStride, packed }, declare) => {
    const { column, left, row, from } = declareAll(declare, ['column', 'left', 'row', 'from']);
    const values = [declare('v128'), declare('v128')];
    const vectorOf = (lane: number): Local => values[Math.floor(lane / LANES)]!;
    const addLane = (lane: number): Code => [
      vectorOf(lane).set(f32x4.loadLane(from.get, vectorOf(lane).get, lane % LANES)),
      from.set(i32.add(from.get, columnStride.get)),
    ];
    const eachRow = (vectors: number, read: Code): Code =>
      countUp(row, rows.get, 1, [
        from.set(
          i32.add(
            i32.add(source.get, i32.mul(column.get, columnStride.get)),
            i32.load(i32.add(offsets.get, i32.mul(row.get, i32.const(FLOAT_BYTES)))),
          ),
        ),
        read,
        upTo(vectors).map((v) => f32x4.store(packed.get, values[v]!.get, v * VECTOR_BYTES)),
        packed.set(i32.add(packed.get, i32.const(vectors * VECTOR_BYTES))),
      ]);
    const block = (vectors: number): Code => {
      const lanes = upTo(vectors * LANES);
      const isWhole = i32.moreThan(left.get, i32.const(lanes.length - 1));
      const isRow = i32.lessThan(columnStride.get, i32.const(FLOAT_BYTES + 1));
      const loaded = values.map((value, v) => value.set(f32x4.load(from.get, v * VECTOR_BYTES)));
      const zeros = values.map((value) => value.set(f32x4.zero));
      const guarded = lanes.map((lane) => when(i32.moreThan(left.get, i32.const(lane)), addLane(lane)));
      return [
        when(isWhole, [
          when(isRow, eachRow(vectors, loaded)),
          when(i32.moreThan(columnStride.get, i32.const(FLOAT_BYTES)), eachRow(vectors, lanes.map(addLane))),
        ]),
        when(i32.lessThan(left.get, i32.const(lanes.length)), eachRow(vectors, [zeros, guarded])),
      ];
    };
    return eachColumnBlock(column, left, columns, block);
  },
);

/** Rows of `bytes` bytes from one place to another, `from` and `to` bytes apart there. */
export const copyRows = wasmFunction(
  'copyRows',
  ['target', 'targetStride', 'source', 'sourceStride', 'bytes', 'rows'],
  ({ target, targetStride, source, sourceStride, bytes, rows }) =>
    repeatWhile(rows.get, [
      memory.copy(target.get, source.get, bytes.get),
      target.set(i32.add(target.get, targetStride.get)),
      source.set(i32.add(source.get, sourceStride.get)),
      rows.set(i32.sub(rows.get, i32.const(1))),
    ]),
);
