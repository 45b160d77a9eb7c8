// The bytes that turn one frame on a terminal into the next. Pure.
import { type CellGrid, cellsText, changedRuns } from './graphics/cell-grid.ts';
import type { Frame } from './screen.ts';
import type { Region, RegionContent } from './screen-writer.ts';
import { PLAIN } from './terminal-codes.ts';

const CLEAR_SCREEN = '\x1b[2J';
const CLEAR_LINE = '\x1b[2K';

/** Everything anew, on a screen of which only the pictures are known that must be taken away. */
export function wholeFrameText(before: Frame, wanted: Frame): string {
  const erased = before.regions.map(eraseText).join('');
  return `${erased}${PLAIN}${CLEAR_SCREEN}${frameText({ lines: [], regions: [] }, wanted)}`;
}

/** Only what changed: lines first, then the pictures over them. */
export function frameText(shown: Frame, wanted: Frame): string {
  const before = new Map(shown.regions.map((region) => [placeOf(region), region]));
  const staying = new Set(wanted.regions.map(placeOf));
  const gone = shown.regions.filter((region) => !staying.has(placeOf(region)));
  const uncovered = new Set(gone.flatMap(rowsUnder));
  const rewritten = new Set<number>();
  let text = gone.map(eraseText).join('');

  const height = Math.max(shown.lines.length, wanted.lines.length, ...[...uncovered].map((row) => row + 1));
  for (let row = 0; row < height; row += 1) {
    const line = wanted.lines[row] ?? '';
    if (line === (shown.lines[row] ?? '') && !uncovered.has(row)) continue;
    rewritten.add(row);
    text += `${cursorTo(row, 0)}${CLEAR_LINE}${line}${line.includes('\x1b') ? PLAIN : ''}`;
  }
  for (const region of wanted.regions) text += regionText(before.get(placeOf(region)), region, rewritten);
  return text;
}

function regionText(before: Region | undefined, region: Region, rewritten: ReadonlySet<number>): string {
  const isSame = before?.key === region.key;
  if (isSame && !rowsUnder(region).some((row) => rewritten.has(row))) return '';
  const { content, row, column } = region;
  if (content.kind === 'payload') {
    return `${before === undefined || isSame ? '' : eraseText(before)}${cursorTo(row, column)}${content.text}`;
  }
  const old = before?.content.kind === 'grid' && before.content.depth === content.depth ? before.content : undefined;
  let text = '';
  for (let position = 0; position < region.rows; position += 1) {
    const intact = rewritten.has(row + position) ? undefined : old?.grid;
    text += gridRowText(intact, content, position, { row: row + position, column });
  }
  return text;
}

type GridContent = Extract<RegionContent, { kind: 'grid' }>;

/** The cells that differ from what lies there; all where that is not known. */
function gridRowText(
  intact: CellGrid | undefined,
  { grid, depth }: GridContent,
  position: number,
  place: { readonly row: number; readonly column: number },
): string {
  const first = position * grid.columns;
  const whole = [{ from: first, to: first + grid.columns }];
  const runs = intact === undefined ? whole : changedRuns(intact, grid, position);
  const texts = runs.map(
    ({ from, to }) => `${cursorTo(place.row, place.column + from - first)}${cellsText(grid, from, to, depth)}`,
  );
  return texts.join('');
}

/** Regions of one kind at one place follow each other; all others come and go. */
export function placeOf({ row, column, columns, rows, content }: Region): string {
  return `${content.kind} ${row} ${column} ${columns} ${rows}`;
}

function rowsUnder({ row, rows }: Region): number[] {
  return Array.from({ length: rows }, (_, position) => row + position);
}

function eraseText({ content }: Region): string {
  return content.kind === 'payload' ? (content.erase ?? '') : '';
}

function cursorTo(row: number, column: number): string {
  return `\x1b[${row + 1};${column + 1}H`;
}
