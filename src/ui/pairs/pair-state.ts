// Two clips that are looked at together: which pair, which of the two, where on their common time axis; and what a verdict on the pair means for
// each clip. Pure.
import type { ClipPair } from '../../curation/clip-pairs.ts';
import type { DropReason } from '../../dataset/verdict.ts';
import type { NoPlayer, Player } from '../../tools/player.ts';
import type { Message, Wish } from '../curate/curate-state.ts';
import { type TimeView, wholeClip, withCursor } from '../curate/time-view.ts';

/** Of the pair: A or B. */
export type Side = 'first' | 'second';
export const SIDES: readonly Side[] = ['first', 'second'];
export const SIDE_LETTERS: Readonly<Record<Side, string>> = { first: 'A', second: 'B' };

export function otherSide(side: Side): Side {
  return side === 'first' ? 'second' : 'first';
}

export interface PairWish {
  readonly position: number;
  readonly wish: Wish;
}

/** A verdict that is in the index. */
export interface PairDone {
  readonly judgementIds: readonly number[];
  readonly pair: ClipPair;
  readonly text: string;
}

export interface PairState {
  /** Undefined: nobody has searched for them since clips changed. */
  readonly pairs: readonly ClipPair[] | undefined;
  /** Place in `pairs`. */
  readonly at: number;
  readonly side: Side;
  /** The common axis: the clips lie on it so that the sound that they share coincides. */
  readonly time: TimeView;
  readonly shownAtMs: number;
  readonly isPlaying: boolean;
  /** Positions of clips whose sound was played since the pair shows. */
  readonly heard: ReadonlySet<number>;
  readonly player: Pick<Player, 'canSeek'> | Pick<NoPlayer, 'because'>;
  /** Oldest first. */
  readonly past: readonly PairDone[];
  readonly future: readonly PairDone[];
  readonly message: Message | undefined;
  /** Places in the lists of means and of colour maps. */
  readonly graphics: number;
  readonly colourMap: number;
}

export const NO_PAIRS: PairState = {
  pairs: undefined,
  at: 0,
  side: 'first',
  time: wholeClip(0),
  shownAtMs: 0,
  isPlaying: false,
  heard: new Set(),
  player: { because: 'still looking for a player' },
  past: [],
  future: [],
  message: undefined,
  graphics: 0,
  colourMap: 0,
};

export function currentPair({ pairs, at }: PairState): ClipPair | undefined {
  return pairs?.[at];
}

/** Where a clip begins on the common axis. */
export function offsetOf({ soundLeadSeconds = 0 }: ClipPair, side: Side): number {
  return Math.max(0, side === 'first' ? -soundLeadSeconds : soundLeadSeconds);
}

/** Nothing plays, the cursor is at the start. @param durations of A and B, seconds */
export function showPair(
  state: PairState,
  at: number,
  durations: Readonly<Record<Side, number>>,
  atMs: number,
): PairState {
  const pair = state.pairs?.[at];
  const ends = pair === undefined ? [0] : SIDES.map((side) => offsetOf(pair, side) + durations[side]);
  return {
    ...state,
    at,
    side: 'first',
    time: wholeClip(Math.max(...ends)),
    shownAtMs: atMs,
    isPlaying: false,
    heard: new Set(),
    message: undefined,
  };
}

export function movedCursor(state: PairState, seconds: number): PairState {
  return { ...state, time: withCursor(state.time, state.time.cursorSeconds + seconds), message: undefined };
}

/** The player tells where it is in a clip. */
export function heardAt(state: PairState, side: Side, seconds: number): PairState {
  const pair = currentPair(state);
  if (pair === undefined || !state.isPlaying) return state;
  const heard = state.heard.has(pair[side]) ? state.heard : new Set([...state.heard, pair[side]]);
  return { ...state, heard, time: withCursor(state.time, offsetOf(pair, side) + seconds) };
}

const PAIR_WORDS = {
  keepFirst: { first: 'keep', second: 'drop', text: 'kept A, dropped B' },
  keepSecond: { first: 'drop', second: 'keep', text: 'kept B, dropped A' },
  keepBoth: { first: 'keep', second: 'keep', text: 'kept both' },
  keepNeither: { first: 'drop', second: 'drop', text: 'dropped both' },
} as const;
const SIDE_WORDS = { keep: 'keep', drop: 'drop', cannotTell: 'ask' } as const;
export type PairVerdict = keyof typeof PAIR_WORDS | keyof typeof SIDE_WORDS;

/** What is wished for each clip, and how it is told. */
export function wishesOf(
  verdict: PairVerdict,
  pair: ClipPair,
  side: Side,
): { readonly wishes: readonly PairWish[]; readonly text: string } {
  if (verdict === 'keep' || verdict === 'drop' || verdict === 'cannotTell') {
    const decision = SIDE_WORDS[verdict];
    const text = `${{ keep: 'kept', drop: 'dropped', ask: 'unsure about' }[decision]} ${SIDE_LETTERS[side]}`;
    return { wishes: [{ position: pair[side], wish: { decision } }], text };
  }
  const words = PAIR_WORDS[verdict];
  // Only what loses against the other one is dropped for being its double.
  const reason = verdict === 'keepNeither' ? undefined : reasonOf(pair);
  const wishes = SIDES.map((each): PairWish => {
    const decision = words[each];
    const isDouble = decision === 'drop' && reason !== undefined;
    return { position: pair[each], wish: isDouble ? { decision, reason } : { decision } };
  });
  return { wishes, text: words.text };
}

function reasonOf({ pictureDistance, soundDistance }: ClipPair): DropReason | undefined {
  if (pictureDistance !== undefined) return 'duplicate-picture';
  return soundDistance === undefined ? undefined : 'duplicate-sound';
}

/** The next pair that is open, at the end the last one before; undefined: none is. */
export function nextOpen(
  pairs: readonly ClipPair[],
  at: number,
  isOpen: (pair: ClipPair) => boolean,
): number | undefined {
  const after = pairs.findIndex((pair, place) => place > at && isOpen(pair));
  if (after !== -1) return after;
  const before = pairs.findLastIndex((pair, place) => place < at && isOpen(pair));
  return before === -1 ? undefined : before;
}

/** The same pairs read again: the one on the screen stays there. */
export function withPairs(state: PairState, pairs: readonly ClipPair[] | undefined): PairState {
  const current = currentPair(state);
  const next: PairState = { ...state, pairs };
  return { ...next, at: current === undefined ? 0 : placeOf(next, current) };
}

/** 0 where it is not among the pairs. */
export function placeOf({ pairs }: PairState, wanted: ClipPair): number {
  return Math.max(0, pairs?.findIndex((pair) => isSamePair(pair, wanted)) ?? 0);
}

export function isSamePair(a: ClipPair | undefined, b: ClipPair | undefined): boolean {
  return a?.first === b?.first && a?.second === b?.second;
}

export function undone(state: PairState, done: PairDone): PairState {
  return { ...state, past: state.past.slice(0, -1), future: [...state.future, done] };
}

export function redone(state: PairState, done: PairDone): PairState {
  return { ...state, past: [...state.past, done], future: state.future.slice(0, -1) };
}
