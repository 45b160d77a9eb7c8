// The log-mel of a clip's sound as a heat map, high frequencies above. Pure.
import type { SoundView } from '../../dataset/clip-view.ts';
import { type ColourMap, mapColours } from '../../drawing/colour-maps.ts';
import { type Box, blankGrid, type CellGrid, type DrawingTraits } from './cell-grid.ts';
import { NO_COLOUR } from './colour.ts';
import { stepsInParts, type TimeWindow } from './time-window.ts';

export type MelView = Pick<SoundView, 'mel' | 'melFrames' | 'melBins' | 'melFramesPerSecond'>;

/** Mel bins that are shown, low first; `toBin` is not. */
export interface BinRange {
  readonly fromBin: number;
  readonly toBin: number;
}

/** Without colour, by level: characters that cover more and more. */
const SHADES = ' ░▒▓█';
const ASCII_SHADES = ' .:-=+*#%@';
/** Where the clip has no sound. */
const NOTHING = -1;

export function heatMapGrid(
  sound: MelView,
  box: Box,
  window: TimeWindow,
  bins: BinRange,
  map: ColourMap,
  { depth, isUnicode }: DrawingTraits,
): CellGrid {
  if (depth === 'none' || !isUnicode)
    return shadedGrid(levelsOf(sound, box.columns, box.rows, window, bins), box, isUnicode);
  const levels = levelsOf(sound, box.columns, box.rows * 2, window, bins);
  const colours = mapColours(map);
  const grid = blankGrid(box);
  grid.glyphs.fill('▀');
  for (let cell = 0; cell < grid.glyphs.length; cell += 1) {
    const column = cell % box.columns;
    const above = 2 * Math.floor(cell / box.columns) * box.columns + column;
    const [upper, lower] = [levels[above]!, levels[above + box.columns]!];
    grid.foregrounds[cell] = upper === NOTHING ? NO_COLOUR : colours[upper]!;
    grid.backgrounds[cell] = lower === NOTHING ? NO_COLOUR : colours[lower]!;
    if (upper === NOTHING) grid.glyphs[cell] = ' ';
  }
  return grid;
}

function shadedGrid(levels: Int16Array, box: Box, isUnicode: boolean): CellGrid {
  const shades = isUnicode ? SHADES : ASCII_SHADES;
  const grid = blankGrid(box);
  levels.forEach((level, cell) => {
    if (level !== NOTHING) grid.glyphs[cell] = shades[Math.floor((level / 256) * shades.length)]!;
  });
  return grid;
}

/** The loudest cell of the log-mel under each pixel: the mean would blur onsets over their neighbours. */
function levelsOf(
  { mel, melFrames, melBins, melFramesPerSecond }: MelView,
  width: number,
  height: number,
  window: TimeWindow,
  { fromBin, toBin }: BinRange,
): Int16Array {
  const levels = new Int16Array(width * height).fill(NOTHING);
  const { from, to } = stepsInParts(window, width, melFramesPerSecond);
  for (let y = 0; y < height; y += 1) {
    const lowBin = fromBin + Math.floor(((height - 1 - y) * (toBin - fromBin)) / height);
    const highBin = Math.max(lowBin + 1, fromBin + Math.floor(((height - y) * (toBin - fromBin)) / height));
    for (let x = 0; x < width; x += 1) {
      let loudest = NOTHING;
      for (let frame = Math.max(0, from[x]!); frame < Math.min(melFrames, to[x]!); frame += 1) {
        for (let bin = lowBin; bin < highBin; bin += 1) {
          const level = mel[frame * melBins + bin]!;
          if (level > loudest) loudest = level;
        }
      }
      levels[y * width + x] = loudest;
    }
  }
  return levels;
}
