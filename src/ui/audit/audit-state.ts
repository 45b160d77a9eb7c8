// The audit screen's logic: (state, action) -> state and what to ask of the world. Pure: the clock comes in with the action.
// Looking and listening is the curate screen's; of the clip that is asked about it knows neither name nor label, and nothing that was measured.
import type { AuditWord } from '../../dataset/audit.ts';
import {
  type CurateSetting,
  type CurateState,
  initialCurateState,
  type Action as LookAction,
  type Effect as LookEffect,
} from '../curate/curate-state.ts';
import { withVerdict } from '../curate/pace.ts';
import { reduceCurate } from '../curate/reduce-curate.ts';
import type { AuditCommand } from './audit-keys.ts';

export interface AuditState {
  readonly rater: string;
  /** Of the audit. */
  readonly questions: number;
  /** Positions that the rater has not answered, in order; the first is on the screen. */
  readonly open: readonly number[];
  /** By position, as the index has them. */
  readonly durationsSeconds: readonly number[];
  /** The last answer of this session, as long as it can be taken back. */
  readonly last: { readonly position: number; readonly word: AuditWord } | undefined;
  readonly recentSeconds: readonly number[];
  readonly shownAtMs: number;
  /** Cursor, zoom, sound, panes and the message. */
  readonly look: CurateState;
}

export type AuditAction =
  | { readonly kind: 'start'; readonly atMs: number }
  | { readonly kind: 'command'; readonly command: AuditCommand; readonly atMs: number }
  /** The world's answers. */
  | { readonly kind: 'answered'; readonly word: AuditWord; readonly seconds: number; readonly atMs: number }
  | { readonly kind: 'undone'; readonly atMs: number }
  | { readonly kind: 'look'; readonly action: LookAction };

export type AuditEffect =
  | {
      readonly kind: 'answer';
      readonly position: number;
      readonly word: AuditWord;
      readonly seconds: number;
      readonly wasHeard: boolean;
    }
  | { readonly kind: 'undo'; readonly position: number }
  | { readonly kind: 'show'; readonly position: number }
  | { readonly kind: 'report' | 'help' | 'leave' }
  | { readonly kind: 'look'; readonly effect: LookEffect };

export interface AuditStep {
  readonly state: AuditState;
  readonly effects: readonly AuditEffect[];
}

export type AuditBeginning = Pick<AuditState, 'rater' | 'questions' | 'open' | 'durationsSeconds'>;

export function initialAuditState(
  beginning: AuditBeginning,
  setting: Omit<CurateSetting, 'labels' | 'views'>,
): AuditState {
  return {
    ...beginning,
    last: undefined,
    recentSeconds: [],
    shownAtMs: 0,
    look: initialCurateState({ ...setting, labels: [], views: [] }, ''),
  };
}

const WORDS: Readonly<Partial<Record<AuditCommand, AuditWord>>> = {
  keep: 'belongs',
  drop: 'does-not',
  cannotTell: 'cannot-tell',
};

export const WORD_TEXTS: Readonly<Record<AuditWord, string>> = {
  belongs: 'it belongs',
  'does-not': 'it does not',
  'cannot-tell': 'cannot tell',
};

export function reduceAudit(state: AuditState, action: AuditAction): AuditStep {
  switch (action.kind) {
    case 'start':
      return toQuestion(state, action.atMs);
    case 'command':
      return command(state, action.command, action.atMs);
    case 'answered': {
      const [position, ...open] = state.open;
      if (position === undefined) return { state, effects: [] };
      const recentSeconds = withVerdict(state.recentSeconds, action.seconds);
      return toQuestion({ ...state, open, recentSeconds, last: { position, word: action.word } }, action.atMs);
    }
    case 'undone':
      if (state.last === undefined) return { state, effects: [] };
      return toQuestion({ ...state, open: [state.last.position, ...state.open], last: undefined }, action.atMs);
    case 'look':
      return look(state, action.action);
  }
}

function command(state: AuditState, name: AuditCommand, atMs: number): AuditStep {
  const word = WORDS[name];
  if (word !== undefined) return answer(state, word, atMs);
  if (name === 'undo') {
    if (state.last === undefined) return saying(state, 'only the last answer can be taken back, once');
    return { state, effects: [{ kind: 'undo', position: state.last.position }] };
  }
  if (name === 'why')
    return state.open.length === 0
      ? { state, effects: [{ kind: 'report' }] }
      : saying(state, `the report comes after the last question; ${state.open.length} are open`);
  if (name === 'help' || name === 'leave') return { state, effects: [{ kind: name }] };
  return look(state, { kind: 'command', command: name, atMs });
}

function answer(state: AuditState, word: AuditWord, atMs: number): AuditStep {
  const [position] = state.open;
  if (position === undefined) return { state, effects: [] };
  const seconds = Math.max(0, (atMs - state.shownAtMs) / 1000);
  const wasHeard = state.look.clip?.wasHeard ?? false;
  return { state, effects: [{ kind: 'answer', position, word, seconds, wasHeard }] };
}

/** The first open question, or the report where all are answered. Whatever was playing stops. */
function toQuestion(state: AuditState, atMs: number): AuditStep {
  const silence: AuditEffect[] = state.look.sound === 'silent' ? [] : [{ kind: 'look', effect: { kind: 'stop' } }];
  const [position] = state.open;
  const quiet: CurateState = { ...state.look, sound: 'silent', message: undefined };
  if (position === undefined)
    return { state: { ...state, look: { ...quiet, clip: undefined } }, effects: [...silence, { kind: 'report' }] };
  const clip = {
    position,
    name: '',
    label: '',
    shownAtMs: atMs,
    videoFps: undefined,
    onsetSeconds: [],
    wasHeard: false,
    known: { note: '' },
  };
  const shown = look(
    { ...state, shownAtMs: atMs, look: quiet },
    { kind: 'shown', clip, durationSeconds: state.durationsSeconds[position] ?? 0 },
  );
  return { state: shown.state, effects: [...silence, { kind: 'show', position }, ...shown.effects] };
}

function look(state: AuditState, action: LookAction): AuditStep {
  const step = reduceCurate(state.look, action);
  return {
    state: { ...state, look: step.state },
    effects: step.effects.map((effect) => ({ kind: 'look', effect })),
  };
}

function saying(state: AuditState, text: string): AuditStep {
  return look(state, { kind: 'said', message: { text, tone: 'doubtful' } });
}
