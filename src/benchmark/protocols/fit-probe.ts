// A linear probe: standardised vectors with a class and a video each in, a classifier out whose ridge was chosen on these clips alone. Pure.
import { assignFolds } from '../../correspondence/folds.ts';
import {
  fitLinearClassifier,
  type LabelledRows,
  type LinearClassifier,
  meanLogLoss,
} from '../../statistics/linear-classifier.ts';

/** Tried from the strongest on, each from where the last one ended (chosen). */
const RIDGES = [10, 1, 0.1, 0.01, 0.001] as const;
const FOLDS = 4;
const FOLD_SEED = 1;

/**
 * The ridge with the least log-loss on held-out folds, no video on both sides; of equals the strongest.
 * @param videos of each row, one text for all copies of a video
 */
export function fitProbe(rows: LabelledRows, videos: readonly string[]): LinearClassifier {
  const listed = videos.map((videoId, at) => ({ clipName: `${at}`, videoId, label: `${rows.labels[at]!}` }));
  const folds = assignFolds(listed, Math.min(FOLDS, new Set(videos).size), FOLD_SEED);
  const losses = RIDGES.map(() => 0);
  for (const fold of new Set(folds)) {
    const learned = [...folds.keys()].filter((row) => folds[row] !== fold);
    const held = [...folds.keys()].filter((row) => folds[row] === fold);
    let start: LinearClassifier | undefined;
    for (const [at, ridge] of RIDGES.entries()) {
      start = fitLinearClassifier(rows, { ridge, among: learned, ...(start && { start }) });
      losses[at]! += meanLogLoss(start, rows, held) * held.length;
    }
  }
  return fitLinearClassifier(rows, { ridge: RIDGES[losses.indexOf(Math.min(...losses))]! });
}
