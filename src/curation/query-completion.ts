// What may come next while a query is typed: names of columns, then their values. Pure.
import { describeColumns } from './query-names.ts';

export interface Completion {
  /** What would stand in the query. */
  readonly text: string;
  readonly meaning: string;
}

const NAMES = describeColumns();

/**
 * @param typed the query up to the caret
 * @param valuesOf values of columns that only the corpus knows, such as its classes
 * @returns what the last word may become, in the order of the help; none where it may be anything
 */
export function completionsOf(
  typed: string,
  valuesOf: (name: string) => readonly string[] | undefined = () => undefined,
): Completion[] {
  const { word } = lastWord(typed);
  const colon = word.indexOf(':');
  if (colon === -1)
    return NAMES.filter(({ name }) => name.startsWith(word.toLowerCase())).map(({ name, meaning, example }) => ({
      text: `${name}:`,
      meaning: `${meaning} (${example})`,
    }));
  const name = word.slice(0, colon).toLowerCase();
  const column = NAMES.find((candidate) => candidate.name === name);
  if (column === undefined) return [];
  // Of `a|b` and `,` lists the last one is being typed.
  const value = /[^|,]*$/.exec(word.slice(colon + 1))![0].replace(/^[-"=]+/, '');
  const values = column.values.length > 0 ? column.values : (valuesOf(name) ?? []);
  return values
    .filter((candidate) => candidate.toLowerCase().startsWith(value.toLowerCase()))
    .map((candidate) => ({ text: quoted(candidate), meaning: '' }));
}

/** The query with its last word as far as all completions agree; undefined where that is nothing new. */
export function completed(typed: string, completions: readonly Completion[]): string | undefined {
  const [first, ...others] = completions;
  if (first === undefined) return undefined;
  const { before, word } = lastWord(typed);
  // What stands before the value stays: `name:`, `name:a|`, `sort:-`.
  const start = /^(?:[^:]*:(?:.*[|,])?-?)?/.exec(word)![0];
  const common = others.reduce((shared, { text }) => sharedStart(shared, text), first.text);
  const isDone = others.length === 0 && word.includes(':');
  const next = `${before}${start}${common}${isDone ? ' ' : ''}`;
  return next.length > typed.length ? next : undefined;
}

/** Blanks within quotes are no ends of words. */
function lastWord(typed: string): { readonly before: string; readonly word: string } {
  let start = 0;
  let isQuoted = false;
  [...typed].reduce((at, character) => {
    if (character === '"') isQuoted = !isQuoted;
    if (character === ' ' && !isQuoted) start = at + 1;
    return at + character.length;
  }, 0);
  const word = typed.slice(start);
  const isNegated = word.startsWith('-');
  return { before: typed.slice(0, start) + (isNegated ? '-' : ''), word: isNegated ? word.slice(1) : word };
}

function quoted(value: string): string {
  return /[\s|"]/.test(value) ? `"${value}"` : value;
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
