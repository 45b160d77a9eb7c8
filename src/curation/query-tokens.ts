// A query as typed -> its items: words, and names with their values. Pure; knows no names.
import { QueryError } from '../errors.ts';

export interface QueryValue {
  /** Without its quotes. */
  readonly text: string;
  /** Characters from the start of the query. */
  readonly position: number;
  /** A quoted value means itself: no operators, no special words. */
  readonly isQuoted: boolean;
}

export interface QueryItem {
  readonly isNegated: boolean;
  /** Undefined: words to be looked for anywhere. */
  readonly name: QueryValue | undefined;
  /** Alternatives; at least one. */
  readonly values: readonly QueryValue[];
}

const NAME = /[\p{L}][\p{L}\p{N}-]*(?=:)/uy;
const BLANKS = /\s*/uy;
const BARE = /[^\s|"]*/uy;

/** @throws QueryError for a quote that is not closed, and for a value that is not there */
export function queryItems(text: string): QueryItem[] {
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const taken = pattern.exec(text)?.[0] ?? '';
    at += taken.length;
    return taken;
  };
  const takeValue = (): QueryValue => {
    const position = at;
    // `="two words"`: the operator, and what it holds for.
    const operator = text.startsWith('="', at) ? '=' : '';
    at += operator.length;
    if (text[at] !== '"') return { text: take(BARE), position, isQuoted: false };
    const end = text.indexOf('"', at + 1);
    if (end === -1) throw new QueryError({ position, expected: 'a closing quote', got: text.slice(at), nearest: [] });
    at = end + 1;
    return { text: operator + text.slice(position + operator.length + 1, end), position, isQuoted: operator === '' };
  };
  const takeItem = (): QueryItem => {
    const isNegated = text[at] === '-' && /\S/.test(text[at + 1] ?? '');
    if (isNegated) at++;
    const position = at;
    const named = take(NAME);
    if (named !== '') at++;
    const values = [takeValue()];
    while (text[at] === '|') {
      at++;
      values.push(takeValue());
    }
    // A quote in the middle of a word ends it, so that nothing of what was typed is passed over in silence.
    if (at < text.length && !/\s/.test(text[at]!))
      throw new QueryError({
        position: at,
        expected: 'a blank before the next word',
        got: text.slice(at),
        nearest: [],
      });
    const missing = values.find((value) => value.text === '');
    if (missing !== undefined)
      throw new QueryError({
        position: missing.position,
        expected: 'a value',
        got: text.slice(position, at),
        nearest: [],
      });
    return { isNegated, name: named === '' ? undefined : { text: named, position, isQuoted: false }, values };
  };

  const items: QueryItem[] = [];
  for (take(BLANKS); at < text.length; take(BLANKS)) items.push(takeItem());
  return items;
}
