import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrap, bootstrapShare, quantile, wilson } from '../../src/statistics/bootstrap.ts';

const mean = (items: readonly { value: number }[]) =>
  items.length === 0 ? undefined : items.reduce((sum, { value }) => sum + value, 0) / items.length;

/** 100 groups of `size` equal items, one group in five holding ones. */
const clustered = (size: number) =>
  Array.from({ length: 100 * size }, (_, at) => {
    const group = Math.floor(at / size);
    return { group: `video${group}`, value: group % 5 === 0 ? 1 : 0 };
  });

test('the interval of a share is about two standard errors wide on each side', () => {
  const { value, low, high } = bootstrap(clustered(1), ({ group }) => group, mean, { seed: 7 })!;
  // sqrt(0.2 x 0.8 / 100) = 0.04
  assert.equal(value, 0.2);
  assert.ok(Math.abs(low - (0.2 - 1.96 * 0.04)) < 0.015, String(low));
  assert.ok(Math.abs(high - (0.2 + 1.96 * 0.04)) < 0.015, String(high));
});

test('ten clips of each video are no more evidence than one', () => {
  const width = (size: number) => {
    const { low, high } = bootstrap(clustered(size), ({ group }) => group, mean, { seed: 7 })!;
    return high - low;
  };
  assert.ok(Math.abs(width(10) - width(1)) < 0.02);
});

test('the same seed gives the same interval, another seed nearly the same', () => {
  const of = (seed: number) => bootstrap(clustered(1), ({ group }) => group, mean, { seed })!;
  assert.deepEqual(of(3), of(3));
  assert.notDeepEqual(of(3), of(4));
});

test('two videos tell nothing of others, and nothing at all has no value', () => {
  const two = [
    { group: 'a', value: 1 },
    { group: 'b', value: 1 },
  ];
  assert.deepEqual(
    bootstrap(two, ({ group }) => group, mean, { seed: 1 }),
    { value: 1, low: 0, high: 1 },
  );
  assert.equal(
    bootstrap([] as typeof two, ({ group }) => group, mean, { seed: 1 }),
    undefined,
  );
});

test('a share that all or none have is not certain for that', () => {
  const items = Array.from({ length: 20 }, (_, at) => ({ group: `video${at % 10}` }));
  const share = (has: boolean) =>
    bootstrapShare(
      items,
      ({ group }) => group,
      () => has,
      { seed: 1 },
    )!;
  // Wilson (1927), 0 of 10 videos: high = z^2 / (10 + z^2) = 3.8414 / 13.8414.
  assert.equal(share(false).value, 0);
  assert.ok(Math.abs(share(false).high - 0.2775) < 1e-3);
  assert.ok(Math.abs(share(true).low - 0.7225) < 1e-3);
});

test('quantiles lie on the line between their neighbours', () => {
  assert.equal(quantile([0, 10], 0.25), 2.5);
  assert.equal(quantile([4], 0.9), 4);
});

test("Wilson's interval never leaves 0..1 and is not empty at its ends", () => {
  // Wilson (1927), 0 of 10: high = z^2 / (10 + z^2) = 3.8414 / 13.8414.
  const none = wilson(0, 10)!;
  assert.equal(none.low, 0);
  assert.ok(Math.abs(none.high - 3.8414 / 13.8414) < 1e-4);
  assert.ok(Math.abs(wilson(10, 10)!.low - (1 - none.high)) < 1e-12);
  assert.equal(wilson(0, 0), undefined);
});
