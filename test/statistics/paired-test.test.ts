import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import type { ClipValues } from '../../src/statistics/crossed-bootstrap.ts';
import { comparePaired } from '../../src/statistics/paired-test.ts';
import { METRICS_REFERENCE, spreadNumbers } from '../helpers/metrics-reference.ts';

const SETTINGS = { seed: 1, rounds: 50 };

function names(count: number): string[] {
  return Array.from({ length: count }, (_, clip) => `video-${clip}`);
}

function pValueOf(first: ClipValues, second: ClipValues, videos: readonly string[]): number {
  return comparePaired(first, second, videos, SETTINGS).pValue;
}

test('three clips that all speak for the first: two of eight ways are as clear', () => {
  assert.equal(pValueOf([[1, 1, 1]], [[0, 0, 0]], names(3)), 2 / 8);
});

test('methods that answer alike do not differ', () => {
  const { difference, interval, pValue } = comparePaired([[1, 0, 1]], [[1, 0, 1]], names(3), SETTINGS);
  assert.deepEqual({ difference, interval, pValue }, { difference: 0, interval: { low: 0, high: 0 }, pValue: 1 });
});

test('the p-value of differences is that of SciPy, permutation_test', () => {
  for (const { count, offset, pValue } of METRICS_REFERENCE.paired) {
    const first = spreadNumbers(count, offset).map((value) => value + 0.35);
    const got = pValueOf([first], [spreadNumbers(count, offset + 1)], names(count));
    assert.ok(Math.abs(got - pValue) < 1e-12, `${got} is not ${pValue}`);
  }
});

test("of one model each it is McNemar's: the p-value of SciPy, binomtest, within what 10,000 draws can tell", () => {
  for (const [at, { count, offset, pValue }] of METRICS_REFERENCE.mcnemar.entries()) {
    const first = spreadNumbers(count, offset).map((value) => (value > -0.4 ? 1 : 0));
    const second = spreadNumbers(count, offset + 1).map((value, k) => (k % 3 === 0 ? first[k]! : value > 0.3 ? 1 : 0));
    const got = pValueOf([first], [second], names(count));
    // The first case counts all ways.
    const tolerance = at === 0 ? 1e-12 : 4 * Math.sqrt((pValue * (1 - pValue)) / 10_000) + 1e-4;
    assert.ok(Math.abs(got - pValue) <= tolerance, `${got} is not ${pValue}`);
  }
});

test('clips of one video are one witness, and so are models of one method', () => {
  const videos = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'c', 'c', 'c', 'c'];
  const [right, wrong] = [Array(12).fill(1), Array(12).fill(0)];
  assert.equal(pValueOf([right], [wrong], videos), 2 / 8);
  assert.equal(pValueOf([right, right], [wrong, wrong, wrong], videos), 2 / 8);
});

test('where nothing differs but chance, about 5 of 100 tests say that something does', () => {
  const random = seededRandom(4);
  let found = 0;
  for (let round = 0; round < 200; round += 1) {
    const drawn = () => Array.from({ length: 12 }, () => random.normal());
    if (pValueOf([drawn()], [drawn()], names(12)) <= 0.05) found += 1;
  }
  // 200 tests at 5 %: 10 on average, deviation 3.1.
  assert.ok(found <= 20, `${found} of 200`);
});
