import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heardSeconds } from '../../src/tools/mpv-time.ts';

const LOOP = { fromSeconds: 2, toSeconds: 3, isLooping: true };

test('a time before the loop is that long before its end, also when the loop is shorter than what mpv decodes ahead', () => {
  assert.equal(heardSeconds(2.25, LOOP, 10), 2.25);
  assert.equal(heardSeconds(1.75, LOOP, 10), 2.75);
  assert.equal(heardSeconds(1.75, { ...LOOP, toSeconds: 2.125 }, 10), 2.125);
  assert.equal(heardSeconds(1.8125, { ...LOOP, toSeconds: 2.125 }, 10), 2.0625);
});

test('a loop that ends after the clip ends with it', () => {
  assert.equal(heardSeconds(1.75, { ...LOOP, toSeconds: 99 }, 2.5), 2.25);
});

test('the moment of going back tells nothing; without a loop times are what they are', () => {
  assert.equal(heardSeconds(2, LOOP, 10), undefined);
  assert.equal(heardSeconds(1.75, { ...LOOP, isLooping: false }, 10), 1.75);
});
