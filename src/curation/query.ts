// What is asked of the clips of a corpus: `class:tickling score:<0.3 -reason:music-bed is:ask sort:-score` -> tests and an order. Pure.
import { nearestNames } from '../dataset/nearest-name.ts';
import { QueryError } from '../errors.ts';
import { isNumberColumn, type NumberColumn, type TextColumn } from './clip-columns.ts';
import { CLOSED_VALUES, COLUMN_NAMES, columnNamed, IS_WORDS, type IsWord, isDateColumn } from './query-names.ts';
import { type NumberRange, parseMoment, parseNumber, parseRange } from './query-numbers.ts';
import { type QueryItem, type QueryValue, queryItems } from './query-tokens.ts';

export type Test =
  | { readonly kind: 'is'; readonly word: IsWord }
  | { readonly kind: 'range'; readonly column: NumberColumn; readonly range: NumberRange }
  /** The text holds this one, or is this one, whatever the case. */
  | { readonly kind: 'text'; readonly column: TextColumn; readonly text: string; readonly isWhole: boolean }
  /** A list of codes holds this one. */
  | { readonly kind: 'lists'; readonly column: TextColumn; readonly code: string }
  | { readonly kind: 'none'; readonly column: NumberColumn | TextColumn }
  /** Id, class or note holds it. */
  | { readonly kind: 'anywhere'; readonly text: string };

export interface Term {
  readonly isNegated: boolean;
  /** One of them must hold; of a negated term none may. */
  readonly tests: readonly Test[];
}

export interface SortKey {
  readonly column: NumberColumn | TextColumn;
  readonly isDescending: boolean;
}

export interface Query {
  /** As typed. */
  readonly text: string;
  /** All must hold. */
  readonly terms: readonly Term[];
  /** The first that tells two clips apart orders them; empty: the order of the table, what is asked about first. */
  readonly sort: readonly SortKey[];
}

/** Columns that hold codes with blanks between them. */
const LISTS: ReadonlySet<TextColumn> = new Set(['reasons', 'facts']);
/** Longer lists of values bury what they should tell. */
const MOST_SHOWN = 20;
const NAMES = ['is', 'sort', ...COLUMN_NAMES];

/** @throws QueryError that says where, what was expected, what was got, and which name is nearest */
export function parseQuery(text: string): Query {
  const items = queryItems(text);
  const sorts = items.filter(({ name }) => name?.text === 'sort');
  const terms = items.filter(({ name }) => name?.text !== 'sort');
  return { text, terms: terms.map(termOf), sort: sorts.flatMap(sortKeysOf) };
}

function termOf({ isNegated, name, values }: QueryItem): Term {
  return { isNegated, tests: values.map((value) => testOf(name, value)) };
}

function testOf(name: QueryValue | undefined, value: QueryValue): Test {
  if (name === undefined) return { kind: 'anywhere', text: value.text };
  if (name.text === 'is') return { kind: 'is', word: oneOf(value, Object.keys(IS_WORDS), 'a word of is:') as IsWord };
  const column = columnOf(name.text, name.position);
  if (value.text === 'none' && !value.isQuoted) return { kind: 'none', column };
  return isNumberColumn(column) ? rangeOf(column, name.text, value) : textTest(column, value);
}

function rangeOf(column: NumberColumn, name: string, value: QueryValue): Test {
  const isDate = isDateColumn(column);
  const range = parseRange(value.text, isDate ? parseMoment : parseNumber);
  if (range !== undefined) return { kind: 'range', column, range };
  const expected = isDate
    ? `a date for ${name}, such as 2026-01-31 or >=2026-01-31`
    : `a number for ${name}, such as 0.3, <0.3, >=0.3, 0.1..0.5 or none`;
  throw new QueryError({ position: value.position, expected, got: value.text, nearest: [] });
}

function textTest(column: TextColumn, value: QueryValue): Test {
  const closed = CLOSED_VALUES[column];
  if (closed !== undefined) {
    const text = oneOf(value, closed, `a value of ${column}`);
    return LISTS.has(column) ? { kind: 'lists', column, code: text } : { kind: 'text', column, text, isWhole: true };
  }
  const isWhole = !value.isQuoted && value.text.length > 1 && value.text.startsWith('=');
  return { kind: 'text', column, text: isWhole ? value.text.slice(1) : value.text, isWhole };
}

function sortKeysOf({ isNegated, name, values }: QueryItem): SortKey[] {
  if (isNegated)
    throw new QueryError({ position: name!.position - 1, expected: 'sort:-column', got: '-sort', nearest: [] });
  return values.flatMap(({ text, position }) => {
    let at = position;
    return text.split(',').map((key) => {
      const isDescending = key.startsWith('-');
      const column = columnOf(isDescending ? key.slice(1) : key, isDescending ? at + 1 : at);
      at += key.length + 1;
      return { column, isDescending };
    });
  });
}

function columnOf(name: string, position: number): NumberColumn | TextColumn {
  const column = columnNamed(name.toLowerCase());
  if (column !== undefined) return column;
  throw new QueryError({ position, expected: 'the name of a column', got: name, nearest: nearestNames(name, NAMES) });
}

function oneOf({ text, position }: QueryValue, known: readonly string[], what: string): string {
  const wanted = text.toLowerCase();
  if (known.includes(wanted)) return wanted;
  const nearest = nearestNames(text, known);
  const shown = nearest.length === 0 && known.length <= MOST_SHOWN ? ` (${known.join(', ')})` : '';
  throw new QueryError({ position, expected: `${what}${shown}`, got: text, nearest });
}
