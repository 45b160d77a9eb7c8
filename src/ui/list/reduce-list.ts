// What the list's own keys do: pages, order, saved views, other screens. Pure.
import { describeColumns } from '../../curation/query-names.ts';
import { queryItems } from '../../curation/query-tokens.ts';
import type { CurateState, Face, ListPage, Step } from '../curate/curate-state.ts';
import { currentOf, moveBy, moveTo } from '../curate/queue.ts';
import { goTo, saying, stepTo } from '../curate/steps.ts';
import { EMPTY_FIELD } from '../text-field.ts';
import type { ListCommand } from './list-keys.ts';

export const LIST_STEPS: Readonly<Record<ListCommand, (state: CurateState) => Step>> = {
  open: (state) => (state.clip === undefined ? saying(state, 'there is no clip to open') : turnTo(state, 'clip')),
  pageDown: (state) => goTo(state, moveBy(state.queue, state.page.rows)),
  pageUp: (state) => goTo(state, moveBy(state.queue, -state.page.rows)),
  first: (state) => goTo(state, moveTo(state.queue, 0)),
  last: (state) => goTo(state, moveTo(state.queue, state.queue.order.length - 1)),
  sort: (state) => stepTo({ ...state, mode: { kind: 'sort', field: EMPTY_FIELD, chosen: 0 }, message: undefined }),
  views: (state) =>
    state.setting.views.length === 0
      ? saying(state, 'no view is saved yet; `:save NAME` saves this one')
      : stepTo({ ...state, mode: { kind: 'view', field: EMPTY_FIELD, chosen: 0 }, message: undefined }),
  compare,
  classes: (state) => stepTo(state, { kind: 'classes' }),
  duplicates: (state) => stepTo(state, { kind: 'duplicates' }),
};

/** The same clip, shown the other way. */
export function turnTo(state: CurateState, face: Face): Step {
  return goTo({ ...state, face }, state.queue, true);
}

function compare(state: CurateState): Step {
  const here = currentOf(state.queue);
  const tagged = [...state.tags];
  const positions = tagged.length === 1 && here !== undefined && here !== tagged[0] ? [...tagged, here] : tagged;
  return positions.length === 2
    ? stepTo(state, { kind: 'compare', positions })
    : saying(state, 'tag two clips to compare them, or one and go to the other', 'doubtful');
}

/** The page that shows the clip at hand and moves as little as it can. */
export function pageFor({ page, queue }: CurateState, rows: number): ListPage {
  const last = Math.max(0, queue.order.length - rows);
  const first = Math.max(queue.at - rows + 1, Math.min(page.first, queue.at));
  return { first: Math.max(0, Math.min(last, first)), rows };
}

const NAMES = describeColumns().map(({ name }) => name);

/** What can be looked for while a query is typed: a last word that may become a name is left out, so that the list does not run empty. */
export function previewedQuery(text: string): string {
  const word = /\S*$/.exec(text)![0];
  const mayBecomeName = word !== '' && NAMES.some((name) => name.startsWith(word.replace(/^-/, '')));
  return (mayBecomeName ? text.slice(0, -word.length) : text).trim();
}

/** The query in another order; in the order that it has already, turned round. */
export function sortedBy(query: string, name: string): string {
  const items = queryItems(query);
  const starts = items.map(({ isNegated, name: given, values }) => (given ?? values[0]!).position - Number(isNegated));
  const texts = starts.map((start, at) => query.slice(start, starts[at + 1]).trim());
  const terms = texts.filter((_, at) => items[at]!.name?.text !== 'sort');
  return [...terms, texts.includes(`sort:${name}`) ? `sort:-${name}` : `sort:${name}`].join(' ');
}
