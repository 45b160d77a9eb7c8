import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import {
  crossedBootstrap,
  crossedDifference,
  crossedShare,
  meanOfClips,
} from '../../src/statistics/crossed-bootstrap.ts';

const SETTINGS = { seed: 3 };

function names(count: number): string[] {
  return Array.from({ length: count }, (_, clip) => `video-${clip}`);
}

/** Models that are right on a clip with some probability. */
function answers(models: number, clips: number, right: (model: number) => number, seed = 5): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: models }, (_, model) =>
    Array.from({ length: clips }, () => (random.next() < right(model) ? 1 : 0)),
  );
}

test('the value is the mean over models and clips, the interval about as wide as arithmetic says', () => {
  const values = answers(1, 400, () => 0.5);
  const { value, interval } = crossedBootstrap(values, names(400), meanOfClips, SETTINGS)!;
  assert.equal(value, values[0]!.reduce((sum, one) => sum + one, 0) / 400);
  // 1.96 sqrt(0.25 / 400) = 0.049 on each side.
  assert.ok(Math.abs((interval!.high - interval!.low) / 2 - 0.049) < 0.008, JSON.stringify(interval));
});

test('models that differ widen the interval', () => {
  const width = (right: (model: number) => number): number => {
    const { interval } = crossedBootstrap(answers(4, 300, right), names(300), meanOfClips, SETTINGS)!;
    return interval!.high - interval!.low;
  };
  assert.ok(width((model) => 0.3 + 0.15 * model) > 2 * width(() => 0.5));
});

test('clips of one video count once', () => {
  const videos = Array.from({ length: 60 }, (_, clip) => `video-${Math.floor(clip / 15)}`);
  const values = [Array.from({ length: 60 }, (_, clip) => Math.floor(clip / 15) % 2)];
  const { interval } = crossedBootstrap(values, videos, meanOfClips, SETTINGS)!;
  assert.ok(interval!.high - interval!.low >= 0.75, JSON.stringify(interval));
});

test('a difference on the same clips is narrower than two numbers of their own', () => {
  const first = answers(1, 200, () => 0.5);
  // Right on every tenth clip, and like the first elsewhere. Two independent numbers would be 4 * sqrt(2 * 0.25 / 200) = 0.2 apart.
  const second = first.map((values) => values.map((value, clip) => (clip % 10 === 0 ? 1 : value)));
  const { value, interval } = crossedDifference(second, first, names(200), meanOfClips, SETTINGS)!;
  const gained = first[0]!.filter((right, clip) => clip % 10 === 0 && right === 0).length;
  assert.ok(Math.abs(value - gained / 200) < 1e-12);
  assert.ok(interval!.low > 0 && interval!.high < 0.14, JSON.stringify(interval));
});

test('any statistic can be asked for, and the same seed gives the same interval', () => {
  const highest = (values: ArrayLike<number>, clips: readonly number[]) =>
    Math.max(...clips.map((clip) => values[clip]!));
  const ask = () =>
    crossedBootstrap(
      [
        [1, 5, 2],
        [3, 3, 4],
      ],
      names(3),
      highest,
      SETTINGS,
    )!;
  assert.equal(ask().value, (5 + 4) / 2);
  assert.deepEqual(ask(), ask());
});

test('where every model is right about every clip, the doubt is that of as many trials as videos', () => {
  const { value, interval } = crossedShare([Array(10).fill(1), Array(10).fill(1)], names(10), meanOfClips, SETTINGS)!;
  assert.equal(value, 1);
  // Wilson: 1 / (1 + 1.96^2 / 10).
  assert.ok(Math.abs(interval!.low - 0.7225) < 1e-3 && interval!.high > 0.9999, JSON.stringify(interval));
});

test('two videos tell of no others, and what cannot be taken has no value', () => {
  assert.equal(crossedBootstrap([[0, 1]], names(2), meanOfClips, SETTINGS)!.interval, undefined);
  assert.equal(crossedBootstrap([[]], [], meanOfClips, SETTINGS), undefined);
});
