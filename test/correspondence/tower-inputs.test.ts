import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CURVES, curveInput, PICTURE, pictureInput, SOUND, soundInput } from '../../src/correspondence/tower-inputs.ts';
import { makeClips, withShiftedSound } from '../helpers/made-arrays.ts';

const [{ arrays }] = makeClips(1, 2, 1) as [ReturnType<typeof makeClips>[number]];

test('louder sound gives the same input: level alone must tell the towers nothing', () => {
  const louder = { ...arrays, logMel: arrays.logMel.map((level) => level + 3) };
  assert.deepEqual(soundInput(louder), soundInput(arrays));
});

test('a sound of five seconds is repeated to fill the input', () => {
  const input = soundInput(arrays)!;
  const row = SOUND.melBins * SOUND.channels;
  assert.deepEqual(input.subarray(0, row), input.subarray(50 * row, 51 * row));
});

test('more motion of the same course gives the same curves', () => {
  const livelier = { ...arrays, motionCells: arrays.motionCells.map((energy) => energy * 4) };
  assert.deepEqual(curveInput(livelier), curveInput(arrays));
});

test('a sound that comes a second later moves its onsets by 25 rows', () => {
  const before = curveInput(arrays)!.onsets;
  const after = curveInput(withShiftedSound(arrays, 25))!.onsets;
  assert.deepEqual(after.subarray(25 * CURVES.bands, 60 * CURVES.bands), before.subarray(0, 35 * CURVES.bands));
});

test('a picture of two colours keeps them', () => {
  const frames = new Uint8Array(arrays.frames.length).map((_, at) => (at % (64 * 3) < 32 * 3 ? 40 : 200));
  const input = pictureInput({ ...arrays, frames })!;
  const middleRow = 16 * PICTURE.sidePx * 3;
  assert.equal(input[middleRow], 40);
  assert.equal(input[middleRow + 31 * 3], 200);
});

test('what says nothing is not judged: no sound, constant sound, NaN, one colour, no motion, two seconds or less', () => {
  assert.equal(soundInput({ ...arrays, logMel: new Float32Array(0), melFrames: 0 }), undefined);
  assert.equal(soundInput({ ...arrays, logMel: arrays.logMel.map(() => -5) }), undefined);
  assert.equal(
    soundInput({ ...arrays, logMel: arrays.logMel.map((level, at) => (at === 7 ? Number.NaN : level)) }),
    undefined,
  );
  assert.equal(pictureInput({ ...arrays, frames: arrays.frames.map(() => 90) }), undefined);
  assert.equal(pictureInput({ ...arrays, frames: new Uint8Array(0), frameCount: 0 }), undefined);
  assert.equal(curveInput({ ...arrays, motionCells: arrays.motionCells.map(() => 0) }), undefined);
  assert.equal(curveInput({ ...arrays, onsetBands: arrays.onsetBands.map(() => Number.NaN) }), undefined);
  assert.equal(curveInput({ ...arrays, steps: 40 }), undefined);
});
