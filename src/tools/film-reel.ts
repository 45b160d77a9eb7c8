// Video frames out of a stream of binary PPM pictures, in bounded memory: chunks in, one film out. Pure.
import type { VideoFrames } from '../dataset/clip-view.ts';

/** `P6 <width> <height> 255`, with a line end after each part. */
const PPM_HEADER = /^P6\s+(\d+)\s+(\d+)\s+255\s/;
const LONGEST_HEADER_BYTES = 64;

interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
  filledBytes: number;
}

export interface FilmReel {
  take(chunk: Buffer): void;
  /** @param videoFps rate of the stream; that of the film is lower where not every video frame was kept */
  film(videoFps: number): VideoFrames | undefined;
}

/**
 * Keeps every video frame while they fit into `mostBytes`, then every second, then every fourth: of a long clip too the whole length
 * can be seen. A picture of another size than the first (a stream that changes its resolution) is shown as the one before it.
 */
export function filmReel(mostBytes: number): FilmReel {
  let header = Buffer.alloc(0);
  let current: Picture | undefined;
  let kept: Uint8Array[] = [];
  let first: Picture | undefined;
  let every = 1;
  let seen = 0;

  const keep = (picture: Picture): void => {
    first ??= picture;
    const isAlike = picture.widthPx === first.widthPx && picture.heightPx === first.heightPx;
    if (seen % every === 0) kept.push(isAlike ? picture.rgb : kept.at(-1)!);
    seen += 1;
    if (kept.length * first.rgb.length <= mostBytes) return;
    kept = kept.filter((_, position) => position % 2 === 0);
    every *= 2;
  };
  /** Returns what of the chunk follows the header; the start of a header is kept until the rest has come. */
  const openPicture = (chunk: Buffer): Buffer => {
    const bytes = Buffer.concat([header, chunk]);
    const match = PPM_HEADER.exec(bytes.toString('latin1', 0, LONGEST_HEADER_BYTES));
    if (match === null) {
      header = bytes.subarray(0, LONGEST_HEADER_BYTES);
      return Buffer.alloc(0);
    }
    header = Buffer.alloc(0);
    const [widthPx, heightPx] = [Number(match[1]), Number(match[2])];
    current = { widthPx, heightPx, rgb: new Uint8Array(widthPx * heightPx * 3), filledBytes: 0 };
    return bytes.subarray(match[0].length);
  };

  return {
    take(chunk) {
      let rest = chunk;
      while (rest.length > 0) {
        if (current === undefined) rest = openPicture(rest);
        if (current === undefined) return;
        const part = rest.subarray(0, current.rgb.length - current.filledBytes);
        current.rgb.set(part, current.filledBytes);
        current.filledBytes += part.length;
        rest = rest.subarray(part.length);
        if (current.filledBytes < current.rgb.length) return;
        keep(current);
        current = undefined;
      }
    },
    film(videoFps) {
      if (first === undefined) return undefined;
      const frameBytes = first.rgb.length;
      const rgb = new Uint8Array(kept.length * frameBytes);
      kept.forEach((picture, position) => {
        rgb.set(picture, position * frameBytes);
      });
      const { widthPx, heightPx } = first;
      return { widthPx, heightPx, count: kept.length, videoFps: videoFps / every, rgb };
    },
  };
}
