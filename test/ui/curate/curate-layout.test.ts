import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bottomRowsFor,
  type CurateLayout,
  curateLayout,
  type PaneNeeds,
} from '../../../src/ui/curate/curate-layout.ts';
import { PANE_SETS, type PaneSet } from '../../../src/ui/curate/curate-state.ts';

const EVERYTHING: PaneNeeds = { hasPicture: true, hasSound: true, hasCurves: true };

function layout(columns: number, rows: number, panes: PaneSet = 'all', needs = EVERYTHING): CurateLayout {
  return curateLayout({ columns, rows }, bottomRowsFor(rows), panes, needs);
}

const rowsOf = ({ moment, strip, wave, mel, curves, ruler, bottom }: CurateLayout): number[] =>
  [moment, strip, wave, mel, curves, ruler, bottom].map((band) => band?.rows ?? 0);

test('at 80x24 every pane has its rows and the verdict is not lost', () => {
  assert.deepEqual(rowsOf(layout(80, 24)), [0, 5, 2, 5, 4, 1, 4]);
});

test('on a large terminal the strip stays narrow enough for many video frames, and the rest grows', () => {
  const [moment, strip, wave, mel, curves, ruler, bottom] = rowsOf(layout(240, 70));
  assert.equal(moment, 0);
  assert.ok(strip! >= 12 && strip! <= 15, `${strip}`);
  assert.ok(wave! >= 6 && mel! >= 15 && curves! >= 8);
  assert.equal(ruler, 1);
  assert.equal(bottom, 6);
});

test('at every size and set of panes the rows follow each other and end above the footer', () => {
  for (const panes of PANE_SETS)
    for (const [columns, rows] of [
      [60, 16],
      [80, 24],
      [100, 30],
      [160, 45],
      [240, 70],
    ] as const) {
      const { moment, strip, wave, mel, curves, ruler, bottom } = layout(columns, rows, panes);
      let row = 2;
      for (const band of [moment, strip, wave, mel, curves, ruler]) {
        if (band === undefined) continue;
        assert.equal(band.row, row, `${panes} ${columns}x${rows}`);
        row += band.rows;
      }
      assert.ok(row <= bottom.row, `${panes} ${columns}x${rows}`);
      assert.equal(bottom.row + bottom.rows, rows - 1);
    }
});

test('a clip without picture gives the rows of the strip to its sound, and the other way round', () => {
  const silent = layout(80, 24, 'all', { hasPicture: true, hasSound: false, hasCurves: false });
  assert.deepEqual(rowsOf(silent), [0, 5, 0, 0, 0, 1, 4]);
  const blind = layout(80, 24, 'all', { hasPicture: false, hasSound: true, hasCurves: false });
  assert.deepEqual(rowsOf(blind), [0, 0, 5, 11, 0, 1, 4]);
});

test('one set of panes shows the picture under the cursor large, another the sound', () => {
  const picture = rowsOf(layout(100, 40, 'picture'));
  assert.ok(picture[0]! > 12 && picture[0]! > picture[3]!);
  const sound = rowsOf(layout(100, 40, 'sound'));
  assert.ok(sound[3]! > 12 && sound[0] === 0);
});

test('without any pane there is no time axis', () => {
  const none = layout(80, 24, 'all', { hasPicture: false, hasSound: false, hasCurves: false });
  assert.equal(none.ruler, undefined);
});
