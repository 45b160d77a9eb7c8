import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { SOUNDING_CLASSES } from '../../src/synthetic/class-list.ts';
import { motionAmount } from '../../src/synthetic/even-motion.ts';
import { loudnessOf } from '../../src/synthetic/level.ts';
import { type MediaShape, record } from '../../src/synthetic/recording.ts';

const SHAPE: MediaShape = { widthPx: 64, heightPx: 48, videoFps: 25, sampleRateHz: 16000, durationSeconds: 4 };
const CLIPS_PER_CLASS = 10;

const clips = SOUNDING_CLASSES.flatMap((soundingClass, number) =>
  Array.from({ length: CLIPS_PER_CLASS }, (_, clip) => {
    const recording = record(soundingClass, `recording ${number} ${clip}`, SHAPE);
    const pixels = recording.film();
    const samples = recording.listen();
    return { label: soundingClass.label, recording, pixels, samples };
  }),
);

function hashOf(bytes: Uint8Array | Float32Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

type Features = readonly number[];

/** Share of clips whose nearest class centre, computed without the clip, is their own; features in units of their spread. */
function nearestCentreAccuracy(features: readonly Features[]): number {
  const width = features[0]!.length;
  const spread = Array.from({ length: width }, (_, n) => {
    const mean = features.reduce((sum, row) => sum + row[n]!, 0) / features.length;
    return Math.sqrt(features.reduce((sum, row) => sum + (row[n]! - mean) ** 2, 0) / features.length) || 1;
  });
  let right = 0;
  features.forEach((row, clip) => {
    let best = { label: '', distance: Number.POSITIVE_INFINITY };
    for (const { label } of SOUNDING_CLASSES) {
      const others = features.filter((_, other) => other !== clip && clips[other]!.label === label);
      const distance = spread.reduce((sum, scale, n) => {
        const centre = others.reduce((total, other) => total + other[n]!, 0) / others.length;
        return sum + ((row[n]! - centre) / scale) ** 2;
      }, 0);
      if (distance < best.distance) best = { label, distance };
    }
    if (best.label === clips[clip]!.label) right += 1;
  });
  return right / features.length;
}

/** Level of the sound in octaves from 125 Hz on, dB against the whole: by differences of running means. */
function octaveLevels(samples: Float32Array): number[] {
  const levels: number[] = [];
  let rest = samples;
  let total = 1e-12;
  for (let octave = 0; octave < 6; octave += 1) {
    const half = new Float32Array(Math.floor(rest.length / 2));
    let high = 1e-12;
    for (let i = 0; i < half.length; i += 1) {
      half[i] = (rest[2 * i]! + rest[2 * i + 1]!) / 2;
      high += ((rest[2 * i]! - rest[2 * i + 1]!) / 2) ** 2 * 2 ** octave;
    }
    levels.push(high);
    total += high;
    rest = half;
  }
  return levels.map((energy) => 10 * Math.log10(energy / total));
}

/** Colour of nine fields of a video frame in the middle of the clip. */
function fieldColours(pixels: Uint8Array): number[] {
  const { widthPx, heightPx } = SHAPE;
  const start = Math.floor(pixels.length / (widthPx * heightPx * 3) / 2) * widthPx * heightPx * 3;
  const sums = new Array<number>(27).fill(0);
  for (let row = 0; row < heightPx; row += 1) {
    for (let column = 0; column < widthPx; column += 1) {
      const field = Math.floor((row * 3) / heightPx) * 3 + Math.floor((column * 3) / widthPx);
      const at = start + (row * widthPx + column) * 3;
      for (let c = 0; c < 3; c += 1) sums[field * 3 + c]! += pixels[at + c]!;
    }
  }
  return sums;
}

const CHANCE = 1 / SOUNDING_CLASSES.length;

describe('recordings', () => {
  test('the same seed gives the same bytes of picture and sound; another seed gives others', () => {
    const [first] = SOUNDING_CLASSES;
    const { pixels, samples } = clips[0]!;
    const again = record(first!, 'recording 0 0', SHAPE);
    // The other way round: what is asked for first makes no difference.
    assert.equal(hashOf(again.listen()), hashOf(samples));
    assert.equal(hashOf(again.film()), hashOf(pixels));
    assert.notEqual(hashOf(record(first!, 'recording 0 1', SHAPE).listen()), hashOf(samples));
  });

  test('loudness and amount of motion tell the class about as well as chance', () => {
    const features = clips.map(({ pixels, samples }) => {
      const { all, local } = motionAmount({ ...SHAPE, pixels });
      return [loudnessOf(samples, SHAPE.sampleRateHz)!, all, local];
    });
    const accuracy = nearestCentreAccuracy(features);
    assert.ok(accuracy < 2 * CHANCE, `${accuracy} against a chance of ${CHANCE}`);
  });

  test('the spectrum alone, and a single video frame alone, tell the class far better than chance', () => {
    const bySound = nearestCentreAccuracy(clips.map(({ samples }) => octaveLevels(samples)));
    const byPicture = nearestCentreAccuracy(clips.map(({ pixels }) => fieldColours(pixels)));
    assert.ok(bySound > 4 * CHANCE, `sound ${bySound}`);
    assert.ok(byPicture > 2.5 * CHANCE, `picture ${byPicture}`);
  });

  test('clips of one class differ in when things happen', () => {
    for (const { label } of SOUNDING_CLASSES) {
      const rhythms = clips.filter((clip) => clip.label === label).map(({ recording }) => recording.eventSeconds());
      for (const events of rhythms) assert.ok(events.length >= 2, `${label}: ${events.length} events`);
      const starts = new Set(rhythms.map((events) => events.map((seconds) => seconds.toFixed(1)).join()));
      assert.equal(starts.size, rhythms.length);
    }
  });

  test('a late sound is the same sound later: what is heard at t was heard at t minus the lateness', () => {
    const recording = record(SOUNDING_CLASSES[0]!, 'late', SHAPE, []);
    const late = recording.eventSeconds(1).filter((seconds) => seconds >= 1);
    const own = recording.eventSeconds().filter((seconds) => seconds < SHAPE.durationSeconds - 1);
    assert.deepEqual(
      late.map((seconds) => (seconds - 1).toFixed(6)),
      own.map((seconds) => seconds.toFixed(6)),
    );
  });

  test('sound rises at each event of a class of strikes', () => {
    const strikes = clips.filter(
      ({ label, recording }) => label === 'bouncing ball' && recording.cutSeconds.length === 0,
    );
    let [after, before] = [0, 0];
    for (const { samples, recording } of strikes) {
      for (const seconds of recording.eventSeconds()) {
        const at = Math.round(seconds * SHAPE.sampleRateHz);
        after += energy(samples.subarray(at, at + 480));
        before += energy(samples.subarray(Math.max(0, at - 480), at));
      }
    }
    assert.ok(after > 20 * before, `${after} against ${before}`);
  });
});

function energy(samples: Float32Array): number {
  return samples.reduce((sum, value) => sum + value * value, 0);
}
