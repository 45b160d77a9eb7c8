import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  advance,
  countOpen,
  currentOf,
  markOf,
  moveBy,
  openQueue,
  type Queue,
  refreshQueue,
  reorderQueue,
  showClip,
  withMarks,
} from '../../../src/ui/curate/queue.ts';

const fresh = (...positions: number[]): Queue => openQueue(Uint32Array.from(positions), () => undefined);
const said = (queue: Queue, position: number): Queue => withMarks(queue, [position], ['keep']);

test('a queue opens at the first clip that nobody has judged', () => {
  const queue = openQueue(Uint32Array.of(7, 3, 9), (position) => (position === 7 ? 'ask' : undefined));
  assert.equal(currentOf(queue), 3);
  assert.equal(countOpen(queue), 2);
  assert.equal(markOf(queue, 7), 'ask');
});

test('a verdict leads to the next open clip, over those already judged', () => {
  const queue = said(said(fresh(7, 3, 9), 3), 7);
  assert.equal(currentOf(advance(queue)), 9);
});

test('at the end it goes back to the last open clip, not to the first', () => {
  const queue = said(moveBy(fresh(1, 2, 3, 4), 3), 4);
  assert.equal(currentOf(advance(queue)), 3);
});

test('when all are judged the last one stays', () => {
  const queue = said(fresh(5), 5);
  assert.equal(currentOf(advance(queue)), 5);
  assert.equal(countOpen(queue), 0);
});

test('moves end at the ends', () => {
  assert.equal(currentOf(moveBy(fresh(1, 2), 5)), 2);
  assert.equal(currentOf(moveBy(fresh(1, 2), -5)), 1);
  assert.equal(currentOf(moveBy(fresh(), 1)), undefined);
});

test('clips that others judged leave the queue, except the one on the screen and those judged here', () => {
  const queue = moveBy(said(fresh(10, 11, 12, 13), 10), 2);
  const after = refreshQueue(queue, Uint32Array.of(13));
  assert.deepEqual([...after.order], [10, 12, 13]);
  assert.equal(currentOf(after), 12);
  assert.equal(markOf(after, 10), 'keep');
});

test('new clips come at the end and move nobody', () => {
  const after = refreshQueue(moveBy(fresh(10, 11), 1), Uint32Array.of(9, 10, 11));
  assert.deepEqual([...after.order], [10, 11, 9]);
  assert.equal(currentOf(after), 11);
});

test('while rows are being read the order is made anew around the clip on the screen', () => {
  const after = reorderQueue(moveBy(said(fresh(10, 11), 10), 1), Uint32Array.of(9, 11));
  assert.deepEqual([...after.order], [9, 11, 10]);
  assert.equal(currentOf(after), 11);
});

test('a clip that left the queue comes back where the person is', () => {
  assert.deepEqual([...showClip(moveBy(fresh(1, 2), 1), 8).order], [1, 8, 2]);
  assert.equal(currentOf(showClip(fresh(1, 2), 2)), 2);
});
