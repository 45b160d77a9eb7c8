// What was decided about a clip that has a file, and why. Reasons come from measurements (pipeline/decide.ts), never from a tool's text.

export const DROP_REASONS = {
  corrupt: 'the media does not decode without errors',
  'no-video': 'no picture stream, or only a cover image',
  'no-audio': 'no sound stream',
  'too-short': 'shorter than the segment allows',
  'too-small': 'picture smaller than the smallest accepted side',
  'streams-apart': 'sound and picture do not start or end together',
  silent: 'nothing to hear',
  static: 'the picture does not move',
  black: 'the picture is black',
} as const satisfies Record<string, string>;

export type DropReason = keyof typeof DROP_REASONS;

export type Verdict =
  | { readonly decision: 'keep'; readonly reasons: readonly [] }
  | { readonly decision: 'drop'; readonly reasons: readonly [Reason, ...Reason[]] }
  | { readonly decision: 'ask'; readonly reasons: readonly [Reason, ...Reason[]] };

/** One reason with the number that led to it; `value` and `threshold` share the measurement's unit. */
export interface Reason {
  readonly code: DropReason;
  readonly measurement?: string;
  readonly value?: number;
  readonly threshold?: number;
}
