import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onsetMoments } from '../../../src/ui/curate/onsets.ts';

test('peaks of the onset curve are onsets, small ones are noise', () => {
  const curve = Uint8Array.of(0, 0, 255, 40, 0, 0, 30, 0, 0, 128, 128, 0);
  assert.deepEqual(onsetMoments(curve, 25), [2 / 25, 9 / 25]);
});

test('of two peaks that are heard as one the higher is the onset', () => {
  assert.deepEqual(onsetMoments(Uint8Array.of(0, 100, 0, 255, 0), 25), [3 / 25]);
});

test('a silent clip has none', () => {
  assert.deepEqual(onsetMoments(new Uint8Array(5), 25), []);
});
