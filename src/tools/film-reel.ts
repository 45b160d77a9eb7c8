// Video frames out of a stream of binary PPM pictures, in bounded memory: chunks in, one film out.
import type { VideoFrames } from '../dataset/clip-view.ts';

/** `P6 <width> <height> 255`, with a line end after each part. */
const PPM_HEADER = /^P6\s+(\d+)\s+(\d+)\s+255\s/;
const LONGEST_HEADER_BYTES = 64;
/** 10 s at 30 a second: most clips need no more. */
const FIRST_CAPACITY = 301;

export interface FilmReel {
  take(chunk: Buffer): void;
  /** @param videoFps rate of the stream; that of the film is lower where not every video frame was kept */
  film(videoFps: number): VideoFrames | undefined;
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bytes: number;
}

/**
 * Keeps every video frame while they fit into `mostBytes`, then every second, then every fourth: of a long clip too the whole length
 * can be seen. A picture of another size than the first (a stream that changes its resolution) is shown as the one before it.
 */
export function filmReel(mostBytes: number): FilmReel {
  let headerStart = Buffer.alloc(0);
  /** Of the first picture, and so of the film. */
  let size: Size | undefined;
  let frames = new Uint8Array(0);
  let count = 0;
  let seen = 0;
  let every = 1;
  let current: Size | undefined;
  let filledBytes = 0;

  /** Returns what of the chunk follows the header; the start of a header is kept until the rest has come. */
  const openPicture = (chunk: Buffer): Buffer => {
    const bytes = headerStart.length === 0 ? chunk : Buffer.concat([headerStart, chunk]);
    const match = PPM_HEADER.exec(bytes.toString('latin1', 0, LONGEST_HEADER_BYTES));
    headerStart = match === null ? Buffer.from(bytes.subarray(0, LONGEST_HEADER_BYTES)) : Buffer.alloc(0);
    if (match === null) return Buffer.alloc(0);
    const [widthPx, heightPx] = [Number(match[1]), Number(match[2])];
    current = { widthPx, heightPx, bytes: widthPx * heightPx * 3 };
    size ??= current;
    filledBytes = 0;
    makeRoom(size.bytes);
    return bytes.subarray(match[0].length);
  };
  const makeRoom = (frameBytes: number): void => {
    if ((count + 1) * frameBytes <= frames.length) return;
    const larger = new Uint8Array(count === 0 ? FIRST_CAPACITY * frameBytes : 2 * frames.length);
    larger.set(frames);
    frames = larger;
  };
  const closePicture = ({ bytes }: Size, isAlike: boolean): void => {
    const isKept = seen % every === 0;
    seen += 1;
    if (!isKept) return;
    if (!isAlike) frames.copyWithin(count * bytes, (count - 1) * bytes, count * bytes);
    count += 1;
    if (count * bytes <= mostBytes) return;
    count = Math.ceil(count / 2);
    every *= 2;
    for (let at = 1; at < count; at += 1) frames.copyWithin(at * bytes, 2 * at * bytes, (2 * at + 1) * bytes);
  };

  return {
    take(chunk) {
      let rest = chunk;
      while (rest.length > 0) {
        if (current === undefined) rest = openPicture(rest);
        if (current === undefined || size === undefined) return;
        const isAlike = current.widthPx === size.widthPx && current.heightPx === size.heightPx;
        const part = rest.subarray(0, current.bytes - filledBytes);
        if (isAlike) frames.set(part, count * size.bytes + filledBytes);
        filledBytes += part.length;
        rest = rest.subarray(part.length);
        if (filledBytes < current.bytes) return;
        current = undefined;
        closePicture(size, isAlike);
      }
    },
    film(videoFps) {
      if (size === undefined || count === 0) return undefined;
      const { widthPx, heightPx, bytes } = size;
      return { widthPx, heightPx, count, videoFps: videoFps / every, rgb: frames.slice(0, count * bytes) };
    },
  };
}
