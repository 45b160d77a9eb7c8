// Share of time without change of picture, and share of black, from tiny grey thumbnails. Pure.

/** Side of a thumbnail, pixels: each stands for the mean of 1/32 of the picture's width and height. */
export const THUMBNAIL_SIDE_PX = 32;
export const THUMBNAIL_BYTES = THUMBNAIL_SIDE_PX ** 2;

/** Mean absolute difference, levels of 255, below which two thumbnails show the same: a still re-encoded by x264 stays under 0.2 (measured). */
const SAME_BELOW_LEVELS = 0.3;
/** The picture must rest this long to count: film at 24/s rests 0.04 s between any two video frames. */
const SHORTEST_REST_SECONDS = 0.5;
/** Luma at or below which a pixel is black: 10 % above video black (16), as ffmpeg's blackdetect. */
const BLACK_UP_TO_LUMA = 38;
/** A video frame is black when this share of it is, as ffmpeg's blackdetect. */
const BLACK_PIXEL_RATIO = 0.98;

export interface PictureChange {
  readonly staticRatio: number;
  readonly blackRatio: number;
}

function meanDifference(thumbnails: Uint8Array, first: number, second: number): number {
  let sum = 0;
  const a = first * THUMBNAIL_BYTES;
  const b = second * THUMBNAIL_BYTES;
  for (let pixel = 0; pixel < THUMBNAIL_BYTES; pixel += 1) {
    sum += Math.abs((thumbnails[a + pixel] as number) - (thumbnails[b + pixel] as number));
  }
  return sum / THUMBNAIL_BYTES;
}

function isBlack(thumbnails: Uint8Array, position: number): boolean {
  let blackPixels = 0;
  const end = (position + 1) * THUMBNAIL_BYTES;
  for (let pixel = position * THUMBNAIL_BYTES; pixel < end; pixel += 1) {
    if ((thumbnails[pixel] as number) <= BLACK_UP_TO_LUMA) blackPixels += 1;
  }
  return blackPixels >= BLACK_PIXEL_RATIO * THUMBNAIL_BYTES;
}

/**
 * Each thumbnail is compared with the one that began the current rest, so that a slow drift counts as change.
 * @param thumbnails `[videoFrames, side, side]`, one byte of luma each
 * @param startSeconds when each is shown, ascending, one more than there are thumbnails: the last is the end
 */
export function measurePictureChange(thumbnails: Uint8Array, startSeconds: readonly number[]): PictureChange {
  const videoFrames = Math.min(startSeconds.length - 1, Math.floor(thumbnails.length / THUMBNAIL_BYTES));
  if (videoFrames < 1) return { staticRatio: 0, blackRatio: 0 };
  const timeAt = (position: number): number => startSeconds[position] as number;
  let restBegin = 0;
  let restSeconds = 0;
  let blackSeconds = 0;
  for (let position = 0; position < videoFrames; position += 1) {
    if (isBlack(thumbnails, position)) blackSeconds += timeAt(position + 1) - timeAt(position);
    const next = position + 1;
    if (next < videoFrames && meanDifference(thumbnails, restBegin, next) < SAME_BELOW_LEVELS) continue;
    const rested = timeAt(next) - timeAt(restBegin);
    if (rested >= SHORTEST_REST_SECONDS) restSeconds += rested;
    restBegin = next;
  }
  const wholeSeconds = timeAt(videoFrames) - timeAt(0);
  if (wholeSeconds <= 0) return { staticRatio: 0, blackRatio: 0 };
  return { staticRatio: restSeconds / wholeSeconds, blackRatio: blackSeconds / wholeSeconds };
}
