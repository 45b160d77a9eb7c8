// One frame of the list out of a scene and a size: a window of rows, what the whole list holds, and what has the keyboard. Pure but for the
// figures of the last list, which are kept until it changes.
import type { ClipRow, ClipTable } from '../../curation/clip-table.ts';
import { parseQuery } from '../../curation/query.ts';
import { type SelectionFigures, selectionFigures } from '../../curation/selection-figures.ts';
import { fitNumber, fitText, type LinePart, lineOf, twoEnds } from '../cell-text.ts';
import { choiceLines, footer, messageLines } from '../curate/curate-bottom.ts';
import type { CurateScene } from '../curate/curate-scene.ts';
import { formatCount, printableLine } from '../format.ts';
import { sparkline } from '../graphics/sparkline.ts';
import { helpLines } from '../key-help.ts';
import type { Frame, ScreenSize } from '../screen.ts';
import { meaningOf } from '../status-table.ts';
import { type ListColumn, listColumns } from './list-columns.ts';

/** Header, titles; below the rows: the clip at hand in words, the figures of the list, the footer. */
const ROWS_ABOVE = 2;
const ROWS_BELOW = 3;
/** Before the columns: pointer and tag. */
const MARK_COLUMNS = 3;
/** Equal parts of 0..1; beside the counts 80 columns hold the fewer ones. */
const HISTOGRAM_PARTS = { narrow: 15, wide: 25 };
const WIDE_COLUMNS = 100;
const PICKER_ROWS = 9;
/** Few, so that what the query finds is seen as well. */
const COMPLETION_ROWS = 5;

/** Rows of clips that fit. */
export function listRows({ rows }: ScreenSize): number {
  return rows - ROWS_ABOVE - ROWS_BELOW;
}

export function listFrame(scene: CurateScene, table: ClipTable, size: ScreenSize): Frame {
  const { columns } = size;
  const rows = listRows(size);
  const header = headerLine(scene, columns);
  const last = footer(scene, columns);
  const { mode } = scene.state;
  if (mode.kind === 'help') {
    const lines = helpLines(scene.listHelp, mode.field.text, columns, scene.theme);
    const height = size.rows - 2;
    const first = Math.min(mode.scroll, Math.max(0, lines.length - height));
    const shown = Array.from({ length: height }, (_, row) => lines[first + row] ?? ' '.repeat(columns));
    return { lines: [header, ...shown, last], regions: [] };
  }
  const list = [titleLine(scene, columns), ...rowLines(scene, table, columns, rows)];
  const below = [wordsLine(scene, columns), figuresLine(scene, table, columns)];
  // A choice lies over the last rows.
  const choice = choiceLines(scene, columns, mode.kind === 'query' ? COMPLETION_ROWS : PICKER_ROWS) ?? [];
  while (choice.at(-1)?.trim() === '') choice.pop();
  const middle = [...list, ...below];
  middle.splice(middle.length - choice.length, choice.length, ...choice);
  return { lines: [header, ...middle, last], regions: [] };
}

function headerLine({ state, unreadRows, theme }: CurateScene, columns: number): string {
  const dot = ` ${theme.glyphs.dot} `;
  const { order, at } = state.queue;
  const place = order.length === 0 ? 'no clips' : `${formatCount(at + 1)} of ${formatCount(order.length)}`;
  const right = [
    unreadRows > 0 ? `reading ${formatCount(unreadRows)} more` : '',
    state.tags.size > 0 ? `${formatCount(state.tags.size)} tagged` : '',
    place,
  ].filter((text) => text !== '');
  const left: LinePart[] = [
    ' ',
    { text: 'list', weight: 'bold' },
    { text: `${dot}${printableLine(state.queueQuery) || 'all clips'}`, weight: 'dim' },
  ];
  return twoEnds(left, [`${right.join(dot)} `], columns, theme);
}

function columnsOf({ state }: CurateScene, columns: number): ListColumn[] {
  const sorted = parseQuery(state.queueQuery).sort.map(({ column }) => column);
  return listColumns(columns - MARK_COLUMNS, sorted);
}

