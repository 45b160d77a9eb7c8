// The names that a query knows: columns, the words of `is:`, and the closed lists of values; for parsing, help and completion. Pure.
import { CLIP_STATES } from '../dataset/clip-state.ts';
import { FAILURES } from '../dataset/failure.ts';
import { SPLITS } from '../dataset/segment.ts';
import { ASK_REASONS, DROP_REASONS } from '../dataset/verdict.ts';
import { NUMBER_COLUMNS, type NumberColumn, TEXT_COLUMNS, type TextColumn } from './clip-columns.ts';

export const IS_WORDS = {
  ask: 'a person is asked',
  kept: 'kept',
  dropped: 'dropped',
  dead: 'the video is gone',
  deferred: 'to be tried again later',
  failed: 'failed on our side',
  pending: 'not yet tried',
  judged: 'a person has judged it',
  heard: 'its sound was played before it was judged',
  relabelled: 'a person gave it another class',
  trimmed: 'only a part of it is meant',
  noted: 'something was noted',
  conflict: 'verdicts of several people differ',
  duplicate: 'another clip looks or sounds the same',
} as const satisfies Record<string, string>;
export type IsWord = keyof typeof IS_WORDS;

const CODES = [...Object.keys(DROP_REASONS), ...Object.keys(ASK_REASONS), ...Object.keys(FAILURES)];

/** Columns whose values are known beforehand: another value is a mistake. */
export const CLOSED_VALUES: Partial<Record<TextColumn, readonly string[]>> = {
  split: SPLITS,
  state: CLIP_STATES,
  code: CODES,
  reasons: CODES,
  facts: Object.keys(DROP_REASONS),
  method: ['verbatim', 'copy', 're-encode'],
  decision: ['keep', 'drop', 'ask'],
};

export interface QueryName {
  readonly name: string;
  readonly kind: 'number' | 'date' | 'text' | 'is' | 'sort';
  readonly meaning: string;
  readonly example: string;
  /** What may stand behind the colon; empty: anything of its kind. */
  readonly values: readonly string[];
}

const BY_NAME = new Map<string, NumberColumn | TextColumn>(
  [...Object.entries(NUMBER_COLUMNS), ...Object.entries(TEXT_COLUMNS)].map(([column, { name }]) => [
    name,
    column as NumberColumn | TextColumn,
  ]),
);

export const COLUMN_NAMES: readonly string[] = [...BY_NAME.keys()];

export function columnNamed(name: string): NumberColumn | TextColumn | undefined {
  return BY_NAME.get(name);
}

export function isDateColumn(column: NumberColumn | TextColumn): boolean {
  return column === 'judgedAtMs';
}

/** All that a query may say, in the order in which help shows it. */
export function describeColumns(): readonly QueryName[] {
  const texts = Object.entries(TEXT_COLUMNS).map(([column, { name, meaning }]): QueryName => {
    const values = CLOSED_VALUES[column as TextColumn] ?? [];
    return { name, kind: 'text', meaning, example: `${name}:${values[0] ?? 'text'}`, values };
  });
  const numbers = Object.entries(NUMBER_COLUMNS).map(([column, { name, meaning }]): QueryName => {
    const isDate = isDateColumn(column as NumberColumn);
    const example = isDate ? `${name}:>=2026-01-31` : `${name}:<0.3`;
    return { name, kind: isDate ? 'date' : 'number', meaning, example, values: [] };
  });
  return [
    { name: 'is', kind: 'is', meaning: 'what it is', example: 'is:ask', values: Object.keys(IS_WORDS) },
    ...texts,
    ...numbers,
    {
      name: 'sort',
      kind: 'sort',
      meaning: 'order; - for the highest first',
      example: 'sort:-score',
      values: COLUMN_NAMES,
    },
  ];
}
