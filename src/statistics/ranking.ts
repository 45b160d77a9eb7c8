// How well a score ranks what is looked for above everything else: area under the ROC curve, average precision, the curve itself. Pure.

/** `found`: scores of what is looked for; `others`: scores of the rest. Larger means more likely what is looked for. */
export interface RankedScores {
  readonly found: readonly number[];
  readonly others: readonly number[];
}

interface Scored {
  readonly score: number;
  readonly isFound: boolean;
}

export interface RocPoint {
  readonly falseRatio: number;
  readonly trueRatio: number;
}

/** Groups of equal scores, highest first: a tie is one step, never an order. */
function* tiesFromTheTop({ found, others }: RankedScores): Generator<{ found: number; others: number }> {
  const all: Scored[] = [
    ...found.map((score) => ({ score, isFound: true })),
    ...others.map((score) => ({ score, isFound: false })),
  ].sort((a, b) => b.score - a.score);
  for (let begin = 0; begin < all.length; ) {
    let end = begin;
    const counts = { found: 0, others: 0 };
    for (; end < all.length && all[end]!.score === all[begin]!.score; end += 1)
      counts[all[end]!.isFound ? 'found' : 'others'] += 1;
    yield counts;
    begin = end;
  }
}

/**
 * P(score of one found > score of one other) + P(equal) / 2 (Mann and Whitney 1947), 0..1; 0.5 is chance.
 * undefined where one side is empty.
 */
export function auroc(scores: RankedScores): number | undefined {
  const pairs = scores.found.length * scores.others.length;
  if (pairs === 0) return undefined;
  let above = 0;
  let won = 0;
  for (const tie of tiesFromTheTop(scores)) {
    won += tie.others * (above + tie.found / 2);
    above += tie.found;
  }
  return won / pairs;
}

/**
 * Sum over thresholds of (recall step) x (precision there), without interpolation: the same as scikit-learn's
 * average_precision_score. Chance is the share of what is looked for. undefined where one side is empty.
 */
export function averagePrecision(scores: RankedScores): number | undefined {
  const total = scores.found.length;
  if (total === 0 || scores.others.length === 0) return undefined;
  let [found, seen, sum] = [0, 0, 0];
  for (const tie of tiesFromTheTop(scores)) {
    found += tie.found;
    seen += tie.found + tie.others;
    sum += (tie.found / total) * (found / seen);
  }
  return sum;
}

/** From (0, 0) to (1, 1), one point for each different score. Empty where one side is empty. */
export function rocCurve(scores: RankedScores): RocPoint[] {
  if (scores.found.length === 0 || scores.others.length === 0) return [];
  const curve = [{ falseRatio: 0, trueRatio: 0 }];
  let [found, others] = [0, 0];
  for (const tie of tiesFromTheTop(scores)) {
    found += tie.found;
    others += tie.others;
    curve.push({ falseRatio: others / scores.others.length, trueRatio: found / scores.found.length });
  }
  return curve;
}
