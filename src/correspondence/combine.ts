// Learned scores and hand-made signals as one calibrated probability: a detector for each kind of mismatch, fitted on probes made from the
// corpus itself, and out of them the probability that none holds. Pure.
import { type CorrespondenceScores, MISMATCH_NAMES, type Mismatch } from '../dataset/evidence.ts';
import type { SignalNumbers } from '../dataset/signal-measurements.ts';
import { seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import type { ModelScores } from './clip-scores.ts';
import { detect, type FeatureRow, fitDetector, type MismatchDetector } from './mismatch-detector.ts';

/** What is known of one clip: scores of every model that judged it, and its measurements. */
export interface JudgedClip {
  readonly models: readonly ModelScores[];
  readonly signals: SignalNumbers | undefined;
}

export type Combination = Readonly<Record<Mismatch, MismatchDetector | undefined>>;

export type Assessment = Pick<CorrespondenceScores, 'mismatch' | 'probability' | 'spread'>;

const LEAST_PROBABILITY = 1e-4;

/** What the detectors look at (chosen): margins of one model, and the signals that tell a link, a bed of music or a voice. No levels. */
function featuresOf(scores: ModelScores, signals: SignalNumbers | undefined): FeatureRow {
  const { soundLabelProbability } = scores;
  return [
    scores.otherClassMargin,
    scores.sameClassMargin,
    scores.syncMargin,
    scores.classAgreement,
    soundLabelProbability === undefined ? undefined : Math.log(Math.max(LEAST_PROBABILITY, soundLabelProbability)),
    signals?.pairZ,
    signals?.ccaZ,
    signals?.cutContinuity,
    signals?.beatStrength,
    signals?.soundFill,
    signals?.speechRatio,
    signals?.meanOnset,
  ];
}

/** Rows of the corpus that are enough to fit on: more move the fit less than the seeds do. */
const MOST_ROWS = 3000;

export function fitCombination(
  corpus: readonly JudgedClip[],
  probes: Readonly<Record<Mismatch, readonly JudgedClip[]>>,
): Combination {
  const rows = rowsOf(corpus);
  const fitted = (mismatch: Mismatch): MismatchDetector | undefined => fitDetector(rows, rowsOf(probes[mismatch]));
  return {
    swap: fitted('swap'),
    shift: fitted('shift'),
    musicBed: fitted('musicBed'),
    voiceOver: fitted('voiceOver'),
  };
}

/** One row a model: what is fitted is what is asked later. */
function rowsOf(clips: readonly JudgedClip[]): FeatureRow[] {
  const rows = clips.flatMap(({ models, signals }) =>
    models.filter(hasEvidence).map((scores) => featuresOf(scores, signals)),
  );
  return shuffled(rows, seededRandom(seedOf('combination'))).slice(0, MOST_ROWS);
}

/** The towers could say something: without them the rest is too little to keep a clip by. */
function hasEvidence(scores: ModelScores): boolean {
  return scores.otherClassMargin !== undefined || scores.classAgreement !== undefined;
}

/** p(belongs) = product over kinds of (1 - p(kind)), as a mean over models; undefined all through where no model has evidence. */
export function assess(combination: Combination, { models, signals }: JudgedClip): Assessment {
  const perModel = models.filter(hasEvidence).map((scores) => mismatchesOf(combination, featuresOf(scores, signals)));
  if (perModel.length === 0 || MISMATCH_NAMES.every((name) => combination[name] === undefined))
    return { mismatch: undefined, probability: undefined, spread: undefined };
  const probabilities = perModel.map((mismatch) =>
    MISMATCH_NAMES.reduce((product, name) => product * (1 - mismatch[name]), 1),
  );
  const probability = mean(probabilities);
  // A fit on hardly any clips may have no solution.
  if (!Number.isFinite(probability)) return { mismatch: undefined, probability: undefined, spread: undefined };
  return {
    mismatch: byMismatch((name) => mean(perModel.map((mismatch) => mismatch[name]))),
    probability,
    spread: Math.sqrt(mean(probabilities.map((value) => (value - probability) ** 2))),
  };
}

function mismatchesOf(combination: Combination, row: FeatureRow): Record<Mismatch, number> {
  return byMismatch((name) => {
    const detector = combination[name];
    return detector === undefined ? 0 : detect(detector, row);
  });
}

function byMismatch(value: (name: Mismatch) => number): Record<Mismatch, number> {
  return { swap: value('swap'), shift: value('shift'), musicBed: value('musicBed'), voiceOver: value('voiceOver') };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
