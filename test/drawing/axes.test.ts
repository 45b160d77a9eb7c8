import assert from 'node:assert/strict';
import { test } from 'node:test';
import { niceAxis, placeOn } from '../../src/drawing/axes.ts';

test('ticks are round numbers that hold the range, however large or small', () => {
  assert.deepEqual(niceAxis(0, 1).ticks, [0, 0.5, 1]);
  assert.deepEqual(niceAxis(0.12, 0.61, 4).ticks, [0, 0.2, 0.4, 0.6, 0.8]);
  assert.deepEqual(niceAxis(-0.03, 0.07, 4).ticks, [-0.05, 0, 0.05, 0.1]);
  assert.deepEqual(niceAxis(1, 20, 4).ticks, [0, 10, 20]);
  assert.deepEqual(niceAxis(3e-7, 9e-7, 4).ticks, [2e-7, 4e-7, 6e-7, 8e-7, 1e-6]);
});

test('numbers that are all the same still have an axis', () => {
  for (const value of [0, 5, -2]) {
    const axis = niceAxis(value, value);
    assert.ok(axis.low <= value && value <= axis.high && axis.low < axis.high, String(value));
  }
});

test('a value has its place between the ends', () => {
  const axis = niceAxis(0, 2);
  assert.equal(placeOn(axis, axis.low), 0);
  assert.equal(placeOn(axis, axis.high), 1);
  assert.equal(placeOn(axis, (axis.low + axis.high) / 2), 0.5);
});
