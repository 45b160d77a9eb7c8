// What a list of clips holds as a whole: how many are in each state, and how their scores spread. The table is only read.
import type { ColumnTable } from './clip-table.ts';

export interface SelectionFigures {
  /** Clips by state, in the order of their first appearance. */
  readonly states: ReadonlyMap<string, number>;
  /** Clips by score: equal parts of 0..1, the last one with 1. */
  readonly histogram: readonly number[];
  readonly scored: number;
}

export function selectionFigures(table: ColumnTable, positions: Uint32Array, parts: number): SelectionFigures {
  const scores = table.numbers('score');
  const { codes, texts } = table.texts('state');
  const byCode = new Map<number, number>();
  const histogram = new Array<number>(parts).fill(0);
  let scored = 0;
  for (const position of positions) {
    const code = codes[position]!;
    byCode.set(code, (byCode.get(code) ?? 0) + 1);
    const score = scores[position]!;
    if (Number.isNaN(score)) continue;
    scored += 1;
    const part = Math.max(0, Math.min(parts - 1, Math.floor(score * parts)));
    histogram[part] = histogram[part]! + 1;
  }
  return { states: new Map([...byCode].map(([code, count]) => [texts[code]!, count])), histogram, scored };
}
