// A linear probe: standardised vectors with a class and a video each in, a classifier out whose ridge was chosen on these clips alone. Pure.
import { assignFolds } from '../../correspondence/folds.ts';
import {
  fitLinearClassifier,
  type LabelledRows,
  type LinearClassifier,
  meanLogLoss,
} from '../../statistics/linear-classifier.ts';

/** Tried from the strongest on, until held-out clips are told worse than before (chosen). */
const RIDGES = [1, 0.1, 0.01, 1e-3, 1e-4] as const;
const FOLDS = 4;
const FOLD_SEED = 1;

/**
 * The ridge with the least log-loss on held-out folds, no video on both sides.
 * @param videos of each row, one text for all copies of a video
 */
export function fitProbe(rows: LabelledRows, videos: readonly string[]): LinearClassifier {
  const listed = videos.map((videoId, at) => ({ clipName: `${at}`, videoId, label: `${rows.labels[at]!}` }));
  const foldOf = assignFolds(listed, Math.min(FOLDS, new Set(videos).size), FOLD_SEED);
  const folds = [...new Set(foldOf)].map((fold) => ({
    learned: [...foldOf.keys()].filter((row) => foldOf[row] !== fold),
    held: [...foldOf.keys()].filter((row) => foldOf[row] === fold),
  }));
  let best: { readonly ridge: number; readonly loss: number } = { ridge: RIDGES[0], loss: Number.POSITIVE_INFINITY };
  let starts: readonly (LinearClassifier | undefined)[] = folds.map(() => undefined);
  for (const ridge of RIDGES) {
    // Each from where the last one ended.
    const models = folds.map(({ learned: among }, fold) => {
      const start = starts[fold];
      return fitLinearClassifier(rows, { ridge, among, ...(start === undefined ? {} : { start }) });
    });
    const loss = models.reduce((sum, model, fold) => {
      const { held } = folds[fold]!;
      return sum + meanLogLoss(model, rows, held) * held.length;
    }, 0);
    if (loss >= best.loss) break;
    best = { ridge, loss };
    starts = models;
  }
  return fitLinearClassifier(rows, { ridge: best.ridge });
}
