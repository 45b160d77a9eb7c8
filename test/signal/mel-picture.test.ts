import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOG_MEL_FLOOR } from '../../src/signal/log-mel.ts';
import { melPicture } from '../../src/signal/mel-picture.ts';

/** A power so many dB below 1, as natural logarithm. */
const below = (db: number): number => (-db / 10) * Math.LN10;

test('the loudest cell is 255, 30 dB below it is half of that, and 60 dB or more below it nothing', () => {
  assert.deepEqual([...melPicture(Float32Array.from([below(3), below(33), below(63), below(80)]))], [255, 128, 0, 0]);
});

test('digital silence is dark, not the loudest of itself', () => {
  assert.deepEqual([...melPicture(new Float32Array(3).fill(LOG_MEL_FLOOR))], [0, 0, 0]);
  assert.equal(melPicture(new Float32Array(0)).length, 0);
});
