// The clips of the same class whose scores are nearest to that of a clip, below and above it. The table is only read.
import type { ColumnTable } from './clip-table.ts';

/** Positions by score, at most `each` below and `each` above; none where the clip has no score. Of equal scores the earlier row is below. */
export function neighboursOf(table: ColumnTable, position: number, each: number): number[] {
  const scores = table.numbers('score');
  const { codes } = table.texts('label');
  const own = scores[position]!;
  const below: number[] = [];
  const above: number[] = [];
  for (let other = 0; other < scores.length; other++) {
    const score = scores[other]!;
    if (codes[other] !== codes[position] || other === position || Number.isNaN(score)) continue;
    if (score < own || (score === own && other < position))
      insertNearest(below, other, each, (a, b) => scores[b]! - scores[a]! || b - a);
    else if (score >= own) insertNearest(above, other, each, (a, b) => scores[a]! - scores[b]!);
  }
  return [...below.reverse(), ...above];
}

/** Keeps a short list in order, nearest first. */
function insertNearest(
  nearest: number[],
  other: number,
  most: number,
  compare: (a: number, b: number) => number,
): void {
  let place = nearest.length;
  while (place > 0 && compare(other, nearest[place - 1]!) < 0) place--;
  if (place >= most) return;
  nearest.splice(place, 0, other);
  if (nearest.length > most) nearest.pop();
}
