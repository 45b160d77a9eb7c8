// Keys while something else than the clip has the keyboard: a text field, a list to choose from, a question. Pure.
import { editField, type TextField } from '../text-field.ts';
import type { CurateState, Mode, Step } from './curate-state.ts';
import { draftOf, REASONS_BY_DIGIT } from './curate-state.ts';
import { type FuzzyMatch, fuzzyFind } from './fuzzy.ts';
import { moveTo } from './queue.ts';
import { withDraft } from './reduce-time.ts';
import { wishFor, wishForTagged } from './reduce-verdicts.ts';
import { goTo, saying, stepTo } from './steps.ts';

type ModeOf<Kind extends Mode['kind']> = Extract<Mode, { kind: Kind }>;

export function closeMode(state: CurateState): CurateState {
  return { ...state, mode: { kind: 'clip' } };
}

/** A key of a mode that is not 'clip'; escape always leads back to the clip. */
export function pressInMode(state: CurateState, key: string, atMs: number): Step {
  const { mode } = state;
  if (key === 'escape') return stepTo(closeMode(state));
  switch (mode.kind) {
    case 'clip':
      return stepTo(state);
    case 'reason':
      return chooseReason(state, key, atMs);
    case 'confirm':
      return key === 'y' || key === 'enter'
        ? wishForTagged(state, mode.wish)
        : saying(closeMode(state), 'nothing was judged');
    case 'leaving':
      return key === 'q' || key === 'y' || key === 'enter'
        ? stepTo(closeMode(state), { kind: 'leave' })
        : stepTo(closeMode(state));
    case 'relabel':
      return pressInRelabel(state, mode, key, atMs);
    case 'help':
      return pressInHelp(state, mode, key);
    default:
      return pressInField(state, mode, key);
  }
}

/** Text fields share one shape, so that typing needs no knowledge of what is typed. */
export function withField(state: CurateState, field: TextField): CurateState {
  const { mode } = state;
  switch (mode.kind) {
    case 'relabel':
      return { ...state, mode: { ...mode, field, chosen: 0 } };
    case 'help':
      return { ...state, mode: { ...mode, field, scroll: 0 } };
    case 'query':
      return { ...state, mode: { ...mode, field, problem: undefined } };
    case 'note':
    case 'go':
      return { ...state, mode: { ...mode, field } };
    default:
      return state;
  }
}

function typed(state: CurateState, field: TextField, key: string): Step {
  const edited = editField(field, key);
  return stepTo(edited === undefined ? state : withField(state, edited));
}

function chooseReason(state: CurateState, key: string, atMs: number): Step {
  if (key === 'enter') return wishFor(state, { decision: 'drop' }, atMs);
  const reason = REASONS_BY_DIGIT[Number(key) - 1];
  return reason === undefined ? stepTo(state) : wishFor(state, { decision: 'drop', reason }, atMs);
}

/** The labels that the picker offers now. */
export function offeredLabels({ setting }: CurateState, { field }: ModeOf<'relabel'>): FuzzyMatch[] {
  return fuzzyFind(field.text, setting.labels);
}

function pressInRelabel(state: CurateState, mode: ModeOf<'relabel'>, key: string, atMs: number): Step {
  const offered = offeredLabels(state, mode);
  const choose = (chosen: number): Step =>
    stepTo({ ...state, mode: { ...mode, chosen: Math.max(0, Math.min(offered.length - 1, chosen)) } });
  if (key === 'up' || key === 'shift-tab') return choose(mode.chosen - 1);
  if (key === 'down' || key === 'tab') return choose(mode.chosen + 1);
  if (key !== 'enter') return typed(state, mode.field, key);
  const label = offered[mode.chosen]?.text;
  return label === undefined ? stepTo(state) : wishFor(state, { decision: 'keep', label }, atMs);
}

const PAGE = 10;

function pressInHelp(state: CurateState, mode: ModeOf<'help'>, key: string): Step {
  const scroll = { up: -1, down: 1, 'page-up': -PAGE, 'page-down': PAGE }[key];
  if (scroll !== undefined) return stepTo({ ...state, mode: { ...mode, scroll: Math.max(0, mode.scroll + scroll) } });
  if (key === 'enter' || (key === '?' && mode.field.text === '')) return stepTo(closeMode(state));
  return typed(state, mode.field, key);
}

function pressInField(state: CurateState, mode: ModeOf<'note' | 'go' | 'query'>, key: string): Step {
  if (key !== 'enter') return typed(state, mode.field, key);
  const text = mode.field.text.trim();
  const closed = closeMode(state);
  if (mode.kind === 'query') return stepTo(state, { kind: 'select', query: text });
  if (mode.kind === 'note') return withDraft(closed, { ...draftOf(state), note: text });
  if (text === '') return stepTo(closed);
  if (!/^\d+$/.test(text)) return stepTo(closed, { kind: 'find', name: text });
  const place = Number(text) - 1;
  const { length } = state.queue.order;
  return place >= 0 && place < length
    ? goTo(closed, moveTo(state.queue, place))
    : saying(closed, `expected a place from 1 to ${length}, got ${text}`, 'doubtful');
}

export function openField(state: CurateState, mode: Mode): Step {
  return stepTo({ ...state, mode, message: undefined });
}
