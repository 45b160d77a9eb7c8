// A table of clips without an index: the columns that a test gives, all others unknown.
import type { NumberColumn, TextColumn } from '../../src/curation/clip-columns.ts';
import type { ColumnTable } from '../../src/curation/clip-table.ts';

export type TestRow = Partial<Record<NumberColumn, number> & Record<TextColumn, string>>;

export function tableOf(rows: readonly TestRow[]): ColumnTable {
  return {
    size: rows.length,
    version: () => '1',
    numbers: (column) => Float64Array.from(rows, (row) => row[column] ?? Number.NaN),
    texts: (column) => {
      const texts = ['', ...new Set(rows.map((row) => row[column] ?? '').filter((text) => text !== ''))];
      return { codes: Uint32Array.from(rows, (row) => texts.indexOf(row[column] ?? '')), texts };
    },
  };
}
