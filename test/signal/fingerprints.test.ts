import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPicture, pictureDistance } from '../../src/signal/picture-hash.ts';
import { distanceAtLag, fingerprintSound } from '../../src/signal/sound-fingerprint.ts';

function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function noisePicture(seed: number): Uint8Array {
  const next = numbers(seed);
  const blobs = Array.from({ length: 6 }, () => ({ x: 64 * next(), y: 64 * next(), level: 200 * next() - 100 }));
  return Uint8Array.from({ length: 64 * 64 }, (_, pixel) =>
    blobs.reduce(
      (sum, { x, y, level }) =>
        sum + level * Math.exp(-(((pixel % 64) - x) ** 2 + (Math.floor(pixel / 64) - y) ** 2) / 200),
      120,
    ),
  );
}

test('a picture keeps its hash when it is brighter and noisy, another picture differs in about half the bits', () => {
  const picture = noisePicture(1);
  const next = numbers(9);
  const reencoded = picture.map((luma) => Math.min(255, luma + 10 + Math.round(4 * next())));
  assert.ok(pictureDistance(hashPicture(picture, 64), hashPicture(reencoded, 64))! < 0.2);
  const distances = Array.from(
    { length: 20 },
    (_, k) => pictureDistance(hashPicture(picture, 64), hashPicture(noisePicture(k + 2), 64))!,
  );
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  assert.ok(mean > 0.4 && mean < 0.6, String(mean));
  assert.equal(pictureDistance(new Uint8Array(0), hashPicture(picture, 64)), undefined);
});

/** A log-mel that wanders, `[melFrames, 64]`. */
function wanderingSound(seed: number, melFrames: number) {
  const next = numbers(seed);
  const values = new Float32Array(melFrames * 64);
  for (let at = 64; at < values.length; at += 1) values[at] = 0.95 * values[at - 64]! + next() - 0.5;
  return { values, melFrames, melBins: 64 };
}

/** Where the two lie best, within so many words. */
function bestMatch(a: Uint32Array, b: Uint32Array, mostLagWords: number): { distance: number; lagWords: number } {
  let best = { distance: Number.POSITIVE_INFINITY, lagWords: 0 };
  for (let lagWords = -mostLagWords; lagWords <= mostLagWords; lagWords += 1) {
    const distance = distanceAtLag(a, b, lagWords) ?? Number.POSITIVE_INFINITY;
    if (distance < best.distance) best = { distance, lagWords };
  }
  return best;
}

test('one sound is known again at another level, with noise and at another place; other sound is not', () => {
  const sound = wanderingSound(1, 1000);
  const next = numbers(5);
  const later = {
    ...sound,
    melFrames: 800,
    values: sound.values.slice(200 * 64).map((value) => value - 2 + 0.3 * (next() - 0.5)),
  };
  const match = bestMatch(fingerprintSound(later), fingerprintSound(sound), 100);
  assert.equal(match.lagWords, 50);
  assert.ok(match.distance < 0.15, String(match.distance));
  const other = bestMatch(fingerprintSound(wanderingSound(2, 1000)), fingerprintSound(sound), 100);
  assert.ok(other.distance > 0.4, String(other.distance));
});

test('silence is like no other sound, not even like silence', () => {
  const silence = fingerprintSound({ values: new Float32Array(1000 * 64).fill(-18), melFrames: 1000, melBins: 64 });
  assert.equal(distanceAtLag(silence, silence, 0), undefined);
  assert.equal(fingerprintSound({ values: new Float32Array(0), melFrames: 0, melBins: 64 }).length, 0);
});
