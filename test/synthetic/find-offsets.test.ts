import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareWithTruth, findBeeps, findFlashes } from '../../src/synthetic/find-offsets.ts';
import { flashInstants } from '../../src/synthetic/flash-and-beep.ts';

const SOURCE = {
  durationSeconds: 60,
  widthPx: 160,
  heightPx: 90,
  videoFps: 30,
  gopSeconds: 5,
  periodSeconds: 1,
  sampleRateHz: 44100,
  toneHz: 1000,
  background: 'black',
};

test('each period holds one instant, on a video frame, never at the same place as the next', () => {
  const instants = flashInstants(SOURCE);
  assert.equal(instants.length, 60);
  instants.forEach((seconds, period) => {
    assert.equal(Math.floor(seconds), period);
    assert.ok(Math.abs(seconds * 30 - Math.round(seconds * 30)) < 1e-6);
  });
  const [first = 0, second = 0, third = 0] = instants;
  assert.notEqual((second - first).toFixed(3), (third - second).toFixed(3));
});

test('a flash is found at the first bright video frame', () => {
  const lumas = [30, 30, 255, 255, 30, 30, 255];
  const thumbnails = Uint8Array.from(lumas.flatMap((luma) => Array(64).fill(luma)));
  const times = lumas.map((_, position) => position / 25);
  assert.deepEqual(findFlashes(thumbnails, times), [2 / 25, 6 / 25]);
});

test('a beep is found within a millisecond', () => {
  const samples = new Int16Array(48000);
  for (let i = 12345; i < 12345 + 2400; i += 1) samples[i] = 16000 * Math.sin((2 * Math.PI * 1000 * i) / 48000);
  const beeps = findBeeps(samples, 48000);
  assert.equal(beeps.length, 1);
  assert.ok(Math.abs((beeps[0] as number) - 12345 / 48000) < 0.001);
});

test('any cut is told from the others, and what is late in it is said', () => {
  const instants = flashInstants(SOURCE);
  const start = fc.double({ min: 0, max: 50, noNaN: true });
  const error = fc.double({ min: -4, max: 4, noNaN: true });
  const lateness = fc.double({ min: -0.05, max: 0.05, noNaN: true });
  fc.assert(
    fc.property(start, error, lateness, (asked, startError, pictureLate) => {
      const actual = Math.max(0, asked + startError);
      const inside = instants.filter((seconds) => seconds > actual && seconds < actual + 10);
      const beepSeconds = inside.map((seconds) => seconds - actual);
      const flashSeconds = beepSeconds.map((seconds) => seconds + pictureLate);
      const offsets = compareWithTruth({ flashSeconds, beepSeconds }, instants, asked);
      assert.ok(offsets);
      assert.ok(Math.abs(offsets.soundStartSeconds - actual) < 1e-6);
      assert.ok(Math.abs(offsets.meanOffsetSeconds - pictureLate) < 1e-6);
    }),
  );
});

test('a clip without flashes or with a single one cannot be placed', () => {
  const instants = flashInstants(SOURCE);
  assert.equal(compareWithTruth({ flashSeconds: [], beepSeconds: [] }, instants, 0), undefined);
  assert.equal(compareWithTruth({ flashSeconds: [1], beepSeconds: [1] }, instants, 0), undefined);
});
