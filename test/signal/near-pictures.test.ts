import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNearPictures } from '../../src/signal/near-pictures.ts';
import { pictureDistance } from '../../src/signal/picture-hash.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';

const random = seededRandom(1);
const FRAMES = 4;

function hashes(): Uint8Array {
  return Uint8Array.from({ length: 8 * FRAMES }, () => random.below(256));
}

/** The first `bits` bits of every video frame's hash turned. */
function differingBy(hash: Uint8Array, bits: number): Uint8Array {
  const copy = hash.slice();
  for (let frame = 0; frame < FRAMES; frame += 1)
    for (let bit = 0; bit < bits; bit += 1) copy[frame * 8 + (bit >> 3)]! ^= 1 << (bit & 7);
  return copy;
}

test('near hashes are found among many, with the distance that their bits have', () => {
  const all = Array.from({ length: 500 }, hashes);
  all.push(differingBy(all[7]!, 4), differingBy(all[9]!, 16));
  const found = findNearPictures(all, 0.1);
  assert.deepEqual(found, [{ first: 7, second: 500, distance: 4 / 64 }]);
  assert.equal(pictureDistance(all[7]!, all[500]!), 4 / 64);
});

test('the distance that is asked for still counts as near', () => {
  const one = hashes();
  assert.equal(findNearPictures([one, differingBy(one, 8)], 8 / 64).length, 1);
  assert.equal(findNearPictures([one, differingBy(one, 8)], 7 / 64).length, 0);
});

test('black pictures and clips without a picture match nothing', () => {
  const black = new Uint8Array(8 * FRAMES);
  const none = new Uint8Array(0);
  assert.deepEqual(findNearPictures([black, black, none, none], 0.1), []);
  assert.deepEqual(findNearPictures([], 0.1), []);
});
