// The time axis as one row: ticks with their seconds, and marks at moments; and the playhead through any drawing on that axis. Pure.
import { blankGrid, type CellGrid, type DrawingTraits } from './cell-grid.ts';
import { type Colour, NO_COLOUR } from './colour.ts';
import { columnAt, type TimeWindow } from './time-window.ts';

export interface TimeMark {
  readonly seconds: number;
  /** One cell wide. */
  readonly glyph: string;
  readonly colour?: Colour;
}

/** Between ticks, seconds: the first that leaves room for their numbers. */
const TICK_STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60] as const;
const CELLS_A_TICK = 8;
const AXIS_COLOUR: Colour = 0x8a8a8a;
const PLAYHEAD_COLOUR: Colour = 0xffffff;

/** Marks lie over ticks and numbers; a later mark over an earlier one. */
export function rulerGrid(
  columns: number,
  window: TimeWindow,
  marks: readonly TimeMark[],
  { isUnicode }: DrawingTraits,
): CellGrid {
  const grid = blankGrid({ columns, rows: 1 });
  grid.glyphs.fill(isUnicode ? '─' : '-');
  grid.foregrounds.fill(AXIS_COLOUR);
  const cellsPerSecond = columns / (window.endSeconds - window.startSeconds);
  const step = TICK_STEPS.find((seconds) => seconds * cellsPerSecond >= CELLS_A_TICK) ?? TICK_STEPS.at(-1)!;
  const put = (column: number, text: string): void => {
    [...text].forEach((glyph, offset) => {
      if (column + offset >= 0 && column + offset < columns) grid.glyphs[column + offset] = glyph;
    });
  };
  for (let tick = Math.ceil(window.startSeconds / step); tick * step < window.endSeconds; tick += 1) {
    const seconds = Number((tick * step).toFixed(2));
    put(columnAt(seconds, window, columns), `${isUnicode ? '┬' : '+'}${seconds}`);
  }
  for (const { seconds, glyph, colour = NO_COLOUR } of marks) {
    const column = columnAt(seconds, window, columns);
    if (column < 0 || column >= columns) continue;
    grid.glyphs[column] = glyph;
    grid.foregrounds[column] = colour;
  }
  return grid;
}

/** A line through every row at a moment, over whatever is drawn there; outside of the window it is not. */
export function drawPlayhead(grid: CellGrid, seconds: number, window: TimeWindow, { isUnicode }: DrawingTraits): void {
  const column = columnAt(seconds, window, grid.columns);
  if (column < 0 || column >= grid.columns) return;
  for (let cell = column; cell < grid.glyphs.length; cell += grid.columns) {
    grid.glyphs[cell] = isUnicode ? '│' : '|';
    // On the terminal's own background its own foreground stands out, light or dark.
    grid.foregrounds[cell] = grid.backgrounds[cell] === NO_COLOUR ? NO_COLOUR : PLAYHEAD_COLOUR;
  }
}
