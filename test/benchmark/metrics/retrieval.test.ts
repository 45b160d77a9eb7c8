import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerRanks,
  firstFound,
  retrievalChance,
  retrievalMetrics,
} from '../../../src/benchmark/metrics/retrieval.ts';
import { seededRandom, shuffled } from '../../../src/signal/seeded-random.ts';

test('three queries by hand: ranks 1, 2 and 3', () => {
  const similarities = { values: [0.9, 0.1, 0.2, 0.8, 0.7, 0.1, 0.6, 0.5, 0.4], items: 3 };
  assert.deepEqual(retrievalMetrics(similarities), {
    'recall-1': 1 / 3,
    'recall-5': 1,
    'recall-10': 1,
    'median-rank': 2,
  });
  assert.deepEqual(answerRanks(similarities), [1, 2, 3]);
  assert.deepEqual(firstFound(similarities), [0, 0, 0]);
});

test('equal similarities give exactly chance', () => {
  assert.deepEqual(retrievalMetrics({ values: new Float64Array(16 ** 2), items: 16 }), retrievalChance(16));
});

test('a similarity that is no number comes last', () => {
  assert.deepEqual(answerRanks({ values: [Number.NaN, 0, 0, 1], items: 2 }), [2, 1]);
});

test('random vectors find K of N', () => {
  const [random, items, rounds] = [seededRandom(3), 50, 40];
  const sums = { 'recall-1': 0, 'recall-5': 0, 'recall-10': 0, 'median-rank': 0 };
  for (let round = 0; round < rounds; round += 1) {
    const metrics = retrievalMetrics({ values: Float64Array.from({ length: items ** 2 }, () => random.next()), items });
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += metrics[name]! / rounds;
  }
  const chance = retrievalChance(items);
  for (const [name, k] of [
    ['recall-1', 1],
    ['recall-5', 5],
    ['recall-10', 10],
  ] as const) {
    assert.equal(chance[name], k / items);
    // 4 deviations of a share of 40 x 50 queries.
    const reach = 4 * Math.sqrt(((k / items) * (1 - k / items)) / (rounds * items));
    assert.ok(Math.abs(sums[name] - k / items) < reach, `${name}: ${sums[name]}`);
  }
  assert.ok(Math.abs(sums['median-rank'] - chance['median-rank']!) < 3, `${sums['median-rank']}`);
});

test('a gallery in another order gives the same metrics', () => {
  const [random, items] = [seededRandom(4), 20];
  // Rounded, so that some are equal.
  const values = Array.from({ length: items ** 2 }, () => Math.round(10 * random.next()));
  const order = shuffled([...Array(items).keys()], random);
  const turned = order.flatMap((query) => order.map((candidate) => values[query * items + candidate]!));
  const [before, after] = [retrievalMetrics({ values, items }), retrievalMetrics({ values: turned, items })];
  for (const name of Object.keys(before) as (keyof typeof before)[])
    assert.ok(Math.abs(after[name]! - before[name]!) < 1e-12, name);
});
