import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { findSharedSound } from '../../src/signal/shared-sound.ts';

const random = seededRandom(1);
const WORDS = 240;

function words(count = WORDS): number[] {
  return Array.from({ length: count }, () => random.below(2 ** 32));
}

/** Each bit turned with this probability, as another encoder would. */
function heardAgain(fingerprint: readonly number[], ratio: number): number[] {
  return fingerprint.map((word) => {
    let turned = 0;
    for (let bit = 0; bit < 32; bit += 1) if (random.next() < ratio) turned |= 1 << bit;
    return (word ^ turned) >>> 0;
  });
}

function search(fingerprints: readonly (readonly number[])[]) {
  return findSharedSound(
    fingerprints.map((fingerprint) => Uint32Array.from(fingerprint)),
    0.3,
  );
}

test('the same recording in another encoding is found among many, with its distance', () => {
  const all = Array.from({ length: 60 }, () => words());
  const [pair, ...others] = search([...all, heardAgain(all[5]!, 0.15)]);
  assert.deepEqual(others, []);
  assert.deepEqual([pair!.first, pair!.second, pair!.lagWords], [5, 60, 0]);
  assert.ok(Math.abs(pair!.distance - 0.15) < 0.02, String(pair!.distance));
});

test('a part of a sound is found where it lies, before or behind', () => {
  const song = words(400);
  const [early, late] = [song.slice(0, WORDS), song.slice(100, 100 + WORDS)];
  assert.deepEqual(search([early, late]), [{ first: 0, second: 1, distance: 0, lagWords: -100 }]);
  assert.deepEqual(search([late, early]), [{ first: 0, second: 1, distance: 0, lagWords: 100 }]);
});

test('less than three seconds in common are no shared sound', () => {
  const song = words(2 * WORDS - 70);
  assert.deepEqual(search([song.slice(0, WORDS), song.slice(-WORDS)]), []);
});

test('silence matches nothing, and neither does a clip without sound', () => {
  const silence = new Array<number>(WORDS).fill(0);
  assert.deepEqual(search([silence, silence, [], []]), []);
});

test('a sound that comes back within one clip is not shared', () => {
  const bar = words(80);
  assert.deepEqual(search([[...bar, ...bar, ...bar], words()]), []);
});
