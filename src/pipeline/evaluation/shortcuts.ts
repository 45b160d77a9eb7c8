// Scorers that never compare sound with picture. On swaps they must stay near chance; where one does not, the test itself gives the answer
// away and its numbers are worth nothing. Pure.
import { assignFolds } from '../../correspondence/folds.ts';
import type { SignalNumbers } from '../../dataset/signal-measurements.ts';
import type { ClipArrays } from '../../signal/clip-arrays.ts';
import { bootstrap, type Estimate } from '../../statistics/bootstrap.ts';
import { fitLogistic, predictLogistic } from '../../statistics/logistic.ts';
import { auroc } from '../../statistics/ranking.ts';

export const SHORTCUTS = ['loudness and motion', 'sound alone', 'picture alone', 'class alone'] as const;
export type Shortcut = (typeof SHORTCUTS)[number];

/** What each shortcut may look at. */
export type ShortcutFeatures = Readonly<Record<Exclude<Shortcut, 'class alone'>, readonly number[]>>;

export interface ShortcutClip {
  readonly videoId: string;
  readonly label: string;
  readonly isSwapped: boolean;
  readonly features: ShortcutFeatures;
}

/** What AUROC a shortcut may reach on swaps before the test is in doubt (stated: issue of the filter). */
export const SHORTCUT_RANGE = { low: 0.45, high: 0.6 } as const;

const FOLDS = 5;
/** As many rows as say zero of each weight: the features outnumber what a hundred clips can bear (chosen). */
const RIDGE = 10;
const SOUND_BANDS = 16;
const MOTION_BLOCKS = 4;

export function shortcutFeatures(signals: SignalNumbers, arrays: ClipArrays): ShortcutFeatures {
  const { loudnessLufs = 0, meanMotion = 0, meanOnset = 0 } = signals;
  return {
    'loudness and motion': [loudnessLufs, meanMotion, meanOnset],
    'sound alone': soundStatistics(arrays),
    'picture alone': pictureStatistics(arrays),
  };
}

/** Mean and deviation of the log-mel in each of 16 bands. */
function soundStatistics({ logMel, melFrames, melBins }: ClipArrays): number[] {
  const binsPerBand = melBins / SOUND_BANDS;
  return Array.from({ length: SOUND_BANDS }, (_, band) =>
    momentsOf(melFrames, (frame) => {
      let sum = 0;
      for (let bin = 0; bin < binsPerBand; bin += 1) sum += logMel[frame * melBins + band * binsPerBand + bin]!;
      return sum / binsPerBand;
    }),
  ).flat();
}

/** Mean and deviation of each colour, and of the motion in 4 by 4 blocks. */
function pictureStatistics({ frames, motionCells, cells, steps }: ClipArrays): number[] {
  const colours = [0, 1, 2].map((channel) => momentsOf(frames.length / 3, (pixel) => frames[3 * pixel + channel]!));
  const side = Math.sqrt(cells);
  const cellsPerBlock = side / MOTION_BLOCKS;
  const blocks = Array.from({ length: MOTION_BLOCKS ** 2 }, (_, block) => {
    const row = Math.floor(block / MOTION_BLOCKS) * cellsPerBlock;
    const column = (block % MOTION_BLOCKS) * cellsPerBlock;
    return momentsOf(steps, (step) => motionCells[(row * side + column) * steps + step] ?? 0);
  });
  return [...colours, ...blocks].flat();
}

/** Mean and standard deviation; zeros of nothing. */
function momentsOf(count: number, valueAt: (at: number) => number): [number, number] {
  if (count < 1) return [0, 0];
  let [sum, squares] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    sum += valueAt(at);
    squares += valueAt(at) ** 2;
  }
  const mean = sum / count;
  return [mean, Math.sqrt(Math.max(0, squares / count - mean ** 2))];
}

export interface ShortcutResult {
  readonly shortcut: Shortcut;
  readonly auroc: Estimate | undefined;
}

/**
 * AUROC of each shortcut, out of fold by video. `clips` holds each swapped clip and the same clip as it was: so no class and no video has
 * more of one than of the other, and what is left is what the swap itself leaves behind.
 */
export function measureShortcuts(clips: readonly ShortcutClip[], seed: number): ShortcutResult[] {
  const labels = [...new Set(clips.map(({ label }) => label))].sort();
  return SHORTCUTS.map((shortcut) => {
    const featuresOf = ({ label, features }: ShortcutClip): readonly number[] =>
      shortcut === 'class alone' ? labels.map((other) => (other === label ? 1 : 0)) : features[shortcut];
    const scored = outOfFold(clips, featuresOf, seed);
    const estimate = bootstrap(scored, ({ videoId }) => videoId, aurocOf, { seed });
    return { shortcut, auroc: estimate };
  });
}

interface ScoredClip extends ShortcutClip {
  readonly score: number;
}

function aurocOf(clips: readonly ScoredClip[]): number | undefined {
  const scores = (swapped: boolean) => clips.filter(({ isSwapped }) => isSwapped === swapped).map(({ score }) => score);
  return auroc({ found: scores(true), others: scores(false) });
}

function outOfFold(
  clips: readonly ShortcutClip[],
  featuresOf: (clip: ShortcutClip) => readonly number[],
  seed: number,
): ScoredClip[] {
  const folds = assignFolds(
    clips.map((clip, at) => ({ ...clip, clipName: String(at) })),
    FOLDS,
    seed,
  );
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    fitLogistic(
      clips
        .filter((__, at) => folds[at] !== fold)
        .map((clip) => ({ features: featuresOf(clip), happened: clip.isSwapped })),
      RIDGE,
    ),
  );
  return clips.map((clip, at) => ({ ...clip, score: rounded(predictLogistic(models[folds[at]!]!, featuresOf(clip))) }));
}

/** Sums in another order differ in the last digits: that is no rank. */
function rounded(probability: number): number {
  return Math.round(probability * 1e9) / 1e9;
}
