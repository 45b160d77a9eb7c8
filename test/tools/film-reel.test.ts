import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filmReel } from '../../src/tools/film-reel.ts';

/** A picture of one colour; 10 is also a line end, so that a header is not told by its bytes alone. */
function ppm(widthPx: number, heightPx: number, value: number): Buffer {
  return Buffer.concat([Buffer.from(`P6\n${widthPx} ${heightPx}\n255\n`), Buffer.alloc(widthPx * heightPx * 3, value)]);
}

const FRAME_BYTES = 2 * 2 * 3;

function firstBytes(rgb: Uint8Array): number[] {
  return [...rgb].filter((_, at) => at % FRAME_BYTES === 0);
}

test('a film comes out whole, wherever its chunks are cut', () => {
  const stream = Buffer.concat([10, 80, 54, 32].map((value) => ppm(2, 2, value)));
  for (const size of [1, 2, 5, 11, 23, 24, 1000]) {
    const reel = filmReel(1000);
    for (let at = 0; at < stream.length; at += size) reel.take(stream.subarray(at, at + size));
    const film = reel.film(25)!;
    assert.deepEqual([film.widthPx, film.heightPx, film.count, film.videoFps], [2, 2, 4, 25]);
    assert.deepEqual(firstBytes(film.rgb), [10, 80, 54, 32]);
    assert.equal(film.rgb.length, 4 * FRAME_BYTES);
  }
});

test('a film that outgrows its bytes keeps its whole length with every second video frame, then every fourth', () => {
  const reel = filmReel(4 * FRAME_BYTES);
  for (let value = 0; value < 17; value += 1) reel.take(ppm(2, 2, value));
  const film = reel.film(30)!;
  assert.deepEqual(firstBytes(film.rgb), [0, 8, 16]);
  assert.equal(film.videoFps, 30 / 8);
});

test('a picture of another size is held by the one before it; half a picture at the end is none', () => {
  const reel = filmReel(1000);
  for (const picture of [ppm(2, 2, 1), ppm(4, 4, 2), ppm(2, 2, 3), ppm(2, 2, 4).subarray(0, 20)]) reel.take(picture);
  assert.deepEqual(firstBytes(reel.film(25)!.rgb), [1, 1, 3]);
});

test('nothing is no film', () => {
  assert.equal(filmReel(1000).film(25), undefined);
});
