import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measurePictureChange, THUMBNAIL_BYTES } from '../../src/signal/picture-change.ts';

/** One flat thumbnail for each luma, at 10 video frames a second. */
function measure(lumas: readonly number[]) {
  const thumbnails = new Uint8Array(lumas.length * THUMBNAIL_BYTES);
  lumas.forEach((luma, position) => {
    thumbnails.fill(luma, position * THUMBNAIL_BYTES, (position + 1) * THUMBNAIL_BYTES);
  });
  const times = Array.from({ length: lumas.length + 1 }, (_, position) => position / 10);
  return measurePictureChange(thumbnails, times);
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

test('a still is static for all of its time', () => {
  near(measure(Array(20).fill(100)).staticRatio, 1);
});

test('a picture that changes with each video frame never rests', () => {
  near(measure(Array.from({ length: 20 }, (_, position) => position * 5)).staticRatio, 0);
});

test('half still, half moving is static for half of the time', () => {
  const lumas = Array.from({ length: 20 }, (_, position) => (position < 10 ? 100 : 100 + position));
  near(measure(lumas).staticRatio, 0.5);
});

test('rests shorter than half a second do not count: 4 of 10 a second', () => {
  const lumas = Array.from({ length: 20 }, (_, position) => Math.floor(position / 4) * 10);
  near(measure(lumas).staticRatio, 0);
});

test('a slide show of two pictures is static throughout', () => {
  near(measure([...Array(10).fill(50), ...Array(10).fill(200)]).staticRatio, 1);
});

test('black is counted by time, and dark grey is not black', () => {
  near(measure([...Array(5).fill(16), ...Array(15).fill(60)]).blackRatio, 0.25);
});

test('nothing at all is neither static nor black', () => {
  assert.deepEqual(measurePictureChange(new Uint8Array(0), []), { staticRatio: 0, blackRatio: 0 });
});

test('a slow drift counts as change, since the comparison is with the beginning of the rest', () => {
  // A quarter of the pixels rises by one level each video frame: 0.25 levels a step, below the limit; 0.5 after two.
  const thumbnails = new Uint8Array(20 * THUMBNAIL_BYTES).fill(100);
  for (let position = 0; position < 20; position += 1) {
    thumbnails.fill(100 + position, position * THUMBNAIL_BYTES, position * THUMBNAIL_BYTES + THUMBNAIL_BYTES / 4);
  }
  const times = Array.from({ length: 21 }, (_, position) => position / 10);
  near(measurePictureChange(thumbnails, times).staticRatio, 0);
});
