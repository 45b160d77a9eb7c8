import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detect, type FeatureRow, fitDetector } from '../../src/correspondence/mismatch-detector.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';

const random = seededRandom(7);
const cleanRow = (): FeatureRow => [2 + random.normal(), random.normal()];
const wrongRow = (): FeatureRow => [-2 + random.normal(), random.normal()];
const rows = (count: number, make: () => FeatureRow): FeatureRow[] => Array.from({ length: count }, make);

test('what looks like a probe is probably one, what looks like the corpus is not', () => {
  const detector = fitDetector(rows(300, cleanRow), rows(80, wrongRow))!;
  assert.ok(detect(detector, [-3, 0]) > 0.8);
  assert.ok(detect(detector, [2, 0]) < 0.02);
});

test('the share of unmarked mismatches in the corpus is estimated, and they are found all the same', () => {
  const detector = fitDetector([...rows(255, cleanRow), ...rows(45, wrongRow)], rows(80, wrongRow))!;
  assert.ok(Math.abs(detector.share - 0.15) < 0.05, `estimated ${detector.share}, true 0.15`);
  assert.ok(detect(detector, [-2, 0]) > 0.6);
  assert.ok(detect(detector, [2, 0]) < 0.05);
});

test('a clean corpus is estimated to be nearly clean', () => {
  assert.ok(fitDetector(rows(300, cleanRow), rows(80, wrongRow))!.share < 0.04);
});

test('a feature that only one side has is not looked at', () => {
  const corpus = rows(100, cleanRow).map(([a]): FeatureRow => [a, undefined]);
  assert.deepEqual(fitDetector(corpus, rows(50, wrongRow))!.used, [0]);
  assert.equal(
    fitDetector(
      rows(50, () => [undefined, undefined]),
      rows(50, wrongRow),
    ),
    undefined,
  );
  assert.equal(fitDetector(rows(50, cleanRow), []), undefined);
});

test('a feature that is not known of a clip is evidence neither way', () => {
  const detector = fitDetector(rows(300, cleanRow), rows(80, wrongRow))!;
  const unknown = detect(detector, [undefined, undefined]);
  assert.ok(unknown > detect(detector, [2, 0]) && unknown < detect(detector, [-2, 0]));
});
