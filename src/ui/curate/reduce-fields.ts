// Keys while something else than the clip has the keyboard: a text field, a list to choose from, a question. Pure.
import { type Completion, completed, completionsOf } from '../../curation/query-completion.ts';
import { COLUMN_NAMES } from '../../curation/query-names.ts';
import { previewedQuery, sortedBy } from '../list/reduce-list.ts';
import { editField, fieldParts, fieldWith, type TextField } from '../text-field.ts';
import type { CurateState, Mode, PickKind, Step } from './curate-state.ts';
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
  if (key === 'escape') return mode.kind === 'query' ? closeQuery(state, mode) : stepTo(closeMode(state));
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
    case 'sort':
    case 'view':
      return pressInPicker(state, mode, key, atMs);
    case 'help':
      return pressInHelp(state, mode, key);
    default:
      return pressInField(state, mode, key);
  }
}

/** Text fields share one shape, so that typing needs no knowledge of what is typed; the list follows its query. */
export function withField(state: CurateState, field: TextField): Step {
  const { mode } = state;
  switch (mode.kind) {
    case 'relabel':
    case 'sort':
    case 'view':
      return stepTo({ ...state, mode: { ...mode, field, chosen: 0 } });
    case 'help':
      return stepTo({ ...state, mode: { ...mode, field, scroll: 0 } });
    case 'query': {
      const typing: CurateState = { ...state, mode: { ...mode, field, problem: undefined } };
      const isOther = field.text !== mode.field.text;
      return state.face === 'list' && isOther
        ? stepTo(typing, { kind: 'preview', query: previewedQuery(field.text) })
        : stepTo(typing);
    }
    case 'note':
    case 'go':
      return stepTo({ ...state, mode: { ...mode, field } });
    default:
      return stepTo(state);
  }
}

/** What was listed before one began to type is listed again. */
function closeQuery(state: CurateState, { before }: ModeOf<'query'>): Step {
  const closed = closeMode({ ...state, queueQuery: state.query });
  return before === undefined ? stepTo(closed) : goTo(closed, before);
}

function typed(state: CurateState, field: TextField, key: string): Step {
  const edited = editField(field, key);
  return edited === undefined ? stepTo(state) : withField(state, edited);
}

function chooseReason(state: CurateState, key: string, atMs: number): Step {
  if (key === 'enter') return wishFor(state, { decision: 'drop' }, atMs);
  const reason = REASONS_BY_DIGIT[Number(key) - 1];
  return reason === undefined ? stepTo(state) : wishFor(state, { decision: 'drop', reason }, atMs);
}

/** All that a picker chooses from. */
export function choicesOf({ setting }: CurateState, kind: PickKind): readonly string[] {
  if (kind === 'relabel') return setting.labels;
  return kind === 'sort' ? COLUMN_NAMES : setting.views.map(({ name }) => name);
}

/** What the picker offers now. */
export function offeredChoices(state: CurateState, { kind, field }: ModeOf<PickKind>): FuzzyMatch[] {
  return fuzzyFind(field.text, choicesOf(state, kind));
}

function pressInPicker(state: CurateState, mode: ModeOf<PickKind>, key: string, atMs: number): Step {
  const offered = offeredChoices(state, mode);
  const choose = (chosen: number): Step =>
    stepTo({ ...state, mode: { ...mode, chosen: Math.max(0, Math.min(offered.length - 1, chosen)) } });
  if (key === 'up' || key === 'shift-tab') return choose(mode.chosen - 1);
  if (key === 'down' || key === 'tab') return choose(mode.chosen + 1);
  if (key !== 'enter') return typed(state, mode.field, key);
  const chosen = offered[mode.chosen]?.text;
  if (chosen === undefined) return stepTo(state);
  if (mode.kind === 'relabel') return wishFor(state, { decision: 'keep', label: chosen }, atMs);
  return mode.kind === 'sort'
    ? stepTo(closeMode(state), { kind: 'select', query: sortedBy(state.query, chosen) })
    : openView(closeMode(state), chosen);
}

function openView(state: CurateState, name: string): Step {
  const view = state.setting.views.find((each) => each.name === name);
  return view === undefined
    ? saying(state, `no view is called ${name}`, 'doubtful')
    : stepTo(state, { kind: 'select', query: view.query });
}

const PAGE = 10;

function pressInHelp(state: CurateState, mode: ModeOf<'help'>, key: string): Step {
  const scroll = { up: -1, down: 1, 'page-up': -PAGE, 'page-down': PAGE }[key];
  if (scroll !== undefined) return stepTo({ ...state, mode: { ...mode, scroll: Math.max(0, mode.scroll + scroll) } });
  if (key === 'enter' || (key === '?' && mode.field.text === '')) return stepTo(closeMode(state));
  return typed(state, mode.field, key);
}

/** What the last word of the query may become. */
export function offeredCompletions({ setting }: CurateState, { field }: ModeOf<'query'>): Completion[] {
  return completionsOf(fieldParts(field)[0], (name) => (name.endsWith('class') ? setting.labels : undefined));
}

function completeQuery(state: CurateState, mode: ModeOf<'query'>): Step {
  const [before, after] = fieldParts(mode.field);
  const text = completed(before, offeredCompletions(state, mode));
  if (text === undefined) return stepTo(state);
  return withField(state, { text: text + after, caret: fieldWith(text).caret });
}

function pressInField(state: CurateState, mode: ModeOf<'note' | 'go' | 'query'>, key: string): Step {
  if (mode.kind === 'query' && key === 'tab') return completeQuery(state, mode);
  if (key !== 'enter') return typed(state, mode.field, key);
  const text = mode.field.text.trim();
  const closed = closeMode(state);
  if (mode.kind === 'query') return stepTo(state, { kind: 'select', query: text });
  if (mode.kind === 'note') return withDraft(closed, { ...draftOf(state), note: text });
  return text === '' ? stepTo(closed) : goWhere(closed, text);
}

/** A place in the queue, the name of a clip, or a word about a saved view with its name. */
function goWhere(closed: CurateState, text: string): Step {
  const [, word, name] = /^(save|view|forget)\s+(.+)$/.exec(text) ?? [];
  if (word === 'save') return stepTo(closed, { kind: 'save-view', name: name! });
  if (word === 'forget') return stepTo(closed, { kind: 'remove-view', name: name! });
  if (word === 'view') return openView(closed, name!);
  if (!/^\d+$/.test(text)) return stepTo(closed, { kind: 'find', name: text });
  const place = Number(text) - 1;
  const { length } = closed.queue.order;
  return place >= 0 && place < length
    ? goTo(closed, moveTo(closed.queue, place))
    : saying(closed, `expected a place from 1 to ${length}, got ${text}`, 'doubtful');
}

export function openField(state: CurateState, mode: Mode): Step {
  return stepTo({ ...state, mode, message: undefined });
}
