import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureCutContinuity } from '../../src/signal/cut-continuity.ts';
import { measureBeat, measureFill, musicBedIndicator } from '../../src/signal/music-bed.ts';
import { findSceneCuts } from '../../src/signal/scene-cuts.ts';

/** 100 video frames of two flat halves; `lumaAt` says what is seen. */
function film(lumaAt: (videoFrame: number, pixel: number) => number) {
  const luma = (at: number): Uint8Array => Uint8Array.from({ length: 64 * 64 }, (_, pixel) => lumaAt(at, pixel));
  return { videoFps: 25, videoFrames: 100, sidePx: 64, luma };
}

test('a cut is found at the first video frame after it', () => {
  assert.deepEqual(findSceneCuts(film((at) => (at < 40 ? 60 : 180))), [1.6]);
});

test('neither rest, nor steady motion, nor a single video frame is a cut', () => {
  assert.deepEqual(findSceneCuts(film(() => 90)), []);
  assert.deepEqual(findSceneCuts(film((at, pixel) => ((pixel + 7 * at) % 64 < 32 ? 40 : 200))), []);
  assert.deepEqual(findSceneCuts({ ...film(() => 90), videoFrames: 1 }), []);
});

/** 10 s of log-mel at 100 a second: noise about a level that steps at the given seconds. */
function steppingSound(stepSeconds: number) {
  let state = 7;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const values = Float32Array.from(
    { length: 1000 * 64 },
    (_, at) => noise() + (Math.floor(at / 64) / 100 < stepSeconds ? 0 : 3),
  );
  return { values, melFrames: 1000, melBins: 64 };
}

test('sound that changes with the picture has no continuity, sound that runs on has much', () => {
  assert.equal(measureCutContinuity(steppingSound(5), 100, [5]), 0);
  const runsOn = measureCutContinuity(steppingSound(99), 100, [3, 5, 7])!;
  assert.ok(runsOn > 0.2 && runsOn < 0.9, String(runsOn));
});

test('without cuts, without sound or with cuts at the very edge there is nothing to tell', () => {
  assert.equal(measureCutContinuity(steppingSound(5), 100, []), undefined);
  assert.equal(measureCutContinuity({ values: new Float32Array(0), melFrames: 0, melBins: 64 }, 100, [5]), undefined);
  assert.equal(measureCutContinuity(steppingSound(5), 100, [0.1]), undefined);
});

test('a pulse twice a second is a beat, noise is not, and constant or short curves say nothing', () => {
  const pulse = Float32Array.from({ length: 250 }, (_, step) => (step % 12 === 0 ? 1 : 0));
  assert.ok(measureBeat(pulse, 25)! > 0.95);
  let state = 3;
  const noise = new Float32Array(250);
  for (let step = 0; step < noise.length; step += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    noise[step] = state / 2 ** 32;
  }
  assert.ok(measureBeat(noise, 25)! < 0.4);
  assert.equal(measureBeat(new Float32Array(250).fill(2), 25), undefined);
  assert.equal(measureBeat(pulse.subarray(0, 40), 25), undefined);
});

test('fill is the share of steps in which most bands are near their loudest', () => {
  // Four bands, two steps: in the second step two bands are 30 dB down.
  assert.equal(measureFill(Float32Array.from([0, 0, 0, 0, 0, -7, 0, -7]), 4, 2), 0.5);
  assert.equal(measureFill(new Float32Array(0), 0, 0), undefined);
});

test('a music bed is steady or filled sound without a link to the motion', () => {
  assert.equal(musicBedIndicator(1, 0, 1), 0.5);
  assert.equal(musicBedIndicator(0, 0, -5), 0);
  assert.ok(musicBedIndicator(0.8, 0.9, -1) > 0.85);
  assert.ok(musicBedIndicator(0.8, 0.9, 8) < 0.01);
});
