import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibrationError, reliabilityBins } from '../../src/statistics/calibration.ts';

const repeat = (probability: number, happened: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ probability, happened: at < happened }));

test('a forecast of 0.75 that comes true three times in four has no calibration error', () => {
  assert.equal(calibrationError(repeat(0.75, 3, 4)), 0);
  assert.equal(calibrationError([]), undefined);
});

test('the error weighs each bin by its share of the forecasts', () => {
  // Bin 0.9: said 0.95, came 0.5, four of ten; bin 0.2: said 0.25, came 0.5, six of ten.
  const forecasts = [...repeat(0.95, 2, 4), ...repeat(0.25, 3, 6)];
  assert.ok(Math.abs(calibrationError(forecasts)! - (0.4 * 0.45 + 0.6 * 0.25)) < 1e-12);
});

test('bins hold their lower end, and the last one holds 1', () => {
  const bins = reliabilityBins([...repeat(0.1, 1, 1), ...repeat(1, 1, 1), ...repeat(0, 0, 1)]);
  assert.deepEqual(
    bins.map(({ count }) => count),
    [1, 1, 0, 0, 0, 0, 0, 0, 0, 1],
  );
  assert.equal(bins[2]!.happenedRatio, undefined);
  assert.equal(bins[1]!.happenedRatio, 1);
});
