// Verdicts on the clip at hand or on all tagged ones: asked of the index first, counted when it has them; undone and redone. Pure.
import { formatCount } from '../format.ts';
import type { Action, CurateState, Done, Draft, Step, Wish } from './curate-state.ts';
import { draftOf, NO_DRAFT } from './curate-state.ts';
import { withVerdict } from './pace.ts';
import { advance, currentOf, markOf, type Queue, showClip, withMarks } from './queue.ts';
import { goTo, saying, stepTo } from './steps.ts';

/** One clip is judged at once (of a list nobody knows how long it was looked at), tagged ones after a question that says how many they are. */
export function wishFor(state: CurateState, wish: Wish, atMs: number): Step {
  if (state.tags.size > 0) return stepTo({ ...state, mode: { kind: 'confirm', wish }, message: undefined });
  const { clip } = state;
  if (clip === undefined) return saying(state, 'there is no clip to judge', 'doubtful');
  return stepTo(
    { ...state, mode: { kind: 'clip' } },
    {
      kind: 'judge',
      positions: [clip.position],
      wish,
      draft: draftOf(state),
      seconds: state.face === 'list' ? undefined : Math.max(0, atMs - clip.shownAtMs) / 1000,
      wasHeard: clip.wasHeard,
    },
  );
}

/** All tagged clips at once; how long each was looked at is not known. */
export function wishForTagged(state: CurateState, wish: Wish): Step {
  return stepTo(
    { ...state, mode: { kind: 'clip' } },
    { kind: 'judge', positions: [...state.tags], wish, draft: NO_DRAFT, seconds: undefined, wasHeard: false },
  );
}

/** The index has it: now it counts, and the next clip comes. */
export function taken(state: CurateState, { done, seconds }: Extract<Action, { kind: 'taken' }>): Step {
  const marked = withVerdictOf(state.queue, done);
  // A clip that is on the screen and was not among those judged together stays there.
  const queue = done.positions.includes(currentOf(marked) ?? -1) ? advance(marked) : marked;
  const isBatch = done.positions.length > 1 || state.tags.size > 0;
  const judged: CurateState = {
    ...state,
    past: { done, earlier: state.past },
    future: undefined,
    drafts: withoutDrafts(state.drafts, done.positions),
    tags: isBatch ? new Set() : state.tags,
    recentSeconds: seconds === undefined ? state.recentSeconds : withVerdict(state.recentSeconds, seconds),
  };
  const step = goTo(judged, queue, true);
  if (isBatch) return told(step, `${wordOf(done.wish)}: ${clipCount(done.positions.length)}`);
  return queue.marks.includes(0) ? step : told(step, 'that was the last clip of this queue');
}

function told(step: Step, text: string): Step {
  return { ...step, state: { ...step.state, message: { text, tone: undefined } } };
}

export function undo(state: CurateState): Step {
  if (state.past === undefined) return saying(state, 'nothing to undo in this session');
  return stepTo(state, { kind: 'undo', done: state.past.done });
}

export function redo(state: CurateState): Step {
  if (state.future === undefined) return saying(state, 'nothing to redo');
  return stepTo(state, { kind: 'redo', done: state.future.done });
}

/** Back to the clip that it was about, into its place, with what was typed for it. */
export function undone(state: CurateState): Step {
  if (state.past === undefined) return stepTo(state);
  const { done, earlier } = state.past;
  const [first] = done.positions;
  const queue = withMarks(state.queue, done.positions, done.marksBefore);
  const drafts = new Map(state.drafts);
  if (done.positions.length === 1 && !isEmpty(done.draft)) drafts.set(first!, done.draft);
  const past: CurateState = { ...state, past: earlier, future: { done, earlier: state.future }, drafts };
  return told(goTo(past, showClip(queue, first!), true), `taken back: ${namesOf(done)}`);
}

export function redone(state: CurateState): Step {
  if (state.future === undefined) return stepTo(state);
  const { done, earlier } = state.future;
  const marked = withVerdictOf(state.queue, done);
  const drafts = withoutDrafts(state.drafts, done.positions);
  const again: CurateState = { ...state, past: { done, earlier: state.past }, future: earlier, drafts };
  return told(goTo(again, advance(showClip(marked, done.positions[0]!)), true), `given again: ${namesOf(done)}`);
}

/** What each clip was said to be before, for undo. */
export function marksBefore(state: CurateState, positions: readonly number[]): Done['marksBefore'] {
  return positions.map((position) => markOf(state.queue, position));
}

const WORDS = { keep: 'a keep', drop: 'x drop', ask: '? unsure' } as const;

/** A verdict in words that do without colour. */
export function wordOf({ decision, reason, label }: Wish): string {
  const why = reason === undefined ? '' : ` ${reason}`;
  return `${WORDS[decision]}${why}${label === undefined ? '' : ` as ${label}`}`;
}

function namesOf({ wish, positions }: Done): string {
  return positions.length === 1 ? wordOf(wish) : `${wordOf(wish)} of ${clipCount(positions.length)}`;
}

export function clipCount(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'clip' : 'clips'}`;
}

function withVerdictOf(queue: Queue, { positions, wish }: Done): Queue {
  return withMarks(
    queue,
    positions,
    positions.map(() => wish.decision),
  );
}

function isEmpty({ note, trimStartSeconds, trimEndSeconds }: Draft): boolean {
  return note === '' && trimStartSeconds === undefined && trimEndSeconds === undefined;
}

function withoutDrafts(drafts: CurateState['drafts'], positions: readonly number[]): CurateState['drafts'] {
  if (drafts.size === 0) return drafts;
  const left = new Map(drafts);
  for (const position of positions) left.delete(position);
  return left;
}
