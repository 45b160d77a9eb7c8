// What the overview of the classes knows, and what its keys do to it. Pure.
import type { ClassFigures } from '../../curation/class-figures.ts';
import { EMPTY_FIELD, editField, type TextField } from '../text-field.ts';
import type { ClassCommand } from './list-keys.ts';

const CLASS_ORDERS = ['name', 'clips', 'kept share', 'asked about', 'mean score'] as const;
type ClassOrder = (typeof CLASS_ORDERS)[number];

export interface ClassState {
  readonly classes: readonly ClassFigures[];
  readonly order: ClassOrder;
  /** Only classes whose name holds this. */
  readonly search: string;
  /** While it is typed. */
  readonly field: TextField | undefined;
  /** Of those that are shown; '' before there are any. */
  readonly chosen: string;
  readonly page: { readonly first: number; readonly rows: number };
}

export const NO_CLASSES: ClassState = {
  classes: [],
  order: 'kept share',
  search: '',
  field: undefined,
  chosen: '',
  page: { first: 0, rows: 1 },
};

/** What tells most comes first: little kept, much asked about, low scores, many clips. What is not known comes last. */
const WORTH: Readonly<Record<ClassOrder, (figures: ClassFigures) => number>> = {
  name: () => 0,
  clips: ({ listed }) => -listed,
  'kept share': ({ keptShare }) => keptShare,
  'asked about': ({ asked }) => -asked,
  'mean score': ({ meanScore }) => meanScore,
};

/** In order; classes that are alike in it by name. */
export function shownClasses({ classes, order, search }: ClassState): ClassFigures[] {
  const wanted = search.trim().toLowerCase();
  const worth = (figures: ClassFigures): number => {
    const value = WORTH[order](figures);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const compare = (a: ClassFigures, b: ClassFigures): number => (worth(a) === worth(b) ? 0 : worth(a) - worth(b));
  return classes.filter(({ label }) => label.toLowerCase().includes(wanted)).sort(compare);
}

export function placeOf(state: ClassState): number {
  return Math.max(
    0,
    shownClasses(state).findIndex(({ label }) => label === state.chosen),
  );
}

export function withClasses(state: ClassState, classes: readonly ClassFigures[]): ClassState {
  return settled({ ...state, classes });
}

/** One of the shown ones is chosen, whatever became of the one before. */
function settled(state: ClassState): ClassState {
  const shown = shownClasses(state);
  return shown.some(({ label }) => label === state.chosen) ? state : { ...state, chosen: shown[0]?.label ?? '' };
}

function choose(state: ClassState, place: number): ClassState {
  const shown = shownClasses(state);
  return { ...state, chosen: shown[Math.max(0, Math.min(shown.length - 1, place))]?.label ?? '' };
}

/** Commands that only move or order. */
const STEPS: Readonly<Record<Exclude<ClassCommand, 'open' | 'help' | 'leave'>, (state: ClassState) => ClassState>> = {
  next: (state) => choose(state, placeOf(state) + 1),
  previous: (state) => choose(state, placeOf(state) - 1),
  pageDown: (state) => choose(state, placeOf(state) + state.page.rows),
  pageUp: (state) => choose(state, placeOf(state) - state.page.rows),
  first: (state) => choose(state, 0),
  last: (state) => choose(state, state.classes.length),
  sort: (state) => ({ ...state, order: CLASS_ORDERS[(CLASS_ORDERS.indexOf(state.order) + 1) % CLASS_ORDERS.length]! }),
  search: (state) => settled({ ...state, field: EMPTY_FIELD, search: '' }),
};

export function afterCommand(state: ClassState, command: Exclude<ClassCommand, 'open' | 'help' | 'leave'>): ClassState {
  return STEPS[command](state);
}

/** A key while the search is typed: enter keeps it, escape takes it away. */
export function afterSearchKey(state: ClassState, field: TextField, key: string): ClassState {
  if (key === 'enter') return { ...state, field: undefined };
  if (key === 'escape') return settled({ ...state, field: undefined, search: '' });
  const edited = editField(field, key) ?? field;
  return settled({ ...state, field: edited, search: edited.text });
}

/** The page moves as little as it can. */
export function fitClassPage(state: ClassState, rows: number): ClassState {
  const at = placeOf(state);
  const last = Math.max(0, shownClasses(state).length - rows);
  const first = Math.max(0, Math.min(last, Math.max(at - rows + 1, Math.min(state.page.first, at))));
  return { ...state, page: { first, rows } };
}
