// What was decided about a clip that has a file, and why. Reasons come from measurements (pipeline/decide.ts, and
// pipeline/decide-correspondence.ts for the filter), never from a tool's text.

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
  'low-correspondence': 'the sound is of something else than the picture',
  'out-of-sync': 'the sound is not in step with the picture',
  'music-bed': 'music laid over the picture',
  'voice-over': 'a voice laid over the picture',
  clipped: 'the sound is cut off at full scale',
  'duplicate-sound': 'the sound of another clip',
  'duplicate-picture': 'the picture of another clip',
  leak: 'stands in another split as well',
  'wrong-label': 'the label does not name what is seen and heard',
  'by-hand': 'a person dropped it',
} as const satisfies Record<string, string>;

export type DropReason = keyof typeof DROP_REASONS;

/** Why a person is asked. */
export const ASK_REASONS = {
  'no-evidence': 'nothing could be said about sound and picture',
  uncertain: 'sound and picture may or may not belong together',
  unsure: 'a person looked and could not tell',
  'raters-disagree': 'verdicts that came from several people differ',
} as const satisfies Record<string, string>;

export type AskReason = keyof typeof ASK_REASONS;

export type Verdict =
  /** A clip that is kept only because its class would fall below the policy's floor keeps the reasons against it. */
  | { readonly decision: 'keep'; readonly reasons: readonly AnyReason[] }
  | { readonly decision: 'drop'; readonly reasons: readonly [Reason, ...Reason[]] }
  | { readonly decision: 'ask'; readonly reasons: readonly [AnyReason, ...AnyReason[]] };

export type AnyReason = Reason<DropReason | AskReason>;

/** One reason with the number that led to it; `value` and `threshold` share the measurement's unit. */
export interface Reason<Code = DropReason> {
  readonly code: Code;
  readonly measurement?: string;
  readonly value?: number;
  readonly threshold?: number;
  /** Share of the clips of its class with a lower value, 0..1. */
  readonly classPercentile?: number;
  /** The clip that this one doubles. */
  readonly otherClip?: string;
}
