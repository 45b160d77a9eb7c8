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
  /** A better label than the listed one; undefined: the label stays. */
  readonly label: string | undefined;
  readonly trim: Trim | undefined;
  /** '' where nothing was noted. */
  readonly note: string;
  /** How long the clip was looked at, seconds; undefined: not known (a script, a batch). */
  readonly seconds: number | undefined;
  /** Whether its sound was played before the verdict. */
  readonly wasHeard: boolean;
  readonly seen: readonly SeenThing[];
  readonly via: 'curate' | 'judge' | 'import';
}
