// Everything that is known of a clip, over the whole screen: who decided what and why, and all measurements. Pure.
import { NUMBER_COLUMNS, type NumberColumn, TEXT_COLUMNS, type TextColumn } from '../../curation/clip-columns.ts';
import type { ClipRow } from '../../curation/clip-table.ts';
import type { StoredJudgement } from '../../dataset/judgement.ts';
import { cellWidth, fitText, type LinePart, lineOf } from '../cell-text.ts';
import { formatDateTime, printableLine } from '../format.ts';
import type { Theme } from '../theme.ts';
import type { CurateScene } from './curate-scene.ts';
import { formatNumber, reasonText } from './verdict-text.ts';

const TEXTS: readonly Exclude<TextColumn, 'reasons' | 'facts'>[] = [
  'soundLabelGuess',
  'pictureLabelGuess',
  'source',
  'route',
  'method',
  'path',
];
const NAME_COLUMNS = 19;
const VALUE_COLUMNS = 9;
/** A meaning that is cut to less than this tells nothing. */
const LEAST_MEANING_COLUMNS = 24;

/** Exactly so many lines. */
export function whyLines(scene: CurateScene, columns: number, rows: number): string[] {
  const { row, theme } = scene;
  if (row === undefined) return Array.from({ length: rows }, () => ' '.repeat(columns));
  const history = historyLines(scene, columns);
  const numbers = numberEntries(row);
  const texts = TEXTS.flatMap((column) => {
    const value = printableLine(row[column]);
    return value === ''
      ? []
      : [
          lineOf(
            [{ text: ` ${fitText(TEXT_COLUMNS[column].name, NAME_COLUMNS, theme.glyphs.cut)}`, weight: 'dim' }, value],
            columns,
            theme,
          ),
        ];
  });
  // The history gives way to the numbers only as far as its newest lines.
  const room = Math.max(4, rows - texts.length - Math.ceil(numbers.length / tableColumns(columns)) - 1);
  const lines = [...history.slice(-room), ' '.repeat(columns), ...table(numbers, columns, theme), ...texts];
  return Array.from({ length: rows }, (_, at) => lines[at] ?? ' '.repeat(columns));
}

function historyLines({ details, theme }: CurateScene, columns: number): string[] {
  if (details === undefined) return [];
  const decided = details.verdicts.map(({ author, decidedAt, verdict }) => ({
    atMs: Date.parse(decidedAt),
    who: author as string,
    what: verdict.decision as string,
    why: verdict.reasons.length === 0 ? 'nothing speaks against it' : verdict.reasons.map(reasonText).join('; '),
  }));
  const judged = details.judgements.map((judgement) => ({
    atMs: judgement.recordedAtMs,
    who: printableLine(judgement.rater),
    what: judgement.undoneAtMs === undefined ? judgement.decision : `(${judgement.decision})`,
    why: judgementText(judgement),
  }));
  return [...decided, ...judged]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, who, what, why }) => {
      const start = ` ${formatDateTime(atMs)}  ${fitText(who, 10, theme.glyphs.cut)} `;
      return lineOf(
        [{ text: start, weight: 'dim' }, { text: what.padEnd(6), weight: 'bold' }, ` ${why}`],
        columns,
        theme,
      );
    });
}

function judgementText(judgement: StoredJudgement): string {
  const { reason, label, trim, note, seconds, wasHeard, via, undoneAtMs } = judgement;
  return [
    undoneAtMs === undefined ? '' : 'taken back',
    reason ?? '',
    label === undefined ? '' : `as ${printableLine(label)}`,
    trim === undefined ? '' : `trim ${trim.startSeconds.toFixed(2)}..${trim.endSeconds.toFixed(2)} s`,
    note === '' ? '' : `"${printableLine(note)}"`,
    seconds === undefined ? '' : `after ${seconds.toFixed(1)} s`,
    wasHeard ? 'heard' : 'not heard',
    via === 'curate' ? '' : via,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** What people said stands in the history. */
const TOLD: ReadonlySet<NumberColumn> = new Set(['judgedAtMs', 'judgedSeconds', 'isHeard', 'isConflict']);

function numberEntries(row: ClipRow): Entry[] {
  return (Object.keys(NUMBER_COLUMNS) as NumberColumn[]).flatMap((column) => {
    const value = row[column];
    return value === undefined || TOLD.has(column) ? [] : [{ ...NUMBER_COLUMNS[column], value: formatNumber(value) }];
  });
}

/** Columns of the table: two with the meanings where there is room, three of bare numbers where there is not. */
function tableColumns(columns: number): number {
  return columns >= 2 * (NAME_COLUMNS + VALUE_COLUMNS + LEAST_MEANING_COLUMNS)
    ? 2
    : Math.max(1, Math.floor((columns - 1) / 26));
}

function table(entries: readonly Entry[], columns: number, theme: Theme): string[] {
  const count = tableColumns(columns);
  const rows = Math.ceil(entries.length / count);
  const cell = Math.floor((columns - 1) / count);
  const parts = ({ name, value, meaning }: Entry): LinePart[] => {
    const nameColumns = Math.min(NAME_COLUMNS, cell - VALUE_COLUMNS - 1);
    const rest = cell - nameColumns - VALUE_COLUMNS - 1;
    const shown = rest >= LEAST_MEANING_COLUMNS ? fitText(meaning, rest - 1, theme.glyphs.cut) : '';
    return [
      { text: fitText(name, nameColumns, theme.glyphs.cut), weight: 'dim' },
      ` ${fitText(value, VALUE_COLUMNS, theme.glyphs.cut)}`,
      { text: shown + ' '.repeat(rest - cellWidth(shown)), weight: 'dim' },
    ];
  };
  return Array.from({ length: rows }, (_, row) => {
    const inRow = Array.from({ length: count }, (_unused, column) => entries[column * rows + row]).filter(
      (entry) => entry !== undefined,
    );
    return lineOf([' ', ...inRow.flatMap(parts)], columns, theme);
  });
}
