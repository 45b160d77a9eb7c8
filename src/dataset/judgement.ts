// What a person decided about a clip, and how it was looked at: the noun. Pure.
import type { DropReason, Verdict } from './verdict.ts';

/** What of a clip was on the screen while a person judged it. */
export const SEEN_THINGS = ['strip', 'wave', 'mel', 'curves', 'verdict', 'picture'] as const;
export type SeenThing = (typeof SEEN_THINGS)[number];

/** Part of the clip file that is meant, seconds from its start. */
export interface Trim {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What a judgement leaves open (label, trim, note) stays as an earlier one said. */
export interface Judgement {
  readonly clipId: number;
  /** The row of the corpus that was shown: a new label goes to this segment, all else to the clip. */
  readonly segmentId: number;
  readonly rater: string;
  readonly atMs: number;
  /** `ask`: the person looked and could not tell. */
  readonly decision: Verdict['decision'];
  /** Of a drop; undefined: none given. */
  readonly reason: DropReason | undefined;
  /** A better label than the listed one, or the listed one to take a better one back; undefined: the label stays. */
  readonly label: string | undefined;
  /** Undefined: the trim stays. One that holds the whole clip takes an earlier trim back. */
  readonly trim: Trim | undefined;
  /** '' where nothing was noted: an earlier note stays. */
  readonly note: string;
  /** How long the clip was looked at, seconds; undefined: not known (a script, a batch). */
  readonly seconds: number | undefined;
  /** Whether its sound was played before the verdict. */
  readonly wasHeard: boolean;
  readonly seen: readonly SeenThing[];
  readonly via: 'curate' | 'judge' | 'import';
}

/** A judgement as it stands in the index, where it belongs to the interval of the video and outlives the clip's file. */
export interface StoredJudgement extends Omit<Judgement, 'clipId'> {
  /** Grows in the order in which judgements were recorded here. */
  readonly id: number;
  /** The label of its segment as listed. */
  readonly listedLabel: string;
  /** Of the file that was looked at; '' where that is not known. */
  readonly clipSha256: string;
  readonly recordedAtMs: number;
  /** Undefined: it stands. */
  readonly undoneAtMs: number | undefined;
  /** Judgements that were taken together share it. */
  readonly batch: number;
}
