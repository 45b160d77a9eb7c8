import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blankGrid } from '../../src/ui/graphics/cell-grid.ts';
import { gridRegion } from '../../src/ui/graphics/grid-region.ts';
import type { Frame } from '../../src/ui/screen.ts';
import { openScreen, type Region } from '../../src/ui/screen-writer.ts';
import { HeadlessTerminal } from '../helpers/headless-terminal.ts';

const COLUMNS = 14;
const ROWS = 6;

const line = fc.oneof(
  fc.constant(''),
  fc.stringMatching(/^[a-c]{0,16}$/),
  fc.constantFrom('\x1b[31mred\x1b[39m rest', '\x1b[1mbold', '日本語の字幕です', 'e\u0301te\u0301'),
);

const place = fc.record({
  row: fc.nat(4),
  column: fc.nat(8),
  columns: fc.integer({ min: 1, max: 6 }),
  rows: fc.integer({ min: 1, max: 3 }),
});

/** A drawing whose look follows from a number, so that near numbers differ in a few cells. */
const grid = fc.tuple(place, fc.nat(6)).map(([at, look]): Region => {
  const drawn = blankGrid(at);
  for (let cell = 0; cell < drawn.glyphs.length; cell += 1) {
    drawn.glyphs[cell] = cell === look ? '│' : [' ', '▀', '▄'][cell % 3]!;
    drawn.foregrounds[cell] = cell % 4 === 0 ? -1 : 0x102030 * (1 + (cell % 5));
    drawn.backgrounds[cell] = cell % 3 === look % 3 ? -1 : 0x080808 * (cell % 7);
  }
  return gridRegion(at, `grid ${look}`, 'truecolour', () => drawn);
});

/** Regions that lie over each other are nobody's wish. */
const frame: fc.Arbitrary<Frame> = fc
  .record({ lines: fc.array(line, { maxLength: ROWS }), regions: fc.array(grid, { maxLength: 2 }) })
  .map(({ lines, regions }) => ({
    lines,
    regions: regions.filter((region, number) => number === 0 || isApart(region, regions[0]!)),
  }));

function isApart(one: Region, other: Region): boolean {
  return one.row >= other.row + other.rows || other.row >= one.row + one.rows;
}

async function shownAfter(frames: readonly Frame[]): Promise<string[][]> {
  const terminal = new HeadlessTerminal(COLUMNS, ROWS);
  const writer = openScreen(terminal);
  for (const each of frames) writer.show(each);
  const shown = await terminal.cells();
  writer.leave();
  return shown;
}

test('whatever was shown before, a frame looks as on an empty screen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 2, maxLength: 6 }), async (frames) => {
      assert.deepEqual(await shownAfter(frames), await shownAfter(frames.slice(-1)));
    }),
    { numRuns: 300 },
  );
});
