// A block of cells with a glyph and two colours each: what all drawings are made of, and its rows as text for a terminal. Pure.
import type { Region, RegionContent } from '../screen-writer.ts';
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

/** Row by row; drawings write into the arrays. */
export interface CellGrid extends Box {
  readonly glyphs: string[];
  readonly foregrounds: Int32Array;
  readonly backgrounds: Int32Array;
}

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

/** A colour is written only where it changes; each row starts and ends plain. */
export function gridRows(grid: CellGrid, depth: ColourDepth): string[] {
  return Array.from({ length: grid.rows }, (_, row) => {
    const from = row * grid.columns;
    if (depth === 'none') return grid.glyphs.slice(from, from + grid.columns).join('');
    return colouredRow(grid, from, depth);
  });
}

function colouredRow(grid: CellGrid, from: number, depth: '256' | 'truecolour'): string {
  let text = '';
  let foreground = NO_COLOUR;
  let background = NO_COLOUR;
  for (let cell = from; cell < from + grid.columns; cell += 1) {
    const nextBackground = shownColour(grid.backgrounds[cell]!, depth);
    const wantedForeground = shownColour(grid.foregrounds[cell]!, depth);
    const glyph = wantedForeground === nextBackground && wantedForeground !== NO_COLOUR ? ' ' : grid.glyphs[cell]!;
    const nextForeground = glyph === ' ' ? foreground : wantedForeground;
    if (nextForeground !== foreground || nextBackground !== background) {
      const parts: string[] = [];
      if (nextForeground !== foreground) parts.push(sgrColour(38, nextForeground, depth));
      if (nextBackground !== background) parts.push(sgrColour(48, nextBackground, depth));
      text += `\x1b[${parts.join(';')}m`;
    }
    foreground = nextForeground;
    background = nextBackground;
    text += glyph;
  }
  return foreground === NO_COLOUR && background === NO_COLOUR ? text : `${text}\x1b[0m`;
}

/** A drawing at its place on the screen; it is made when the screen writer needs it, not for each frame in which it stays as it is. */
export function gridRegion(
  place: Box & { readonly row: number; readonly column: number },
  key: string,
  depth: ColourDepth,
  makeGrid: () => CellGrid,
): Region {
  const { row, column, columns, rows } = place;
  return { row, column, columns, rows, key, content: cellsContent(() => gridRows(makeGrid(), depth)) };
}

export function cellsContent(makeRows: () => readonly string[]): RegionContent {
  let made: readonly string[] | undefined;
  return {
    kind: 'cells',
    get rows() {
      made ??= makeRows();
      return made;
    },
  };
}
