// The kinds of mismatch that the filter is tested on, one line of the report each. Names and lists only.
import { type DefectName, MISMATCHED_SOUNDS } from '../../synthetic/defects.ts';

export const MISMATCH_KINDS = [
  ...MISMATCHED_SOUNDS,
  'silence',
  'frozen-picture',
] as const satisfies readonly DefectName[];

export type MismatchKind = (typeof MISMATCH_KINDS)[number];

/** One of each sort, for a first look in a few minutes. */
export const QUICK_KINDS: readonly MismatchKind[] = [
  'other-class-swap',
  'same-class-swap',
  'shift-2',
  'music-bed-0',
  'voice-over',
  'silence',
  'frozen-picture',
];

/** Sound and picture are both untouched and only do not belong together: nothing but correspondence can tell. */
export const SWAPS: readonly MismatchKind[] = ['other-class-swap', 'same-class-swap'];
