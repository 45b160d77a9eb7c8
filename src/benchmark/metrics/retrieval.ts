// How well a search finds its answer in a gallery: similarities in, metrics, their chance, the rank of each answer and what came first out. Pure.
import { quantile } from '../../statistics/bootstrap.ts';
import { recallAtK } from '../../statistics/recall-at-k.ts';
import { meanRank, placeOf } from '../../statistics/true-rank.ts';
import type { Metrics } from '../result.ts';

/** `[items, items]`, a row a query; query i's answer is candidate i. */
interface Similarities {
  readonly values: ArrayLike<number>;
  readonly items: number;
}

export function retrievalMetrics({ values, items }: Similarities): Metrics {
  const ranks = answerRanks({ values, items }).sort((a, b) => a - b);
  return {
    'recall-1': recallAtK(values, items, 1),
    'recall-5': recallAtK(values, items, 5),
    'recall-10': recallAtK(values, items, 10),
    'median-rank': quantile(ranks, 0.5),
  };
}

/** Of an order drawn by lot. */
export function retrievalChance(items: number): Metrics {
  return {
    'recall-1': 1 / items,
    'recall-5': Math.min(1, 5 / items),
    'recall-10': Math.min(1, 10 / items),
    'median-rank': (items + 1) / 2,
  };
}

/** Of each query's answer, from 1. */
export function answerRanks({ values, items }: Similarities): number[] {
  return Array.from({ length: items }, (_, query) => meanRank(placeOf(values, query * items, items, query)));
}

/** The most similar candidate of each query; the first of several. */
export function firstFound({ values, items }: Similarities): number[] {
  return Array.from({ length: items }, (_, query) => {
    let best = 0;
    for (let at = 1; at < items; at += 1) if (values[query * items + at]! > values[query * items + best]!) best = at;
    return best;
  });
}
