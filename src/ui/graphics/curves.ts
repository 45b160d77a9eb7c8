// How strongly sound sets in and how much the picture moves, on one time axis: onsets as bars from below, motion as a line. Pure.
import { brailleGlyph, clearColumn, DOTS_ACROSS, DOTS_DOWN, dotCanvas, drawColumn } from './braille.ts';
import { type Box, blankGrid, type CellGrid, type DrawingTraits } from './cell-grid.ts';
import { type Colour, NO_COLOUR } from './colour.ts';
import { stepsInParts, type TimeWindow } from './time-window.ts';

/** Values of 0 and above at an even pace; drawn by their share of the highest. */
export interface Curve {
  readonly values: ArrayLike<number>;
  readonly stepsPerSecond: number;
}

/** Numbers 37 and 172 of the palette: apart for colour-blind eyes, and to be seen on dark and on light. */
export const ONSET_COLOUR: Colour = 0x00afaf;
export const MOTION_COLOUR: Colour = 0xd78700;
/** The terminal's own: the strongest there is, on a light background too. */
const BOTH_COLOUR: Colour = NO_COLOUR;

/** Each curve may be missing. */
export function curvesGrid(
  curves: { readonly onset: Curve | undefined; readonly motion: Curve | undefined },
  box: Box,
  window: TimeWindow,
  { isUnicode }: DrawingTraits,
): CellGrid {
  const width = box.columns * (isUnicode ? DOTS_ACROSS : 1);
  const height = box.rows * (isUnicode ? DOTS_DOWN : 1);
  const onset = heightsOf(curves.onset, width, height, window);
  const motion = heightsOf(curves.motion, width, height, window);
  return isUnicode ? dottedGrid(onset, motion, box) : letteredGrid(onset, motion, box);
}

/** The line is set off from the bars by a gap, so that they are told apart without colour too. */
function dottedGrid(onset: Int16Array, motion: Int16Array, box: Box): CellGrid {
  const bars = dotCanvas(box);
  const line = dotCanvas(box);
  const bottom = bars.heightDots - 1;
  onset.forEach((height, x) => {
    if (height > 0) drawColumn(bars, x, bottom - height + 1, bottom);
  });
  motion.forEach((height, x) => {
    if (height < 0) return;
    const y = bottom - Math.max(0, height - 1);
    // Up or down to where the line was, so that it has no holes.
    const before = x > 0 && motion[x - 1]! >= 0 ? bottom - Math.max(0, motion[x - 1]! - 1) : y;
    const top = Math.min(y, before + (before < y ? 1 : 0));
    const end = Math.max(y, before - (before > y ? 1 : 0));
    drawColumn(line, x, top, end);
    clearColumn(bars, x, top - 1, end + 1);
  });
  const grid = blankGrid(box);
  for (let cell = 0; cell < grid.glyphs.length; cell += 1) {
    const [bar, stroke] = [bars.bits[cell]!, line.bits[cell]!];
    grid.glyphs[cell] = brailleGlyph(bar | stroke);
    grid.foregrounds[cell] = bar === 0 ? MOTION_COLOUR : stroke === 0 ? ONSET_COLOUR : BOTH_COLOUR;
  }
  return grid;
}

function letteredGrid(onset: Int16Array, motion: Int16Array, box: Box): CellGrid {
  const grid = blankGrid(box);
  for (let cell = 0; cell < grid.glyphs.length; cell += 1) {
    const column = cell % box.columns;
    const height = box.rows - Math.floor(cell / box.columns);
    const isBar = onset[column]! >= height;
    const isLine = Math.max(1, motion[column]!) === height && motion[column]! >= 0;
    grid.glyphs[cell] = isLine ? (isBar ? '@' : 'o') : isBar ? '|' : ' ';
    grid.foregrounds[cell] = isLine ? (isBar ? BOTH_COLOUR : MOTION_COLOUR) : ONSET_COLOUR;
  }
  return grid;
}

/** Height in pixels of the highest value in each part, 0..height; -1 where the curve is not. */
function heightsOf(curve: Curve | undefined, width: number, height: number, window: TimeWindow): Int16Array {
  const heights = new Int16Array(width).fill(-1);
  if (curve === undefined) return heights;
  const { values, stepsPerSecond } = curve;
  let highest = 0;
  for (let step = 0; step < values.length; step += 1) highest = Math.max(highest, values[step]!);
  const { from, to } = stepsInParts(window, width, stepsPerSecond);
  for (let part = 0; part < width; part += 1) {
    let value = -1;
    for (let step = Math.max(0, from[part]!); step < Math.min(values.length, to[part]!); step += 1) {
      value = Math.max(value, values[step]!);
    }
    if (value >= 0) heights[part] = highest === 0 ? 0 : Math.round((value / highest) * height);
  }
  return heights;
}
