import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { principalPlaces } from '../../src/statistics/principal-axes.ts';

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) < within, `${actual}, expected ${expected}`);

test('points on a line have one axis, and their places are their distances along it', () => {
  // (0, 0), (3, 4), (6, 8): 5 apart, about their middle
  const { places, shares } = principalPlaces(Float32Array.from([0, 0, 3, 4, 6, 8]), 2, 2);
  assert.deepEqual(
    places.map(([along]) => Math.round(along! * 1e6) / 1e6),
    [-5, 0, 5],
  );
  near(shares[0]!, 1);
  near(shares[1]!, 0);
});

test('the axes come by spread: of a cloud three, two and one wide, nine and four of fourteen parts', () => {
  const random = seededRandom(1);
  const rows = 4000;
  const values = Float32Array.from({ length: rows * 3 }, (_, at) => (3 - (at % 3)) * random.normal());
  const { places, shares } = principalPlaces(values, 3, 2);
  near(shares[0]!, 9 / 14, 0.02);
  near(shares[1]!, 4 / 14, 0.02);
  // The first axis is the first column, but for the sampling.
  const middle = places.reduce((sum, [along]) => sum + along!, 0) / rows;
  near(middle, 0, 1e-6);
  near(places[7]![0]!, values[21]!, 0.4);
});

test('points that are all the same have no spread', () => {
  assert.deepEqual(principalPlaces(Float32Array.from([1, 2, 1, 2]), 2, 2).shares, [0, 0]);
});
