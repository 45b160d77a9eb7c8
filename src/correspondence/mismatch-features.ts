// What the mismatches are told by: numbers of one clip in, a row of features out, as they are and beside what is usual in the clip's
// class. Pure.
import type { SignalNumbers } from '../dataset/signal-measurements.ts';
import { type ClassNorms, classNorms, relativeTo } from './class-norms.ts';
import type { ModelScores } from './clip-scores.ts';

/** Undefined: not known of this clip. */
export type FeatureRow = readonly (number | undefined)[];

/** Scores of one clip by one model, and what was measured of the clip. */
export interface Sighting {
  readonly label: string;
  readonly scores: ModelScores;
  readonly signals: SignalNumbers | undefined;
}

type Read = (sighting: Sighting) => number | undefined;

/** Each says that sound and picture belong together, the more the higher. How high is usual differs widely between classes. */
const LINKS: readonly Read[] = [
  ({ scores }) => scores.otherClassMargin,
  ({ scores }) => scores.sameClassMargin,
  ({ scores }) => scores.syncMargin,
  ({ scores }) => scores.classAgreement,
  ({ signals }) => signals?.pairZ,
  ({ signals }) => signals?.ccaZ,
];

const LEAST_PROBABILITY = 1e-4;

/** The higher, the more the sound is one of its class. */
const SOUND_OF_CLASS: Read = ({ scores: { soundLabelProbability } }) =>
  soundLabelProbability === undefined ? undefined : Math.log(Math.max(LEAST_PROBABILITY, soundLabelProbability));

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

export function linkNorms(corpus: readonly Sighting[]): ClassNorms {
  return classNorms(
    corpus.map(({ label }) => label),
    corpus.map((sighting) => LINKS.map((read) => read(sighting))),
  );
}

export function featuresOf(sighting: Sighting, norms: ClassNorms): FeatureRow {
  const links = LINKS.map((read) => read(sighting));
  return [
    ...links,
    ...relativeTo(norms, sighting.label, links),
    SOUND_OF_CLASS(sighting),
    ...TRACES.map((read) => read(sighting)),
  ];
}
