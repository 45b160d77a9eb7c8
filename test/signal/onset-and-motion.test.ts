import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeMotionCells, removeGlobalMotion } from '../../src/signal/motion-cells.ts';
import { computeOnsetBands } from '../../src/signal/onset-bands.ts';

test('an onset is the mean rise of the bins of its band, booked to the step where it ends; falls count nothing', () => {
  // 8 mel frames of 4 bins, 2 bands, 4 mel frames a step: at mel frame 5 the low bins rise by 2 and 4, at 6 they fall again.
  const values = new Float32Array(8 * 4);
  values.set([2, 4, 0, 0], 5 * 4);
  const {
    values: onset,
    bands,
    steps,
  } = computeOnsetBands({ values, melFrames: 8, melBins: 4 }, { binsPerBand: 2, framesPerStep: 4, riseFrames: 1 });
  assert.deepEqual([bands, steps], [2, 2]);
  assert.deepEqual([...onset], [0, 3, 0, 0]);
});

/** Pictures of 4 by 4 pixels, all of one luma but the top left quarter. */
function pictures(videoFps: number, corner: readonly number[], rest: readonly number[]) {
  const luma = (at: number): Uint8Array =>
    Uint8Array.from({ length: 16 }, (_, pixel) => (pixel % 4 < 2 && pixel < 8 ? corner[at]! : rest[at]!));
  return { videoFps, videoFrames: corner.length, sidePx: 4, luma };
}

test('motion of a cell is the mean absolute change of its luma', () => {
  const { values, cells, steps } = computeMotionCells(pictures(25, [0, 8, 5], [1, 1, 1]), 2, 25);
  assert.deepEqual([cells, steps], [4, 2]);
  assert.deepEqual([...values], [8, 3, 0, 0, 0, 0, 0, 0]);
});

test('change between video frames at another rate is shared out over the steps it spans, none lost', () => {
  // Two changes of 10 in 0.1 s each are five steps of 0.04 s.
  const { values, steps } = computeMotionCells(pictures(10, [0, 10, 20], [0, 0, 0]), 2, 25);
  assert.equal(steps, 5);
  [4, 4, 4, 4, 4].forEach((expected, step) => {
    assert.ok(Math.abs(values[step]! - expected) < 1e-6);
  });
});

test('one video frame has no motion', () => {
  assert.equal(computeMotionCells(pictures(25, [3], [3]), 2, 25).steps, 0);
});

test('what all cells do alike is the camera', () => {
  const values = Float32Array.from([9, 2, 2, 2, 2, 5, 2, 1]);
  removeGlobalMotion(values, 4, 2);
  // Steps hold 9 2 2 2 and 2 2 5 1 down the cells: medians 2 and 2.
  assert.deepEqual([...values], [7, 0, 0, 0, 0, 3, 0, 0]);
});
