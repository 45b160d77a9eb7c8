// Where the truth stands among all candidates of a question: scores in, its place out. Pure. Candidates with equal scores have no order: what is
// told is the average over all orders of them, so that equal scores give exactly what chance gives.

export interface Place {
  /** Candidates with a higher score. */
  readonly better: number;
  /** Candidates with the same score, the truth itself among them; 0 where its score is no number, which is then the last. */
  readonly equal: number;
}

/** A score that is no number is never the truth's, and beside the truth counts as better. @param scores of the question from `begin` on */
export function placeOf(scores: ArrayLike<number>, begin: number, candidates: number, truth: number): Place {
  const own = scores[begin + truth]!;
  let [better, equal] = [0, 0];
  for (let at = begin; at < begin + candidates; at += 1) {
    if (scores[at] === own) equal += 1;
    else if (!(scores[at]! < own)) better += 1;
  }
  return { better, equal };
}

/** How likely the truth is among the first `k`, 0..1. */
export function chanceAmong({ better, equal }: Place, k: number): number {
  return equal === 0 ? 0 : Math.min(Math.max((k - better) / equal, 0), 1);
}

/** From 1. */
export function meanRank({ better, equal }: Place): number {
  return equal === 0 ? better : better + (equal + 1) / 2;
}
