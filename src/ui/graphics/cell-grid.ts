// A block of cells with a glyph and two colours each: what all drawings are made of, and its cells as text for a terminal. Pure.
import { type ColourDepth, NO_COLOUR, sgrColour, shownColour } from './colour.ts';

/** Size in cells. */
export interface Box {
  readonly columns: number;
  readonly rows: number;
}

/** What a drawing may use. */
export interface DrawingTraits {
  readonly depth: ColourDepth;
  readonly isUnicode: boolean;
}

/** Row by row; a drawing writes into the arrays while it is made. */
export interface CellGrid extends Box {
  readonly glyphs: string[];
  readonly foregrounds: Int32Array;
  readonly backgrounds: Int32Array;
}

/** Moving the cursor and setting both colours anew costs as much as writing so many unchanged cells. */
const JOINED_GAP = 1;

export function blankGrid({ columns, rows }: Box): CellGrid {
  const count = columns * rows;
  return {
    columns,
    rows,
    glyphs: new Array<string>(count).fill(' '),
    foregrounds: new Int32Array(count).fill(NO_COLOUR),
    backgrounds: new Int32Array(count).fill(NO_COLOUR),
  };
}

/** Cells of one row, `to` not included: a colour is written only where it changes, and the text starts and ends plain. */
export function cellsText(grid: CellGrid, from: number, to: number, depth: ColourDepth): string {
  if (depth === 'none') return grid.glyphs.slice(from, to).join('');
  let text = '';
  let foreground = NO_COLOUR;
  let background = NO_COLOUR;
  for (let cell = from; cell < to; cell += 1) {
    const nextBackground = shownColour(grid.backgrounds[cell]!, depth);
    const wanted = shownColour(grid.foregrounds[cell]!, depth);
    const glyph = wanted === nextBackground && wanted !== NO_COLOUR ? ' ' : grid.glyphs[cell]!;
    const nextForeground = glyph === ' ' ? foreground : wanted;
    if (nextForeground !== foreground && nextBackground !== background) {
      text += `\x1b[${sgrColour(38, nextForeground, depth)};${sgrColour(48, nextBackground, depth)}m`;
    } else if (nextForeground !== foreground) text += `\x1b[${sgrColour(38, nextForeground, depth)}m`;
    else if (nextBackground !== background) text += `\x1b[${sgrColour(48, nextBackground, depth)}m`;
    foreground = nextForeground;
    background = nextBackground;
    text += glyph;
  }
  return foreground === NO_COLOUR && background === NO_COLOUR ? text : `${text}\x1b[0m`;
}

export interface CellRun {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** The runs of cells in one row that differ between two grids of one size. */
export function changedRuns(before: CellGrid, after: CellGrid, row: number): CellRun[] {
  const runs: { from: number; to: number }[] = [];
  for (let cell = row * after.columns; cell < (row + 1) * after.columns; cell += 1) {
    const isSame =
      before.glyphs[cell] === after.glyphs[cell] &&
      before.foregrounds[cell] === after.foregrounds[cell] &&
      before.backgrounds[cell] === after.backgrounds[cell];
    if (isSame) continue;
    const last = runs.at(-1);
    if (last !== undefined && cell - last.to <= JOINED_GAP) last.to = cell + 1;
    else runs.push({ from: cell, to: cell + 1 });
  }
  return runs;
}
