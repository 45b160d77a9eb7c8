import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SeededRandom, seededRandom } from '../../src/signal/seeded-random.ts';
import { crossedTest } from '../../src/statistics/crossed-test.ts';

function names(count: number): string[] {
  return Array.from({ length: count }, (_, clip) => `video-${clip}`);
}

function isNear(got: number | undefined, expected: number): void {
  assert.ok(got !== undefined && Math.abs(got - expected) < 1e-4, `${got} is not ${expected}`);
}

test('where clips say nothing, seeds decide as in a t-test', () => {
  const alike = (value: number) => Array(6).fill(value);
  // Means 0.7 and 0.4, variances 0.02 of two each: t = 0.3 / sqrt(0.02), 2 degrees of freedom, where p = 1 - t / sqrt(2 + t^2).
  const t = 0.3 / Math.sqrt(0.02);
  isNear(crossedTest([alike(0.6), alike(0.8)], [alike(0.3), alike(0.5)], names(6)), 1 - t / Math.sqrt(2 + t ** 2));
});

test('where seeds say nothing, videos decide as in a paired z-test', () => {
  const first = [1, 1, 1, 0, 1, 1, 1, 1];
  const second = [1, 0, 1, 1, 0, 0, 1, 0];
  // Differences 0 1 0 -1 1 1 0 1: mean 3/8, variance (5 - 9/8) / 7; z = 3/8 / sqrt(variance / 8) = 1.426.
  isNear(crossedTest([first, first], [second, second], names(8)), 0.15399);
});

test('clips of one video count once', () => {
  const [first, second] = [
    [1, 1, 0, 1],
    [0, 1, 0, 0],
  ];
  const twice = (values: number[]) => [...values, ...values];
  const one = crossedTest([first, first], [second, second], names(4));
  isNear(
    crossedTest([twice(first), twice(first)], [twice(second), twice(second)], twice([1, 2, 3, 4]).map(String)),
    one!,
  );
});

test('one model of a method tells nothing of its seeds; methods that are alike do not differ', () => {
  assert.equal(
    crossedTest(
      [[1, 0]],
      [
        [1, 1],
        [0, 1],
      ],
      names(2),
    ),
    undefined,
  );
  assert.equal(
    crossedTest(
      [
        [1, 0],
        [1, 0],
      ],
      [
        [1, 0],
        [1, 0],
      ],
      names(2),
    ),
    1,
  );
});

test('seeds that move a method more than its difference are not taken for one', () => {
  const random = seededRandom(6);
  const [rounds, clips] = [150, 80];
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const hardness = Array.from({ length: clips }, () => random.normal());
    if (crossedTest(drawn(random, hardness), drawn(random, hardness), names(clips))! < 0.05) found += 1;
  }
  // At 5 % of 150: 7.5 expected, deviation 2.7. Turning signs over videos alone finds a third of them.
  assert.ok(found <= 15, `${found} of ${rounds}`);
});

/** Three models, each better or worse as a whole by its seed. */
function drawn(random: SeededRandom, hardness: readonly number[]): number[][] {
  return Array.from({ length: 3 }, () => {
    const skill = 0.5 * random.normal();
    return hardness.map((hard) => (random.next() < 1 / (1 + Math.exp(-skill - hard)) ? 1 : 0));
  });
}
