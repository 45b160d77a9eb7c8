import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom, shuffled } from '../../src/signal/seeded-random.ts';
import { wilson } from '../../src/statistics/bootstrap.ts';
import { type StratifiedItem, stratifiedShare } from '../../src/statistics/stratified-share.ts';

/** `+` a hit, `-` none, `.` not counted. */
function items(...strata: string[]): StratifiedItem[] {
  return strata.flatMap((marks, stratum) =>
    [...marks].map((mark) => ({ stratum, isCounted: mark !== '.', isHit: mark === '+' })),
  );
}

const near = (actual: number | undefined, expected: number): void =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test('each item stands for the clips of its stratum over the items sampled there', () => {
  // 100 clips by two items (50 each), 900 by three (300 each): (50 + 300 + 300) of 1000.
  near(stratifiedShare(items('+-', '++-'), [100, 900])?.value, 0.65);
});

test('only the counted ones are shared among: the rest keeps its weight and its silence', () => {
  // Counted: one of 50, two of 300; hits: the one of 50 and one of 300.
  near(stratifiedShare(items('+.', '+-.'), [100, 900])?.value, 350 / 650);
  assert.equal(stratifiedShare(items('..', '...'), [100, 900]), undefined);
});

test('one stratum much larger than its sample has the interval of Wilson for one item less', () => {
  // V = n / (n - 1) x n p (1 - p) / n^2 = p (1 - p) / (n - 1), so the effective size is n - 1 = 9.
  const share = stratifiedShare(items('+++-------'), [1e12]);
  const expected = wilson(0.3 * 9, 9)!;
  near(share?.value, 0.3);
  assert.ok(Math.abs(share!.low - expected.low) < 1e-6 && Math.abs(share!.high - expected.high) < 1e-6);
});

test('no hit among ten leaves the doubt that Wilson leaves', () => {
  const share = stratifiedShare(items('----------'), [1e12])!;
  assert.equal(share.value, 0);
  assert.ok(Math.abs(share.high - wilson(0, 10)!.high) < 1e-6);
});

test('a population that was asked whole leaves no doubt', () => {
  assert.deepEqual(stratifiedShare(items('+-', '-'), [2, 1]), { value: 1 / 3, low: 1 / 3, high: 1 / 3 });
});

test('a stratum with less than two items is joined with its neighbour', () => {
  // 100 + 300 clips by three items, 600 by two.
  near(stratifiedShare(items('+', '+-', '--'), [100, 300, 600])?.value, (400 * 2) / 3 / 1000);
  // The last one goes to the one before; a stratum without any item too.
  near(stratifiedShare(items('--', '+-', '+'), [600, 300, 100])?.value, (400 * 2) / 3 / 1000);
  near(stratifiedShare(items('+-', ''), [100, 900])?.value, 0.5);
  // Taken whole it may stay alone.
  near(stratifiedShare(items('+', '--'), [1, 9])?.value, 0.1);
});

test('the interval holds the truth in about 95 of 100 samples', () => {
  const random = seededRandom(1);
  // 40 strata with rising shares; 30 % of the items are what the figure is about.
  const strata = Array.from({ length: 40 }, (_, stratum) =>
    Array.from({ length: 50 }, () => ({
      stratum,
      isCounted: random.next() < 0.3,
      isHit: random.next() < 0.1 + stratum / 80,
    })),
  );
  const counted = strata.flat().filter(({ isCounted }) => isCounted);
  const truth = counted.filter(({ isHit }) => isHit).length / counted.length;
  const rounds = 500;
  let held = 0;
  for (let round = 0; round < rounds; round += 1) {
    const sample = strata.flatMap((members) => shuffled(members, random).slice(0, 3));
    const share = stratifiedShare(
      sample,
      strata.map(({ length }) => length),
    )!;
    if (share.low <= truth && truth <= share.high) held += 1;
  }
  assert.ok(held / rounds > 0.93 && held / rounds < 0.99, `held in ${held} of ${rounds}`);
});
