import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  frameStep,
  onsetBeyond,
  playingRange,
  wholeClip,
  withCursor,
  withLoop,
  zoomBy,
} from '../../../src/ui/curate/time-view.ts';

const at = (seconds: number) => withCursor(wholeClip(10), seconds);

test('the cursor stays within the clip', () => {
  assert.equal(at(-1).cursorSeconds, 0);
  assert.equal(at(11).cursorSeconds, 10);
});

test('zooming ends at a sixty-fourth of the clip, and out at the whole', () => {
  let view = at(5);
  for (let step = 0; step < 10; step += 1) view = zoomBy(view, 2);
  assert.equal(view.shown.endSeconds - view.shown.startSeconds, 10 / 64);
  for (let step = 0; step < 10; step += 1) view = zoomBy(view, 0.5);
  assert.deepEqual(view.shown, { startSeconds: 0, endSeconds: 10 });
});

test('a clip without length can be zoomed without harm', () => {
  assert.deepEqual(zoomBy(wholeClip(0), 2).shown, { startSeconds: 0, endSeconds: 0 });
});

test('steps of video frames land on their starts and end at the last one', () => {
  assert.equal(frameStep(at(0.41), 10, 1), 0.5);
  assert.equal(frameStep(at(0.3), 10, -1), 0.2);
  assert.equal(frameStep(at(0), 10, -1), 0);
  assert.equal(frameStep(at(10), 10, 1), 9.9);
});

test('thirds of a second do not lose a frame to rounding', () => {
  let view = at(0);
  for (let step = 0; step < 299; step += 1) view = withCursor(view, frameStep(view, 30, 1));
  assert.equal(view.cursorSeconds, 299 / 30);
});

test('onsets are those beyond the cursor', () => {
  assert.equal(onsetBeyond(at(2), [1, 2, 3], 1), 3);
  assert.equal(onsetBeyond(at(2), [1, 2, 3], -1), 1);
  assert.equal(onsetBeyond(at(3), [1, 2, 3], 1), undefined);
});

test('a sound plays to the end of its loop, from its start where the cursor lies outside', () => {
  const loop = withLoop(withCursor(withLoop(at(2), 'startSeconds'), 4), 'endSeconds');
  assert.deepEqual(playingRange(loop, 3), { fromSeconds: 3, toSeconds: 4, isLooping: true });
  assert.deepEqual(playingRange(loop, 6), { fromSeconds: 2, toSeconds: 4, isLooping: true });
  assert.deepEqual(playingRange(at(0), 10), { fromSeconds: 0, toSeconds: 10, isLooping: false });
});
