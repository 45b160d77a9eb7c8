import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapColours } from '../../../src/drawing/colour-maps.ts';
import { curvesGrid } from '../../../src/ui/graphics/curves.ts';
import { heatMapGrid } from '../../../src/ui/graphics/heat-map.ts';
import { sparkline } from '../../../src/ui/graphics/sparkline.ts';
import { drawPlayhead, rulerGrid } from '../../../src/ui/graphics/time-ruler.ts';
import { waveformGrid } from '../../../src/ui/graphics/waveform.ts';
import { gridRows } from '../../helpers/grid-rows.ts';

const PLAIN = { depth: 'none', isUnicode: true } as const;
const ASCII = { depth: 'none', isUnicode: false } as const;
const COLOURFUL = { depth: 'truecolour', isUnicode: true } as const;
const WHOLE = { startSeconds: 0, endSeconds: 1 };

function rowsOf(grid: Parameters<typeof gridRows>[0]): string[] {
  return gridRows(grid, 'none');
}

// Four steps a second: silence, full, half, silence after the clip's end.
const SOUND = { envelope: Float32Array.of(0, 0, -1, 1, -0.5, 0.5), envelopeStepsPerSecond: 4 };

test('a waveform reaches as far from the middle as the sound is loud, and is not where the clip is not', () => {
  // 8 dots high: full scale is rows 0..7, half is rows 2..5, silence the middle line.
  assert.deepEqual(rowsOf(waveformGrid(SOUND, { columns: 4, rows: 2 }, WHOLE, PLAIN)), [' ⣿⣤ ', '⠉⣿⠛ ']);
  assert.deepEqual(rowsOf(waveformGrid(SOUND, { columns: 4, rows: 3 }, WHOLE, ASCII)), [' #  ', '-## ', ' #  ']);
});

test('a quiet sound is drawn larger, to a limit', () => {
  const quiet = { envelope: Float32Array.of(-0.1, 0.1), envelopeStepsPerSecond: 1 };
  assert.deepEqual(rowsOf(waveformGrid(quiet, { columns: 1, rows: 1 }, WHOLE, PLAIN)), ['⣿']);
  const nothing = { envelope: Float32Array.of(-0.001, 0.001), envelopeStepsPerSecond: 1 };
  assert.deepEqual(rowsOf(waveformGrid(nothing, { columns: 1, rows: 1 }, WHOLE, PLAIN)), ['⠤']);
});

test('a window shows its part of the time, over the whole width', () => {
  const window = { startSeconds: 0.25, endSeconds: 0.5 };
  assert.deepEqual(rowsOf(waveformGrid(SOUND, { columns: 3, rows: 1 }, window, PLAIN)), ['⣿⣿⣿']);
});

// Two mel frames a second, four bins: the first frame has a loud low bin, the second a half loud top bin.
const MEL = { mel: Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 128), melFrames: 2, melBins: 4, melFramesPerSecond: 2 };
const ALL_BINS = { fromBin: 0, toBin: 4 };

test('in a heat map time runs to the right and frequency up; without colour, darkness tells', () => {
  const draw = (rows: number, traits: typeof PLAIN | typeof ASCII): string[] =>
    rowsOf(heatMapGrid(MEL, { columns: 4, rows }, { startSeconds: 0, endSeconds: 2 }, ALL_BINS, 'magma', traits));
  assert.deepEqual(draw(4, PLAIN), [' ▒  ', '    ', '    ', '█   ']);
  assert.deepEqual(draw(2, ASCII), [' +  ', '@   ']);
});

test('a heat map keeps the loudest of what a cell covers, and its frequency can be zoomed', () => {
  const draw = (bins: { fromBin: number; toBin: number }): string[] =>
    rowsOf(heatMapGrid(MEL, { columns: 1, rows: 2 }, WHOLE, bins, 'magma', PLAIN));
  assert.deepEqual(draw(ALL_BINS), ['▒', '█']);
  assert.deepEqual(draw({ fromBin: 2, toBin: 4 }), ['▒', ' ']);
});

