import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudnessOf } from '../../src/synthetic/level.ts';
import { makeMusic } from '../../src/synthetic/music.ts';
import { makeSpeech } from '../../src/synthetic/speech.ts';
import { addRinging } from '../../src/synthetic/tones.ts';

const RATE_HZ = 16000;
const STEPS_PER_SECOND = 100;

/** Loudness over time, 100 values a second. */
function envelope(samples: Float32Array): number[] {
  const step = RATE_HZ / STEPS_PER_SECOND;
  return Array.from({ length: Math.floor(samples.length / step) }, (_, n) =>
    Math.sqrt(samples.subarray(n * step, (n + 1) * step).reduce((sum, value) => sum + value * value, 0) / step),
  );
}

/** Share of the envelope's variance between two modulation frequencies. */
function modulationShare(values: readonly number[], fromHz: number, toHz: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [inside, all] = [0, 0];
  for (let k = 1; k < values.length / 2; k += 1) {
    let [re, im] = [0, 0];
    values.forEach((value, n) => {
      re += (value - mean) * Math.cos((2 * Math.PI * k * n) / values.length);
      im += (value - mean) * Math.sin((2 * Math.PI * k * n) / values.length);
    });
    const hz = (k * STEPS_PER_SECOND) / values.length;
    all += re * re + im * im;
    if (hz >= fromHz && hz <= toHz) inside += re * re + im * im;
  }
  return inside / all;
}

const SEEDS = ['a', 'b', 'c'];

test('a made voice rises and falls as syllables do: most of its modulation lies between 1 and 8 Hz; it pauses, music does not', () => {
  for (const seed of SEEDS) {
    const voice = envelope(makeSpeech(seed, 10, RATE_HZ));
    assert.ok(modulationShare(voice, 1, 8) > 0.5, String(modulationShare(voice, 1, 8)));
    const loudest = Math.max(...voice);
    const pauses = voice.filter((value) => value < loudest / 100).length / voice.length;
    assert.ok(pauses > 0.03 && pauses < 0.5, `pauses ${pauses}`);
    const music = envelope(makeMusic(seed, 10, RATE_HZ));
    assert.ok(Math.min(...music) > Math.max(...music) / 100);
  }
});

test('the same seed makes the same voice and the same music, of the length asked for and of finite samples', () => {
  for (const make of [makeSpeech, makeMusic]) {
    assert.deepEqual(make('x', 1.5, RATE_HZ), make('x', 1.5, RATE_HZ));
    assert.equal(make('x', 1.5, RATE_HZ).length, 24000);
    assert.notDeepEqual(make('x', 1, RATE_HZ), make('y', 1, RATE_HZ));
    assert.ok(make('x', 3, RATE_HZ).every(Number.isFinite));
    assert.ok(loudnessOf(make('x', 3, RATE_HZ), RATE_HZ) !== undefined);
  }
});

test('a ringing partial is a sine that has fallen by 60 dB when its decay is over, wherever the track begins', () => {
  const whole = { samples: new Float32Array(RATE_HZ), sampleRateHz: RATE_HZ, startSeconds: 0 };
  const partial = { frequencyHz: 1000, level: 1, decaySeconds: 0.5 };
  addRinging(whole, 0.25, 1, [partial]);
  assert.ok(whole.samples.subarray(0, 4000).every((value) => value === 0));
  // A quarter period (4 samples) after the start: sin(pi/2) times 10^(-3 * 4 / 8000).
  assert.ok(Math.abs(whole.samples[4004]! - 10 ** (-12 / 8000)) < 1e-4);
  assert.ok(Math.abs(whole.samples[11996]!) < 1.1e-3);
  const later = { samples: new Float32Array(1600), sampleRateHz: RATE_HZ, startSeconds: 0.4 };
  addRinging(later, 0.25, 1, [partial]);
  for (const [i, value] of later.samples.entries()) assert.ok(Math.abs(value - whole.samples[6400 + i]!) < 1e-4);
});
