// A picture as cells: characters whose parts are the pixels, two colours each. Pure.

import { type Picture, resized } from '../../drawing/picture.ts';
import { type Box, blankGrid, type CellGrid } from './cell-grid.ts';
import { luminance, rgbColour } from './colour.ts';

export type Mosaic = 'ascii' | 'half-blocks' | 'quadrants' | 'sextants';

export interface PixelsPerCell {
  readonly across: number;
  readonly down: number;
}

interface Parts extends PixelsPerCell {
  /** By which parts have the foreground colour: bit 0 is the top left one, then row by row. */
  readonly glyphs: readonly string[];
}

/** Parts 1, 3, 5 or 2, 4, 6 of a sextant are the half blocks, which Unicode 13 does not encode anew. */
const SEXTANTS = Array.from({ length: 64 }, (_, parts) => {
  if (parts === 0) return ' ';
  if (parts === 21) return '▌';
  if (parts === 42) return '▐';
  if (parts === 63) return '█';
  return String.fromCodePoint(0x1fb00 + parts - 1 - (parts > 21 ? 1 : 0) - (parts > 42 ? 1 : 0));
});

const PARTS: Readonly<Record<Exclude<Mosaic, 'ascii'>, Parts>> = {
  'half-blocks': { across: 1, down: 2, glyphs: [...' ▀▄█'] },
  quadrants: { across: 2, down: 2, glyphs: [...' ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█'] },
  sextants: { across: 2, down: 3, glyphs: SEXTANTS },
};

/** From dark to light on a dark background. */
const ASCII_RAMP = ' .:-=+*#%@';
/** Steps of light, of 255, below which a picture counts as even: what differs in it is noise. */
const LEAST_RANGE = 24;

export function pixelsPerCell(mosaic: Mosaic): PixelsPerCell {
  return mosaic === 'ascii' ? { across: 1, down: 1 } : PARTS[mosaic];
}

/** Fills the box: the picture should have its shape. */
export function mosaicGrid(picture: Picture, box: Box, mosaic: Mosaic): CellGrid {
  const { across, down } = pixelsPerCell(mosaic);
  const pixels = resized(picture, box.columns * across, box.rows * down);
  return mosaic === 'ascii' ? asciiGrid(pixels, box) : partsGrid(pixels, box, PARTS[mosaic]);
}

/** From the darkest pixel to the lightest: a dull picture would be one grey of characters. */
function asciiGrid({ rgb }: Picture, box: Box): CellGrid {
  const grid = blankGrid(box);
  const lights = Float32Array.from(grid.glyphs, (_, cell) =>
    luminance(rgb[cell * 3]!, rgb[cell * 3 + 1]!, rgb[cell * 3 + 2]!),
  );
  const darkest = lights.reduce((least, light) => Math.min(least, light), 255);
  const range = lights.reduce((most, light) => Math.max(most, light), 0) - darkest;
  lights.forEach((light, cell) => {
    const share = range < LEAST_RANGE ? light / 255 : (light - darkest) / range;
    grid.glyphs[cell] = ASCII_RAMP[Math.min(ASCII_RAMP.length - 1, Math.floor(share * ASCII_RAMP.length))]!;
  });
  return grid;
}

/** Each cell's pixels fall in two groups where their most varied channel is split in the middle; each group has its mean colour. */
function partsGrid({ rgb, widthPx }: Picture, box: Box, { across, down, glyphs }: Parts): CellGrid {
  const grid = blankGrid(box);
  const offsets = Int32Array.from(
    { length: across * down },
    (_, part) => (Math.floor(part / across) * widthPx + (part % across)) * 3,
  );
  for (let cell = 0; cell < grid.glyphs.length; cell += 1) {
    const row = Math.floor(cell / box.columns);
    const first = (row * down * widthPx + (cell - row * box.columns) * across) * 3;
    const lit = litParts(rgb, first, offsets);
    grid.glyphs[cell] = glyphs[lit]!;
    grid.backgrounds[cell] = meanColour(rgb, first, offsets, ~lit);
    if (lit !== 0) grid.foregrounds[cell] = meanColour(rgb, first, offsets, lit);
  }
  return grid;
}

/** Bits of the parts above the middle of the channel that varies most; none where all are equal. */
function litParts(rgb: Uint8Array, first: number, offsets: Int32Array): number {
  let channel = 0;
  let middle = 255;
  let widest = 0;
  for (let candidate = 0; candidate < 3; candidate += 1) {
    let low = 255;
    let high = 0;
    for (let part = 0; part < offsets.length; part += 1) {
      const value = rgb[first + offsets[part]! + candidate]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low <= widest) continue;
    widest = high - low;
    middle = (high + low) / 2;
    channel = candidate;
  }
  let lit = 0;
  for (let part = 0; part < offsets.length; part += 1) {
    if (rgb[first + offsets[part]! + channel]! > middle) lit |= 1 << part;
  }
  return lit;
}

function meanColour(rgb: Uint8Array, first: number, offsets: Int32Array, parts: number): number {
  let red = 0;
  let green = 0;
  let blue = 0;
  let count = 0;
  for (let part = 0; part < offsets.length; part += 1) {
    if ((parts & (1 << part)) === 0) continue;
    const at = first + offsets[part]!;
    red += rgb[at]!;
    green += rgb[at + 1]!;
    blue += rgb[at + 2]!;
    count += 1;
  }
  return rgbColour(Math.round(red / count), Math.round(green / count), Math.round(blue / count));
}
