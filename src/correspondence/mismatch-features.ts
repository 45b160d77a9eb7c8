// What the mismatches are told by: numbers of one clip in, a row of features out, as they are and beside what is usual in the clip's
// class. Pure.
import type { SignalNumbers } from '../dataset/signal-measurements.ts';
import { type ClassNorms, classNorms, relativeTo } from './class-norms.ts';
import type { ModelScores } from './clip-scores.ts';

/** Undefined: not known of this clip. */
export type FeatureRow = readonly (number | undefined)[];

/** What is known of one clip: scores of every model that judged it, and its measurements. */
export interface JudgedClip {
  readonly label: string;
  readonly models: readonly ModelScores[];
  readonly signals: SignalNumbers | undefined;
}

type Read = (clip: JudgedClip) => number | undefined;

/** Each says that sound and picture belong together, the more the higher. How high is usual differs widely between classes. */
const LINKS: readonly Read[] = [
  ({ models }) => meanOf(models, (scores) => scores.otherClassMargin),
  ({ models }) => meanOf(models, (scores) => scores.sameClassMargin),
  ({ models }) => meanOf(models, (scores) => scores.syncMargin),
  ({ models }) => meanOf(models, (scores) => scores.classAgreement),
  ({ signals }) => signals?.correspondenceZ,
  ({ signals }) => signals?.ccaZ,
];

const LEAST_PROBABILITY = 1e-4;

/** The higher, the more the sound is one of its class. */
const SOUND_OF_CLASS: Read = ({ models }) =>
  meanOf(models, ({ soundLabelProbability }) =>
    soundLabelProbability === undefined ? undefined : Math.log(Math.max(LEAST_PROBABILITY, soundLabelProbability)),
  );

/** What gives a bed of music or a voice away, either way. No levels. */
const TRACES: readonly Read[] = [
  ({ signals }) => signals?.cutContinuity,
  ({ signals }) => signals?.beatStrength,
  ({ signals }) => signals?.soundFill,
  ({ signals }) => signals?.speechRatio,
  ({ signals }) => signals?.meanOnset,
];

/** Positions in a row of what can only speak against a mismatch the higher it is. */
export const AGAINST_MISMATCH: readonly number[] = [...Array(2 * LINKS.length + 1).keys()];

export function linkNorms(corpus: readonly JudgedClip[]): ClassNorms {
  return classNorms(
    corpus.map(({ label }) => label),
    corpus.map(linksOf),
  );
}

export function featuresOf(clip: JudgedClip, norms: ClassNorms): FeatureRow {
  const links = linksOf(clip);
  return [...links, ...relativeTo(norms, clip.label, links), SOUND_OF_CLASS(clip), ...TRACES.map((read) => read(clip))];
}

function linksOf(clip: JudgedClip): FeatureRow {
  return LINKS.map((read) => read(clip));
}

/** Over the models that could tell. */
function meanOf(models: readonly ModelScores[], read: (scores: ModelScores) => number | undefined): number | undefined {
  const known = models.map(read).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
