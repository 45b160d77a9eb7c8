// Runs planned products of rows on the heap of the wasm backend; the lists of a plan are written there once.

import type { Heap } from '../wasm/heap.ts';
import { TILE_COLUMNS } from '../wasm/row-products.ts';
import type { RowProduct } from './convolution-plan.ts';

const FLOAT_BYTES = 4;
/** What one run of multiplyColumns reads shall fit half of a first-level cache (chosen). */
const RUN_BYTES = 24_000;
const MIN_RUN_ROWS = 16;
/** Lists of more bytes than this are let go, all at once, before new ones are written. */
const MAX_LIST_BYTES = 128_000_000;

interface Lists {
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly taps: number;
  readonly packRows: number;
}

interface ListStore {
  readonly lists: Map<RowProduct, Lists>;
  bytes: number;
}

const stores = new WeakMap<Heap, ListStore>();

export function multiplyRowsOf(
  heap: Heap,
  product: RowProduct,
  { x, weights, out }: { readonly x: number; readonly weights: number; readonly out: number },
): void {
  const { rowsIn, rowsOut, taps, packRows } = listsOf(heap, product);
  const { depth, columns, columnStride } = product;
  const packed = heap.allocate(
    product.packRows.length * Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS * FLOAT_BYTES,
  );
  heap.run.packColumns!(weights, packRows, product.packRows.length, columns, columnStride, packed);
  heap.run.multiplyRows!(
    x,
    rowsIn,
    rowsOut,
    product.rowsIn.length,
    taps,
    product.taps.length,
    depth,
    packed,
    out,
    columns,
  );
  heap.free(packed);
}

/** `out` is zeros. */
export function multiplyColumnsOf(
  heap: Heap,
  product: RowProduct,
  { x, y, out }: { readonly x: number; readonly y: number; readonly out: number },
): void {
  const { rowsIn, taps } = listsOf(heap, product);
  const { rows, depth, columns } = product;
  const runRows = Math.max(MIN_RUN_ROWS, Math.floor(RUN_BYTES / ((depth + columns) * FLOAT_BYTES)));
  heap.run.multiplyColumns!(x, rowsIn, rows, taps, product.taps.length, depth, y, columns, out, runRows);
}

function listsOf(heap: Heap, product: RowProduct): Lists {
  const store = stores.get(heap) ?? { lists: new Map<RowProduct, Lists>(), bytes: 0 };
  stores.set(heap, store);
  const known = store.lists.get(product);
  if (known !== undefined) return known;
  if (store.bytes > MAX_LIST_BYTES) {
    for (const lists of store.lists.values()) for (const address of Object.values(lists)) heap.free(address);
    store.lists.clear();
    store.bytes = 0;
  }
  const write = (values: Int32Array): number => {
    const address = heap.allocate(values.byteLength);
    heap.write(address, values);
    store.bytes += values.byteLength;
    return address;
  };
  const { rowsIn, rowsOut, taps, packRows } = product;
  const lists = { rowsIn: write(rowsIn), rowsOut: write(rowsOut), taps: write(taps), packRows: write(packRows) };
  store.lists.set(product, lists);
  return lists;
}