test('a heat map in colour has two levels in each cell, and the colours of its map', () => {
  const [row] = gridRows(heatMapGrid(MEL, { columns: 1, rows: 1 }, WHOLE, ALL_BINS, 'magma', COLOURFUL), 'truecolour');
  // Above: level 128, near the middle of magma (182, 56, 120) of which 5 bits are kept; below: its end (252, 253, 191).
  assert.equal(row, '\x1b[38;2;181;57;123;48;2;255;255;189m▀\x1b[0m');
});

test('the maps begin and end as published', () => {
  const ends = (['magma', 'viridis', 'cividis'] as const).map((map) => [mapColours(map)[0], mapColours(map)[255]]);
  assert.deepEqual(ends, [
    [0x000004, 0xfcfdbf],
    [0x440154, 0xfde725],
    [0x00224e, 0xfee838],
  ]);
});

test('onsets are bars from below, motion is a line set off from them', () => {
  const onset = { values: [0, 4, 0, 2], stepsPerSecond: 4 };
  const motion = { values: [1, 1, 1, 1], stepsPerSecond: 4 };
  const box = { columns: 4, rows: 1 };
  assert.deepEqual(rowsOf(curvesGrid({ onset, motion: undefined }, box, WHOLE, PLAIN)), [' ⣿ ⣤']);
  // The line runs along the top row of dots, and takes the row under it from the bars.
  assert.deepEqual(rowsOf(curvesGrid({ onset, motion }, box, WHOLE, PLAIN)), ['⠉⣭⠉⣭']);
  assert.deepEqual(rowsOf(curvesGrid({ onset, motion }, { columns: 4, rows: 2 }, WHOLE, ASCII)), ['o@oo', ' | |']);
});

test('a line without holes joins what lies far apart', () => {
  const motion = { values: [0, 1], stepsPerSecond: 2 };
  assert.deepEqual(rowsOf(curvesGrid({ onset: undefined, motion }, { columns: 2, rows: 1 }, WHOLE, PLAIN)), ['⣀⠏']);
});

test('a ruler has ticks as close as their numbers allow, and marks over them', () => {
  const ruler = (
    columns: number,
    endSeconds: number,
    traits: typeof PLAIN | typeof ASCII = PLAIN,
  ): string | undefined => rowsOf(rulerGrid(columns, { startSeconds: 0, endSeconds }, [], traits))[0];
  assert.equal(ruler(24, 10), '┬0──────────┬5──────────');
  assert.equal(ruler(24, 3), '┬0──────┬1──────┬2──────');
  assert.equal(ruler(16, 0.2, ASCII), '+0------+0.1----');
  const marks = [
    { seconds: 1, glyph: '◆' },
    { seconds: 1.2, glyph: '◇' },
    { seconds: 9, glyph: 'x' },
  ];
  assert.equal(
    rowsOf(rulerGrid(24, { startSeconds: 0.5, endSeconds: 3.5 }, marks, PLAIN))[0],
    '────◆◇──────┬2──────┬3──',
  );
});

test('the playhead goes through every row and keeps what lies behind it', () => {
  const grid = heatMapGrid(MEL, { columns: 2, rows: 2 }, { startSeconds: 0, endSeconds: 2 }, ALL_BINS, 'magma', PLAIN);
  drawPlayhead(grid, 1, { startSeconds: 0, endSeconds: 2 }, PLAIN);
  drawPlayhead(grid, 5, { startSeconds: 0, endSeconds: 2 }, PLAIN);
  assert.deepEqual(rowsOf(grid), ['▒│', '█│']);
});

test('a sparkline shows the shape of counts; what is there is never blank', () => {
  assert.equal(sparkline([0, 1, 50, 100], PLAIN), ' ▁▄█');
  assert.equal(sparkline([0, 0], PLAIN), '  ');
  assert.equal(sparkline([0, 1, 50, 100], ASCII), ' .=@');
});
