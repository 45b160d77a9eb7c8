// How often a search finds its answer among the first K: similarities in, a share out. Pure.
import { chanceAmong, placeOf } from './true-rank.ts';

/**
 * Recall@K, 0..1, of queries that have one answer each: query i's is candidate i. Chance is K / items.
 * Among equal similarities the order is drawn by lot, and the share is what that gives on average: K / items where all are equal.
 * A similarity that is no number is never the answer, and beside the answer counts as better: it can only lower the share.
 * @param similarities `[items, items]`, a row a query.
 */
export function recallAtK(similarities: ArrayLike<number>, items: number, k: number): number {
  let found = 0;
  for (let query = 0; query < items; query += 1)
    found += chanceAmong(placeOf(similarities, query * items, items, query), k);
  return found / items;
}
