import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameAt, type Picture, resized } from '../../../src/drawing/picture.ts';
import { blankGrid } from '../../../src/ui/graphics/cell-grid.ts';
import { mosaicGrid } from '../../../src/ui/graphics/cell-picture.ts';
import { shownColour } from '../../../src/ui/graphics/colour.ts';
import { stripPicture } from '../../../src/ui/graphics/film-strip.ts';
import { gridRows } from '../../helpers/grid-rows.ts';

const BLACK = [0, 0, 0] as const;
const WHITE = [255, 255, 255] as const;
const RED = [255, 0, 0] as const;

function picture(rows: readonly (readonly (readonly [number, number, number])[])[]): Picture {
  return { widthPx: rows[0]!.length, heightPx: rows.length, rgb: Uint8Array.from(rows.flat(2)) };
}

test('ASCII shows light as ink', () => {
  const greys = picture([[BLACK, [70, 70, 70], [130, 130, 130], WHITE]]);
  const rowsOf = (pixels: Picture): string[] =>
    gridRows(mosaicGrid(pixels, { columns: pixels.widthPx, rows: 1 }, 'ascii'), 'none');
  assert.deepEqual(rowsOf(greys), [' :+@']);
  const dull = picture([
    [
      [100, 100, 100],
      [150, 150, 150],
    ],
  ]);
  assert.deepEqual(rowsOf(dull), [' @']);
  const even = picture([
    [
      [128, 128, 128],
      [140, 140, 140],
    ],
  ]);
  assert.deepEqual(rowsOf(even), ['++']);
});

test('half blocks show each pixel in its own colour, and a colour is written only where it changes', () => {
  const pixels = picture([
    [WHITE, WHITE, BLACK],
    [RED, RED, BLACK],
  ]);
  assert.deepEqual(gridRows(mosaicGrid(pixels, { columns: 3, rows: 1 }, 'half-blocks'), 'truecolour'), [
    // White and red differ in green: white is above its middle.
    '\x1b[38;2;255;255;255;48;2;255;0;0m▀▀\x1b[48;2;0;0;0m \x1b[0m',
  ]);
  assert.deepEqual(gridRows(mosaicGrid(pixels, { columns: 3, rows: 1 }, 'half-blocks'), '256'), [
    '\x1b[38;5;231;48;5;196m▀▀\x1b[48;5;16m \x1b[0m',
  ]);
});

test('quadrants take the shape of what they show', () => {
  const pixels = picture([
    [WHITE, BLACK, BLACK, BLACK],
    [BLACK, BLACK, WHITE, WHITE],
  ]);
  const grid = mosaicGrid(pixels, { columns: 2, rows: 1 }, 'quadrants');
  assert.deepEqual(gridRows(grid, 'truecolour'), ['\x1b[38;2;255;255;255;48;2;0;0;0m▘▄\x1b[0m']);
});

test('every pattern of a mosaic is the character that Unicode names for it', () => {
  // The pixels of each pattern drawn as they are numbered: 1 top left, 2 top right, and so on down.
  const glyphOf = (mosaic: 'quadrants' | 'sextants', lit: readonly number[]): string => {
    const rows = mosaic === 'quadrants' ? 2 : 3;
    const pixels = Array.from({ length: rows }, (_, row) =>
      [1, 2].map((side) => (lit.includes(row * 2 + side) ? WHITE : BLACK)),
    );
    return mosaicGrid(picture(pixels), { columns: 1, rows: 1 }, mosaic).glyphs[0]!;
  };
  assert.deepEqual(
    [[1], [2], [3], [4], [1, 4], [2, 3], [1, 2, 3]].map((lit) => glyphOf('quadrants', lit)),
    [...'▘▝▖▗▚▞▛'],
  );
  // BLOCK SEXTANT-1, -2, -135 does not exist (left half), -136, -23456.
  assert.deepEqual(
    [[1], [2], [1, 3, 5], [1, 3, 6], [2, 4, 6], [2, 3, 4, 5, 6]].map((lit) => glyphOf('sextants', lit)),
    ['\u{1fb00}', '\u{1fb01}', '▌', '\u{1fb23}', '▐', '\u{1fb3b}'],
  );
});

test('scaling down takes the mean of what a pixel covers, scaling up repeats', () => {
  const pixels = picture([
    [BLACK, WHITE],
    [BLACK, WHITE],
  ]);
  assert.deepEqual([...resized(pixels, 1, 1).rgb], [128, 128, 128]);
  assert.deepEqual([...resized(pixels, 4, 1).rgb], [...BLACK, ...BLACK, ...WHITE, ...WHITE]);
});

/** Frame i is of the grey i, one frame a second. */
function film(count: number, widthPx = 2, heightPx = 2) {
  const rgb = new Uint8Array(count * widthPx * heightPx * 3).map((_, at) => Math.floor(at / (widthPx * heightPx * 3)));
  return { widthPx, heightPx, count, videoFps: 1, rgb };
}

test('the frame at a moment is the one shown then; beyond the ends the first and the last', () => {
  const greys = [-1, 0, 0.99, 1, 2.5, 99].map((seconds) => frameAt(film(3), seconds).rgb[0]);
  assert.deepEqual(greys, [0, 0, 0, 1, 2, 2]);
});

test('thumbnails stand at their own times, the last one is cut, and beyond the film it is black', () => {
  // Square frames in cells twice as high as wide: two columns a thumbnail in one row; one second a column.
  const shape = { box: { columns: 7, rows: 1 }, cellAspect: 2, pixelsPerCell: { across: 1, down: 1 } };
  const greys = (from: number, to: number): number[] =>
    [...stripPicture(film(9), { startSeconds: from, endSeconds: to }, shape).rgb].filter((_, at) => at % 3 === 0);
  assert.deepEqual(greys(1, 8), [1, 1, 3, 3, 5, 5, 7]);
  assert.deepEqual(greys(3, 10), [3, 3, 5, 5, 7, 7, 0]);
});

test('colours of the palette come back as their own numbers, others as the nearest', () => {
  // 80 and 214 of the palette, its darkest and lightest grey, and a grey between two.
  const numbers = [0x5fd7d7, 0xffaf00, 0x080808, 0xeeeeee, 0x7d7d7d].map((colour) => shownColour(colour, '256'));
  assert.deepEqual(numbers, [80, 214, 232, 255, 244]);
});

test('where both colours of a cell are equal, a blank does', () => {
  const grid = blankGrid({ columns: 2, rows: 1 });
  grid.glyphs.fill('▀');
  grid.foregrounds.set([0x808080, 0xffffff]);
  grid.backgrounds.set([0x818181, 0x818181]);
  assert.deepEqual(gridRows(grid, 'truecolour'), ['\x1b[48;2;132;132;132m \x1b[38;2;255;255;255m▀\x1b[0m']);
});
