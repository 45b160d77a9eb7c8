import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classNorms, relativeTo } from '../../src/correspondence/class-norms.ts';

/** `count` values evenly about the centre, the median distance from it being `spread`. */
const about = (centre: number, spread: number, count = 101): number[][] =>
  Array.from({ length: count }, (_, at) => [centre + 2 * spread * (at / (count - 1) - 0.5) * 2]);

const LABELS = [...Array(101).fill('drums'), ...Array(101).fill('keys')];
const NORMS = classNorms(LABELS, [...about(10, 2), ...about(2, 1)]);

test('the same value is low in one class and usual in another', () => {
  // The corpus weighs 4 in 105: the norms lie a little nearer to each other than the values do.
  assert.ok(Math.abs(relativeTo(NORMS, 'keys', [2])[0]!) < 0.15);
  assert.ok(relativeTo(NORMS, 'drums', [2])[0]! < -2);
});

test('a deviation is 1.48 times the median distance from the median, as for normal values', () => {
  const norms = classNorms(Array(101).fill('drums'), about(10, 2));
  assert.ok(Math.abs(relativeTo(norms, 'drums', [10 + 2 * 1.4826])[0]! - 1) < 0.05);
});

test('a few wild values move the norm of a class hardly, and count for no more than five deviations', () => {
  const rows = [...about(10, 2), ...Array.from({ length: 20 }, () => [-50])];
  const norms = classNorms(Array(121).fill('drums'), rows);
  assert.ok(Math.abs(relativeTo(norms, 'drums', [10])[0]!) < 0.4);
  assert.equal(relativeTo(norms, 'drums', [-50])[0], -5);
});

test('a class of few clips is judged mostly like the others, an unknown one entirely', () => {
  const norms = classNorms([...Array(101).fill('drums'), 'bell'], [...about(10, 2), [4]]);
  assert.ok(relativeTo(norms, 'bell', [4])[0]! < -1);
  assert.equal(relativeTo(norms, 'gong', [10.02])[0]!.toFixed(1), '0.0');
});

test('what is not known stays so; values that never change have no deviation to count in', () => {
  const norms = classNorms(
    ['a', 'a', 'a'],
    [
      [1, undefined],
      [1, undefined],
      [1, undefined],
    ],
  );
  assert.deepEqual(relativeTo(norms, 'a', [1, 3]), [0, undefined]);
  assert.deepEqual(relativeTo(norms, 'a', [undefined, undefined]), [undefined, undefined]);
  assert.deepEqual(relativeTo(classNorms([], []), 'a', [1]), [undefined]);
});
