import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LOG_MEL, SAMPLE_RATE_HZ } from '../../src/signal/clip-arrays.ts';
import { createPowerSpectrum } from '../../src/signal/fourier.ts';
import { computeLogMel, LOG_MEL_FLOOR } from '../../src/signal/log-mel.ts';
import { hzOf, makeMelFilters, melOf } from '../../src/signal/mel-filters.ts';

const parameters = { ...LOG_MEL, sampleRateHz: SAMPLE_RATE_HZ };
const librosa = JSON.parse(readFileSync(new URL('../fixtures/signal/log-mel.json', import.meta.url), 'utf8')) as {
  shape: [number, number];
  melFrames: Record<string, number[]>;
  filterSums: number[];
};

test('the power spectrum is that of the transform written out', () => {
  const input = Float64Array.from({ length: 16 }, (_, n) => Math.sin(n * n) + 0.3 * n);
  const power = new Float64Array(9);
  createPowerSpectrum(16).compute(input, power);
  power.forEach((value, k) => {
    let [real, imaginary] = [0, 0];
    input.forEach((x, n) => {
      real += x * Math.cos((2 * Math.PI * k * n) / 16);
      imaginary -= x * Math.sin((2 * Math.PI * k * n) / 16);
    });
    assert.ok(Math.abs(value - real ** 2 - imaginary ** 2) < 1e-9, `bin ${k}`);
  });
  assert.throws(() => createPowerSpectrum(400), RangeError);
});

test('a cosine that fills a bin has the power (n / 2)^2 there and none elsewhere', () => {
  const power = new Float64Array(257);
  createPowerSpectrum(512).compute(
    Float64Array.from({ length: 512 }, (_, n) => Math.cos((2 * Math.PI * 37 * n) / 512)),
    power,
  );
  power.forEach((value, k) => {
    assert.ok(Math.abs(value - (k === 37 ? 256 ** 2 : 0)) < 1e-6);
  });
});

test('mel and hertz undo each other, and 1000 Hz is 15 mels', () => {
  assert.ok(Math.abs(melOf(1000) - 15) < 1e-12);
  for (const hz of [50, 999, 1000, 7800]) assert.ok(Math.abs(hzOf(melOf(hz)) - hz) < 1e-9);
});

test('mel filters weigh as those of librosa', () => {
  makeMelFilters(parameters).forEach(({ weights }, mel) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    assert.ok(Math.abs(sum - librosa.filterSums[mel]!) < 2e-6, `mel ${mel}`);
  });
});

test('log-mel of a chirp is that of librosa', () => {
  const samples = Int16Array.from({ length: 4000 }, (_, n) => {
    const t = n / 16_000;
    return Math.round(9000 * Math.sin(2 * Math.PI * (200 * t + 9000 * t * t)));
  });
  const { values, melFrames, melBins } = computeLogMel(samples, parameters);
  assert.deepEqual([melFrames, melBins], librosa.shape);
  for (const [melFrame, expected] of Object.entries(librosa.melFrames)) {
    expected.forEach((value, bin) => {
      const got = values[Number(melFrame) * melBins + bin]!;
      assert.ok(Math.abs(got - value) < 2e-3, `mel frame ${melFrame}, bin ${bin}: ${got}, librosa ${value}`);
    });
  }
});

test('silence lies at the floor, and no samples give no mel frames', () => {
  assert.ok(
    computeLogMel(new Int16Array(1600), parameters).values.every((value) => value === Math.fround(LOG_MEL_FLOOR)),
  );
  assert.equal(computeLogMel(new Int16Array(0), parameters).melFrames, 0);
});