function titleLine(scene: CurateScene, columns: number): string {
  const { cut } = scene.theme.glyphs;
  const titles = columnsOf(scene, columns).map(({ title, width, isNumber }) =>
    isNumber ? fitNumber(title, width, cut) : fitText(title, width, cut),
  );
  return lineOf([' '.repeat(MARK_COLUMNS), { text: titles.join(' '), weight: 'dim' }], columns, scene.theme);
}

function rowLines(scene: CurateScene, table: ClipTable, columns: number, rows: number): string[] {
  const { state, theme } = scene;
  const { order, at } = state.queue;
  const shown = columnsOf(scene, columns);
  return Array.from({ length: rows }, (_, line) => {
    const place = state.page.first + line;
    const position = order[place];
    if (position === undefined) {
      const text = order.length === 0 && line === 1 ? ' no clip matches this query' : '';
      return lineOf([text], columns, theme);
    }
    const parts = rowParts(table.row(position), shown, place === at, theme.glyphs.cut);
    const marks: LinePart[] = [
      { text: place === at ? theme.glyphs.pointer : ' ', tone: 'accent' },
      { text: state.tags.has(position) ? theme.glyphs.tag : ' ', tone: 'doubtful' },
      ' ',
    ];
    return lineOf([...marks, ...parts], columns, theme);
  });
}

function rowParts(row: ClipRow, shown: readonly ListColumn[], isHere: boolean, cut: string): LinePart[] {
  return shown.flatMap((column, place): LinePart[] => {
    const { text, tone } = column.cell(row);
    const fitted = column.isNumber ? fitNumber(text, column.width, cut) : fitText(text, column.width, cut);
    return [place === 0 ? '' : ' ', { text: fitted, tone, weight: isHere ? 'bold' : undefined }];
  });
}

/** What was just said; else why the clip at hand is where it is. */
function wordsLine(scene: CurateScene, columns: number): string {
  const [message] = messageLines(scene, columns, 1);
  if (message !== undefined) return message;
  const { row, theme } = scene;
  if (row === undefined) return ' '.repeat(columns);
  const codes = row.reasons.length > 0 ? row.reasons : row.code === '' ? [] : [row.code];
  const why = [...codes.map(meaningOf), row.note === '' ? '' : `note: ${printableLine(row.note)}`];
  const text = why.filter((part) => part !== '').join('; ') || 'nothing speaks against it';
  return lineOf([{ text: ' why: ', weight: 'dim' }, text], columns, theme);
}

/** Of the last list that was drawn: it changes far less often than the screen. */
let known: { readonly order: Uint32Array; readonly version: string; readonly figures: SelectionFigures } | undefined;

function figuresOf(table: ClipTable, order: Uint32Array, parts: number): SelectionFigures {
  const version = `${parts} ${table.version('score')} ${table.version('state')}`;
  if (known?.order !== order || known.version !== version)
    known = { order, version, figures: selectionFigures(table, order, parts) };
  return known.figures;
}

/** `score 0 ▁▂▅▇▅▂▁ 1   1 204 kept · 340 ask` */
function figuresLine({ state, theme, graphics }: CurateScene, table: ClipTable, columns: number): string {
  const parts = columns < WIDE_COLUMNS ? HISTOGRAM_PARTS.narrow : HISTOGRAM_PARTS.wide;
  const { states, histogram, scored } = figuresOf(table, state.queue.order, parts);
  const counts = [...states]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${formatCount(count)} ${name}`)
    .join(` ${theme.glyphs.dot} `);
  const spread: LinePart[] =
    scored === 0
      ? [{ text: ' no scores', weight: 'dim' }]
      : [{ text: ' score 0 ', weight: 'dim' }, sparkline(histogram, graphics.drawing), { text: ' 1', weight: 'dim' }];
  return twoEnds(spread, [`${counts} `], columns, theme);
}
