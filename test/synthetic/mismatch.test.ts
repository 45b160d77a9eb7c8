import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudnessOf } from '../../src/synthetic/level.ts';
import {
  clipSound,
  fitSound,
  freezePicture,
  layOver,
  shiftSound,
  silenceOf,
  swapSound,
} from '../../src/synthetic/mismatch.ts';

const RATE_HZ = 16000;

function tone(hz: number, seconds: number, level: number): Float32Array {
  return Float32Array.from({ length: seconds * RATE_HZ }, (_, i) => level * Math.sin((2 * Math.PI * hz * i) / RATE_HZ));
}

/** Amplitude of one frequency in a sound. */
function amplitudeAt(hz: number, samples: Float32Array): number {
  let [re, im] = [0, 0];
  samples.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * hz * i) / RATE_HZ);
    im += value * Math.sin((2 * Math.PI * hz * i) / RATE_HZ);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
}

test("a swapped sound is as long and as loud as the clip's own", () => {
  const swapped = swapSound(tone(500, 4, 0.1), tone(900, 2.5, 0.4), RATE_HZ);
  assert.equal(swapped.length, 4 * RATE_HZ);
  assert.ok(Math.abs(loudnessOf(swapped, RATE_HZ)! - loudnessOf(tone(500, 4, 0.1), RATE_HZ)!) < 0.3);
  assert.ok(amplitudeAt(500, swapped) < 0.001);
});

test('a donor that is too short begins again without a click: no step is larger than those of the tone and its fade', () => {
  const fitted = fitSound(tone(250, 1, 0.5), 3 * RATE_HZ, RATE_HZ);
  const largestStep = fitted.reduce(
    (most, value, i) => (i === 0 ? 0 : Math.max(most, Math.abs(value - fitted[i - 1]!))),
    0,
  );
  assert.ok(largestStep < (0.5 * (2 * Math.PI * 250)) / RATE_HZ + 0.005, String(largestStep));
  assert.deepEqual(fitSound(new Float32Array(0), 3, RATE_HZ), new Float32Array(3));
});

test('a click at 1 s is heard at 1.5 s when the sound is half a second late, and at 0.8 s when it is a fifth early', () => {
  const clicks = new Float32Array(4 * RATE_HZ);
  clicks[RATE_HZ] = 1;
  assert.equal(shiftSound(clicks, 0.5, RATE_HZ).indexOf(1), 1.5 * RATE_HZ);
  assert.equal(shiftSound(clicks, -0.2, RATE_HZ).indexOf(1), 0.8 * RATE_HZ);
  assert.equal(shiftSound(clicks, 0, RATE_HZ).indexOf(1), RATE_HZ);
  // What falls off the end comes in at the beginning.
  assert.equal(shiftSound(clicks, 3.5, RATE_HZ).indexOf(1), 0.5 * RATE_HZ);
  assert.equal(shiftSound(new Float32Array(0), 1, RATE_HZ).length, 0);
});

test('a bed 6 dB down over an original 12 dB down stands 6 dB above it, and the whole is as loud as the clip was', () => {
  const own = tone(1000, 4, 0.1);
  const mixed = layOver(own, tone(1500, 4, 0.3), { overDb: -6, originalDb: -12 }, RATE_HZ);
  assert.ok(Math.abs(loudnessOf(mixed, RATE_HZ)! - loudnessOf(own, RATE_HZ)!) < 0.1);
  // K-weighting rises by about 1.7 dB from 1000 to 1500 Hz, so that the bed needs that much less amplitude for its loudness.
  const aboveDb = 20 * Math.log10(amplitudeAt(1500, mixed) / amplitudeAt(1000, mixed));
  assert.ok(Math.abs(aboveDb - 4.3) < 1, String(aboveDb));
});

test('silence stays silence: no level is made of nothing', () => {
  const nothing = silenceOf(tone(440, 2, 0.5));
  assert.ok(nothing.every((value) => value === 0));
  const swapped = swapSound(nothing, tone(440, 2, 0.1), RATE_HZ);
  assert.ok(swapped.every(Number.isFinite));
  assert.ok(layOver(nothing, nothing, { overDb: 0, originalDb: -12 }, RATE_HZ).every((value) => value === 0));
});

test('clipped sound lies at full scale most of the time and never beyond', () => {
  const clipped = clipSound(tone(440, 1, 0.2), 30);
  const atFullScale = clipped.filter((value) => Math.abs(value) === 1).length / clipped.length;
  // 0.2 x 31.6 = 6.3: below full scale only while |sin| < 0.158, which is 10 % of the time.
  assert.ok(Math.abs(atFullScale - 0.9) < 0.01, String(atFullScale));
});

test('a frozen picture shows one video frame from end to end', () => {
  const pixels = Uint8Array.from([1, 1, 2, 2, 3, 3]);
  assert.deepEqual([...freezePicture(pixels, 2, 1)], [2, 2, 2, 2, 2, 2]);
});
