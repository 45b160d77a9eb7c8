import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeatureRow } from '../../src/correspondence/mismatch-features.ts';
import {
  fitMixture,
  type MismatchMixture,
  PARTS,
  type PartedRow,
  tell,
} from '../../src/correspondence/mismatch-mixture.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';

const random = seededRandom(7);
/** One feature for each of two mismatches: high in a clip without it. */
const makeRow = (first: number, second: number): FeatureRow => [first + random.normal(), second + random.normal()];
const cleanRow = (): FeatureRow => makeRow(2, 2);
const firstRow = (): FeatureRow => makeRow(-2, 2);
const secondRow = (): FeatureRow => makeRow(2, -2);
const rows = (count: number, make: () => FeatureRow): PartedRow[] =>
  Array.from({ length: count }, (_, at) => ({ row: make(), part: at % PARTS }));
const told = (mixture: MismatchMixture, row: FeatureRow): number[] => tell(mixture, { row, part: 0 });

const PROBES = [rows(80, firstRow), rows(80, secondRow)];
const AGAINST = [0, 1];

test('each mismatch is told from clean clips and from the other', () => {
  const mixture = fitMixture([...rows(260, cleanRow), ...rows(20, firstRow), ...rows(20, secondRow)], PROBES, AGAINST)!;
  const [clean, first, second] = [
    [2, 2],
    [-2, 2],
    [2, -2],
  ].map((row) => told(mixture, row));
  assert.ok(clean![0]! > 0.98, `clean ${clean}`);
  assert.ok(first![1]! > 0.9, `first ${first}`);
  assert.ok(second![2]! > 0.9, `second ${second}`);
  assert.ok(Math.abs(clean!.reduce((sum, probability) => sum + probability, 0) - 1) < 1e-9);
});

test('the shares of unmarked mismatches in the corpus are estimated', () => {
  const corpus = [...rows(240, cleanRow), ...rows(45, firstRow), ...rows(15, secondRow)];
  const [first, second] = fitMixture(corpus, PROBES, AGAINST)!.shares;
  assert.ok(Math.abs(first! - 0.15) < 0.03, `estimated ${first}, true 0.15`);
  assert.ok(Math.abs(second! - 0.05) < 0.03, `estimated ${second}, true 0.05`);
});

test('a clean corpus is estimated to be nearly clean, however many probes there are', () => {
  const { shares } = fitMixture(rows(300, cleanRow), PROBES, AGAINST)!;
  assert.ok(
    shares.every((share) => share > 0 && share < 0.01),
    String(shares),
  );
});

test('evidence that sound and picture belong together never speaks for a mismatch', () => {
  // By chance, the probes have more of what the second feature measures than the corpus has.
  const probes = [rows(60, () => makeRow(-1, 3))];
  const mixture = fitMixture(rows(300, cleanRow), probes, AGAINST)!;
  assert.ok(told(mixture, [2, 8])[1]! <= told(mixture, [2, 2])[1]! + 1e-6);
  const free = fitMixture(rows(300, cleanRow), probes, [])!;
  assert.ok(told(free, [2, 8])[1]! > told(free, [2, 2])[1]!);
});

test('a feature that only one side has is not looked at', () => {
  const corpus = rows(100, () => [cleanRow()[0], undefined]);
  assert.deepEqual(fitMixture(corpus, [rows(50, firstRow)], AGAINST)!.scaling.used, [0]);
  const unknown = rows(50, () => [undefined, undefined]);
  assert.equal(fitMixture(unknown, [rows(50, firstRow)], AGAINST), undefined);
  assert.equal(fitMixture(rows(50, cleanRow), [], AGAINST), undefined);
});

test('a feature that is not known of a clip is evidence neither way', () => {
  const mixture = fitMixture(rows(300, cleanRow), PROBES, AGAINST)!;
  const [unknown] = told(mixture, [undefined, 2]);
  assert.ok(unknown! < told(mixture, [2, 2])[0]! && unknown! > told(mixture, [-2, 2])[0]!);
});
