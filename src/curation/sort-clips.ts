// Positions of a table in the order of sort keys; what is not known comes last, whichever way. The order of a whole table
// is kept until a column of it changes.
import { isNumberColumn, type NumberColumn, type TextColumn } from './clip-columns.ts';
import type { ColumnTable } from './clip-table.ts';
import { foldedTexts } from './fold-text.ts';
import type { SortKey } from './query.ts';

/** Fewer rows than this are compared one by one; more are picked out of the order of the whole table. */
const FEW_ROWS = 4096;
/** Ranks and places share the 53 bits of a number that are exact: 2^26 rows at most. */
const PLACES = 2 ** 26;
const UNKNOWN = PLACES - 1;

/** @param positions ascending; rows that no key tells apart stay in this order */
export function sortedPositions(table: ColumnTable, positions: Uint32Array, keys: readonly SortKey[]): Uint32Array {
  if (positions.length <= FEW_ROWS) return comparedPositions(table, positions, keys);
  const isWanted = new Uint8Array(table.size);
  for (const position of positions) isWanted[position] = 1;
  return wholeOrder(table, keys).filter((position) => isWanted[position] === 1);
}

function comparedPositions(table: ColumnTable, positions: Uint32Array, keys: readonly SortKey[]): Uint32Array {
  const comparisons = keys.map((key) => comparisonBy(table, key));
  return positions.slice().sort((a, b) => {
    for (const compare of comparisons) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

function comparisonBy(table: ColumnTable, { column, isDescending }: SortKey): (a: number, b: number) => number {
  const sign = isDescending ? -1 : 1;
  if (isNumberColumn(column)) {
    const values = table.numbers(column);
    return (a, b) => {
      const [first, second] = [values[a]!, values[b]!];
      if (first === second) return 0;
      if (Number.isNaN(first) || Number.isNaN(second))
        return Number(Number.isNaN(first)) - Number(Number.isNaN(second));
      return first < second ? -sign : sign;
    };
  }
  const { codes, texts } = table.texts(column);
  const names = foldedTexts(texts);
  return (a, b) => {
    const [first, second] = [names[codes[a]!]!, names[codes[b]!]!];
    if (first === second) return 0;
    if (first === '' || second === '') return Number(first === '') - Number(second === '');
    return first < second ? -sign : sign;
  };
}

interface KnownOrder {
  readonly version: string;
  readonly order: Uint32Array;
}

/** The last one of each table: a list is looked at in one order for long. */
const ORDERS = new WeakMap<ColumnTable, KnownOrder>();

/** All positions of the table. */
function wholeOrder(table: ColumnTable, keys: readonly SortKey[]): Uint32Array {
  const version = keys
    .map(({ column, isDescending }) => `${column} ${isDescending} ${table.version(column)}`)
    .join(', ');
  const known = ORDERS.get(table);
  if (known?.version === version) return known.order;
  // Every pass is stable, so the last key is sorted by first.
  const order = keys.reduceRight<Uint32Array>(
    (before, key) => passBy(ranksOf(table, key.column), before, key.isDescending),
    Uint32Array.from({ length: table.size }, (_, position) => position),
  );
  ORDERS.set(table, { version, order });
  return order;
}

/** Sorts numbers that hold a rank and a place each: the fastest sort that there is here, since it calls no function. */
function passBy(ranks: Uint32Array, order: Uint32Array, isDescending: boolean): Uint32Array {
  const keys = new Float64Array(order.length);
  for (let place = 0; place < order.length; place++) {
    const rank = ranks[order[place]!]!;
    const key = rank === UNKNOWN || !isDescending ? rank : UNKNOWN - 1 - rank;
    keys[place] = key * PLACES + place;
  }
  keys.sort();
  const sorted = new Uint32Array(order.length);
  for (let at = 0; at < keys.length; at++) sorted[at] = order[keys[at]! % PLACES]!;
  return sorted;
}

function ranksOf(table: ColumnTable, column: NumberColumn | TextColumn): Uint32Array {
  return isNumberColumn(column) ? numberRanks(table.numbers(column)) : textRanks(table.texts(column));
}

/** Equal values have equal ranks. */
function numberRanks(values: Float64Array): Uint32Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return Uint32Array.from(values, (value) => (Number.isNaN(value) ? UNKNOWN : firstPlace(sorted, value)));
}

function textRanks({ codes, texts }: { readonly codes: Uint32Array; readonly texts: readonly string[] }): Uint32Array {
  const names = foldedTexts(texts);
  const sorted = [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
  const rankOf = new Map(sorted.map((name, rank) => [name, name === '' ? UNKNOWN : rank]));
  const rankOfCode = names.map((name) => rankOf.get(name)!);
  return Uint32Array.from(codes, (code) => rankOfCode[code]!);
}

/** Of a value that is there, by halving. */
function firstPlace(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
