// The clips of a table that a query asks for, in its order: positions out. The table is only read; orders of large results are kept until
// a column of theirs changes.
import { isNumberColumn, type NumberColumn, type TextColumn } from './clip-columns.ts';
import type { ColumnTable } from './clip-table.ts';
import { matchingTexts } from './fold-text.ts';
import type { Query, Term, Test } from './query.ts';
import type { IsWord } from './query-names.ts';
import { sortedPositions } from './sort-clips.ts';

type Predicate = (position: number) => boolean;

/** Positions in the order of the query. */
export function select(table: ColumnTable, query: Query): Uint32Array {
  const predicates = query.terms.map((term) => predicateOf(table, term));
  const found = new Uint32Array(table.size);
  let count = 0;
  for (let position = 0; position < table.size; position++) {
    let holds = true;
    for (let at = 0; holds && at < predicates.length; at++) holds = predicates[at]!(position);
    if (holds) found[count++] = position;
  }
  const matching = found.slice(0, count);
  return query.sort.length === 0 ? matching : sortedPositions(table, matching, query.sort);
}

function predicateOf(table: ColumnTable, { isNegated, tests }: Term): Predicate {
  const alternatives = tests.map((test) => testOf(table, test));
  const [only, ...others] = alternatives;
  const any: Predicate = others.length === 0 ? only! : (position) => alternatives.some((test) => test(position));
  return isNegated ? (position) => !any(position) : any;
}

function testOf(table: ColumnTable, test: Test): Predicate {
  switch (test.kind) {
    case 'is':
      return IS[test.word](table);
    case 'range': {
      const { low, high, isLowOpen, isHighOpen } = test.range;
      const values = table.numbers(test.column);
      // NaN is in no range.
      return (position) => {
        const value = values[position]!;
        return (isLowOpen ? value > low : value >= low) && (isHighOpen ? value < high : value <= high);
      };
    }
    case 'text':
      return textTest(
        table,
        test.column,
        (folded, wanted) => (test.isWhole ? folded === wanted : folded.includes(wanted)),
        test.text,
      );
    case 'lists':
      return textTest(table, test.column, (folded, wanted) => folded.split(' ').includes(wanted), test.code);
    case 'none':
      return isNone(table, test.column);
    case 'anywhere': {
      const places = (['id', 'label', 'note'] as const).map((column) =>
        textTest(table, column, (folded, wanted) => folded.includes(wanted), test.text),
      );
      return (position) => places[0]!(position) || places[1]!(position) || places[2]!(position);
    }
  }
}

/** Each text of the column is looked at once, however many rows have it. */
function textTest(
  table: ColumnTable,
  column: TextColumn,
  matches: (folded: string, wanted: string) => boolean,
  text: string,
): Predicate {
  const { codes, texts } = table.texts(column);
  const isMatch = matchingTexts(texts, matches, text);
  return (position) => isMatch[codes[position]!] === 1;
}

function isNone(table: ColumnTable, column: NumberColumn | TextColumn): Predicate {
  if (!isNumberColumn(column)) {
    const isKnown = isThere(column)(table);
    return (position) => !isKnown(position);
  }
  const values = table.numbers(column);
  return (position) => Number.isNaN(values[position]);
}

const isState =
  (state: string) =>
  (table: ColumnTable): Predicate =>
    textTest(table, 'state', (folded, wanted) => folded === wanted, state);
const isThere =
  (column: TextColumn) =>
  (table: ColumnTable): Predicate => {
    const { codes, texts } = table.texts(column);
    const none = texts.indexOf('');
    return (position) => codes[position] !== none;
  };
const isAbove =
  (column: NumberColumn, bound: number) =>
  (table: ColumnTable): Predicate => {
    const values = table.numbers(column);
    return (position) => values[position]! > bound;
  };

const IS: Readonly<Record<IsWord, (table: ColumnTable) => Predicate>> = {
  ask: isState('ask'),
  kept: isState('kept'),
  dropped: isState('dropped'),
  dead: isState('dead'),
  deferred: isState('deferred'),
  failed: isState('failed'),
  pending: isState('pending'),
  judged: isThere('decision'),
  heard: isAbove('isHeard', 0),
  relabelled: (table) => {
    const [given, listed] = [table.texts('label'), table.texts('listedLabel')];
    return (position) => given.texts[given.codes[position]!] !== listed.texts[listed.codes[position]!];
  },
  trimmed: isAbove('trimEndSeconds', Number.NEGATIVE_INFINITY),
  noted: isThere('note'),
  conflict: isAbove('isConflict', 0),
  duplicate: isAbove('duplicates', 0),
};
