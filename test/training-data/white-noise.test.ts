import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWhiteNoise } from '../../src/training-data/white-noise.ts';

/** One second of a tone, half of full scale. */
const TONE = Int16Array.from({ length: 16_000 }, (_, n) => 16_384 * Math.sin((2 * Math.PI * 440 * n) / 16_000));

function noiseOf(snrDb: number, seed = 1): number[] {
  return Array.from(withWhiteNoise(TONE, snrDb, seed), (value, n) => value - TONE[n]!);
}

function powerOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
}

test('the noise is as far below the sound as was said', () => {
  for (const snrDb of [20, 10, 0]) {
    const got = 10 * Math.log10(powerOf([...TONE]) / powerOf(noiseOf(snrDb)));
    assert.ok(Math.abs(got - snrDb) < 0.1, `${got} dB instead of ${snrDb}`);
  }
});

test('it is white: no sample tells the next, and the same loudness from its first half to its second', () => {
  const noise = noiseOf(10);
  const power = powerOf(noise);
  for (const lag of [1, 2, 36]) {
    const together = noise.slice(lag).reduce((sum, value, n) => sum + value * noise[n]!, 0) / noise.length / power;
    // 4 deviations of a correlation of 16,000 pairs.
    assert.ok(Math.abs(together) < 4 / Math.sqrt(16_000), `${together} at ${lag}`);
  }
  assert.ok(Math.abs(powerOf(noise.slice(0, 8000)) / powerOf(noise.slice(8000)) - 1) < 0.1);
});

test('a seed gives the same noise at every loudness, another seed another', () => {
  const [loud, soft] = [noiseOf(0), noiseOf(20)];
  for (const at of [0, 777, 15_999]) assert.ok(Math.abs(loud[at]! - 10 * soft[at]!) < 0.02, `${loud[at]} ${soft[at]}`);
  assert.notDeepEqual(noiseOf(0, 2), loud);
});

test('silence stays silence', () => {
  assert.deepEqual(withWhiteNoise(new Int16Array(4), 0, 1), new Float32Array(4));
});
