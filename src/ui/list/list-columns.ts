// The columns of the list for a width of the terminal, and what stands in them. Pure.
import {
  isNumberColumn,
  NUMBER_COLUMNS,
  type NumberColumn,
  TEXT_COLUMNS,
  type TextColumn,
} from '../../curation/clip-columns.ts';
import type { ClipRow } from '../../curation/clip-table.ts';
import type { Span } from '../cell-text.ts';
import { formatNumber, stateSpan } from '../curate/verdict-text.ts';
import { formatDateTime, printableLine } from '../format.ts';

export interface ListColumn {
  readonly title: string;
  readonly width: number;
  readonly isNumber: boolean;
  cell(row: ClipRow): Span;
}

type Column = NumberColumn | TextColumn;

/** In the order of their worth; those that there is room for stand in this order too, `reasons` last. */
const WORTH: readonly (readonly [Column, number])[] = [
  ['score', 5],
  ['correspondenceZ', 6],
  ['split', 5],
  ['speechRatio', 6],
  ['swapProbability', 5],
  ['shiftProbability', 5],
  ['musicBedProbability', 5],
  ['voiceOverProbability', 5],
  ['pairLagSeconds', 6],
  ['durationSeconds', 8],
  ['rater', 8],
  ['source', 10],
  ['note', 24],
];
/** Shown in any case: the first ones of WORTH, which fit into 80 columns. */
const ALWAYS = 2;
const ID_COLUMNS = 18;
const STATE_COLUMNS = 9;
const CLASS_COLUMNS = { least: 16, most: 32 };
const REASON_COLUMNS = { least: 12, most: 40 };
const DATE_COLUMNS = 16;
const OTHER_COLUMNS = 12;

/** @param sorted columns that the list is ordered by: they are shown too */
export function listColumns(columns: number, sorted: readonly Column[]): ListColumn[] {
  const id = columnOf('id', ID_COLUMNS);
  const state: ListColumn = { title: 'verdict', width: STATE_COLUMNS, isNumber: false, cell: stateSpan };
  const extra = sorted
    .filter((column) => !['id', 'label', 'state', 'code', 'reasons'].includes(column))
    .filter((column) => !WORTH.slice(0, ALWAYS).some(([known]) => known === column))
    .slice(0, 1)
    .map((column): readonly [Column, number] => [column, widthOf(column)]);
  const wanted = [...WORTH.slice(0, ALWAYS), ...extra];
  // A blank after each column.
  let room = columns - (ID_COLUMNS + 1) - (STATE_COLUMNS + 1) - (CLASS_COLUMNS.least + 1) - REASON_COLUMNS.least;
  for (const [, width] of wanted) room -= width + 1;
  const moreLabel = Math.max(0, Math.min(CLASS_COLUMNS.most - CLASS_COLUMNS.least, Math.floor(room / 2)));
  room -= moreLabel;
  const moreReasons = Math.max(0, Math.min(REASON_COLUMNS.most - REASON_COLUMNS.least, room));
  room -= moreReasons;
  for (const [column, width] of WORTH.slice(ALWAYS)) {
    if (width + 1 > room || wanted.some(([known]) => known === column)) continue;
    wanted.push([column, width]);
    room -= width + 1;
  }
  return [
    id,
    columnOf('label', CLASS_COLUMNS.least + moreLabel),
    ...wanted.map(([column, width]) => columnOf(column, width)),
    state,
    columnOf('reasons', REASON_COLUMNS.least + moreReasons + Math.max(0, room)),
  ];
}

function widthOf(column: Column): number {
  if (column === 'judgedAtMs') return DATE_COLUMNS;
  return isNumberColumn(column) ? Math.max(6, NUMBER_COLUMNS[column].name.length) : OTHER_COLUMNS;
}

function columnOf(column: Column, width: number): ListColumn {
  if (isNumberColumn(column)) {
    const format = column === 'judgedAtMs' ? formatDateTime : formatNumber;
    const cell = (row: ClipRow): Span => ({ text: row[column] === undefined ? '' : format(row[column]) });
    return { title: NUMBER_COLUMNS[column].name, width, isNumber: true, cell };
  }
  const cell = (row: ClipRow): Span => {
    const value = row[column];
    return { text: printableLine(typeof value === 'string' ? value : value.join(' ')) };
  };
  return { title: column === 'id' ? 'clip' : TEXT_COLUMNS[column].name, width, isNumber: false, cell };
}
