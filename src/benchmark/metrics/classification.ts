// How well scores tell the class of each clip: scores and labels in, metrics, their chance and the rank of each true class out. Pure.
import { averagePrecision } from '../../statistics/ranking.ts';
import { chanceAmong, meanRank, placeOf } from '../../statistics/true-rank.ts';
import type { Metrics } from '../result.ts';

export interface ClassScores {
  /** `[clips, classes]`: the higher, the likelier. */
  readonly scores: ArrayLike<number>;
  readonly classes: number;
  /** Of each clip, 0..classes - 1. A class that no clip has is in no mean over classes. */
  readonly labels: readonly number[];
}

/**
 * `mean-per-class`: mean over classes of top-1. `map`: mean over classes of the average precision of the class's scores over all clips,
 * as scikit-learn's average_precision_score with average='macro'; absent where all clips are of one class.
 */
export function classificationMetrics({ scores, classes, labels }: ClassScores): Metrics {
  const places = labels.map((label, clip) => placeOf(scores, clip * classes, classes, label));
  const right = places.map((place) => chanceAmong(place, 1));
  const ofClasses = presentClasses(labels).map((wanted) => mean(right.filter((_, clip) => labels[clip] === wanted)));
  return {
    'top-1': mean(right),
    'top-5': mean(places.map((place) => chanceAmong(place, 5))),
    'mean-per-class': mean(ofClasses),
    ...meanAveragePrecision(labels, (wanted) => {
      const scoresWhere = (isWanted: boolean): number[] =>
        labels.flatMap((label, clip) => ((label === wanted) === isWanted ? [scores[clip * classes + wanted]!] : []));
      return averagePrecision({ found: scoresWhere(true), others: scoresWhere(false) });
    }),
  };
}

/** What guessing gives: one class as likely as another, and for `map` clips in an order drawn by lot. */
export function classificationChance({ classes, labels }: Omit<ClassScores, 'scores'>): Metrics {
  return {
    'top-1': 1 / classes,
    'top-5': Math.min(1, 5 / classes),
    'mean-per-class': 1 / classes,
    ...meanAveragePrecision(labels, (wanted) =>
      drawnAveragePrecision(labels.filter((label) => label === wanted).length, labels.length),
    ),
  };
}

/** Of the true class of each clip, from 1. */
export function classRanks({ scores, classes, labels }: ClassScores): number[] {
  return labels.map((label, clip) => meanRank(placeOf(scores, clip * classes, classes, label)));
}

/** The class with the highest score of each clip; the first of several. */
export function predictedClasses({ scores, classes, labels }: ClassScores): number[] {
  return labels.map((_, clip) => {
    let best = 0;
    for (let at = 1; at < classes; at += 1)
      if (scores[clip * classes + at]! > scores[clip * classes + best]!) best = at;
    return best;
  });
}

function meanAveragePrecision(labels: readonly number[], ofClass: (wanted: number) => number | undefined): Metrics {
  const present = presentClasses(labels);
  return present.length < 2 ? {} : { map: mean(present.map((wanted) => ofClass(wanted)!)) };
}

/**
 * Expected average precision of an order drawn by lot, of m wanted among n: above the share m / n, since the first found counts most.
 *   E = 1/n sum_k [1 + (k - 1) (m - 1) / (n - 1)] / k     k -> place of a wanted one, 1..n; in brackets: how many of the first k are wanted
 */
function drawnAveragePrecision(wanted: number, clips: number): number {
  let sum = 0;
  for (let place = 1; place <= clips; place += 1) sum += (1 + ((place - 1) * (wanted - 1)) / (clips - 1)) / place;
  return sum / clips;
}

function presentClasses(labels: readonly number[]): number[] {
  return [...new Set(labels)].sort((a, b) => a - b);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
