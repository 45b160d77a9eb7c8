// Positions of a table in the order of sort keys; what is not known comes last, whichever way. The order of a whole table
// is kept until a column of it changes.
import { isNumberColumn } from './clip-columns.ts';
import type { ColumnTable } from './clip-table.ts';
import { foldedTexts } from './fold-text.ts';
import type { SortKey } from './query.ts';
import { orderByNumbers, orderByRanks } from './radix-order.ts';

/** Fewer rows than this are compared one by one; more are picked out of the order of the whole table. */
const FEW_ROWS = 4096;

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
  // Every sort is stable, so the last key is sorted by first.
  const order = keys.reduceRight<Uint32Array>(
    (before, { column, isDescending }) =>
      isNumberColumn(column)
        ? orderByNumbers(table.numbers(column), before, isDescending)
        : orderByRanks(textRanks(table.texts(column)), before, isDescending),
    Uint32Array.from({ length: table.size }, (_, position) => position),
  );
  ORDERS.set(table, { version, order });
  return order;
}

/** From 1, equal texts alike; 0 of what is not known. */
function textRanks({ codes, texts }: { readonly codes: Uint32Array; readonly texts: readonly string[] }): Uint32Array {
  const names = foldedTexts(texts);
  const rankOf = new Map([...new Set(names)].sort().map((name, rank) => [name, name === '' ? 0 : rank + 1]));
  const rankOfCode = Uint32Array.from(names, (name) => rankOf.get(name)!);
  return codes.map((code) => rankOfCode[code]!);
}
