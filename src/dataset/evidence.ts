// What is known of a clip when it is judged: facts, measurements, scores, doubles. Numbers only; thresholds live in policy.ts.
import type { Segment } from './segment.ts';
import type { SignalNumbers } from './signal-measurements.ts';
import type { DropReason, Reason } from './verdict.ts';

/** Raised when scores change their meaning: rows of the index with an older one are judged anew. */
export const SCORES_VERSION = 2;

/** The ways in which sound and picture come apart that the filter has a detector for, each with the reason that it leads to. */
export const MISMATCHES = {
  swap: 'low-correspondence',
  shift: 'out-of-sync',
  musicBed: 'music-bed',
  voiceOver: 'voice-over',
} as const satisfies Record<string, DropReason>;
export type Mismatch = keyof typeof MISMATCHES;
export const MISMATCH_NAMES = Object.keys(MISMATCHES) as readonly Mismatch[];

export interface ScoreOverSeeds {
  readonly mean: number;
  /** Standard deviation over seeds. */
  readonly spread: number;
}

/** What the learned judge and the combination say. Undefined: abstained. */
export interface CorrespondenceScores {
  /** Margins of correspondence/clip-scores.ts, nats. */
  readonly otherClass: ScoreOverSeeds | undefined;
  readonly sameClass: ScoreOverSeeds | undefined;
  readonly sync: ScoreOverSeeds | undefined;
  readonly classAgreement: ScoreOverSeeds | undefined;
  readonly soundLabelProbability: number | undefined;
  readonly soundLabelGuess: string | undefined;
  readonly pictureLabelProbability: number | undefined;
  readonly pictureLabelGuess: string | undefined;
  /** Probability of each mismatch, 0..1; undefined where there was no evidence at all. */
  readonly mismatch: Readonly<Record<Mismatch, number>> | undefined;
  /** Probability that the sound belongs to the picture, 0..1: that none of the mismatches holds. */
  readonly probability: number | undefined;
  /** Standard deviation of that probability over seeds. */
  readonly spread: number | undefined;
}

/** A clip that doubles another one (pipeline/find-duplicates.ts). */
export interface DuplicateFlag {
  readonly code: Extract<DropReason, 'duplicate-sound' | 'duplicate-picture' | 'leak'>;
  readonly otherClip: string;
  readonly distance?: number;
  readonly threshold?: number;
}

/** As much as a decision looks at: a large corpus is decided on anew in a moment because no more of it is read. */
export interface DecisiveEvidence extends Pick<Segment, 'label'> {
  readonly clipName: string;
  /** Reasons for which the facts drop it; empty where they do not. */
  readonly facts: readonly Reason[];
  readonly signals: DecisiveNumbers | undefined;
  readonly scores: DecisiveScores | undefined;
  readonly duplicates: readonly DuplicateFlag[];
}

export type DecisiveNumbers = Pick<SignalNumbers, 'clippedRatio'>;
export type DecisiveScores = Pick<CorrespondenceScores, 'mismatch' | 'probability' | 'spread'>;

export interface ClipEvidence extends DecisiveEvidence, Pick<Segment, 'videoId' | 'split'> {
  readonly signals: SignalNumbers | undefined;
  readonly scores: CorrespondenceScores | undefined;
}
