// A picture in RGB, and its resampling. Pure.
import type { VideoFrames } from '../dataset/clip-view.ts';

export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** `[heightPx, widthPx, 3]` */
  readonly rgb: Uint8Array;
}

export function blackPicture(widthPx: number, heightPx: number): Picture {
  return { widthPx, heightPx, rgb: new Uint8Array(widthPx * heightPx * 3) };
}

/** The video frame that is shown at a moment; before the first and after the last, those. A view, not a copy. */
export function frameAt(film: VideoFrames, seconds: number): Picture {
  const position = Math.min(film.count - 1, Math.max(0, Math.floor(seconds * film.videoFps + 1e-6)));
  const sizeBytes = film.widthPx * film.heightPx * 3;
  const rgb = film.rgb.subarray(position * sizeBytes, (position + 1) * sizeBytes);
  return { widthPx: film.widthPx, heightPx: film.heightPx, rgb };
}

/** The columns of pixels from `leftPx` on. */
export function cropped({ widthPx, heightPx, rgb }: Picture, leftPx: number, croppedWidthPx: number): Picture {
  const target = blackPicture(croppedWidthPx, heightPx);
  for (let row = 0; row < heightPx; row += 1) {
    const from = (row * widthPx + leftPx) * 3;
    target.rgb.set(rgb.subarray(from, from + croppedWidthPx * 3), row * croppedWidthPx * 3);
  }
  return target;
}

export function resized(source: Picture, widthPx: number, heightPx: number): Picture {
  if (widthPx === source.widthPx && heightPx === source.heightPx) return source;
  const target = blackPicture(widthPx, heightPx);
  drawScaled(source, target, { leftPx: 0, widthPx, heightPx });
  return target;
}

/**
 * Draws the source, scaled to a size, into the target's top rows from a column on; what lies beyond the right edge is cut. Each pixel is the
 * mean of the source pixels that it covers, or the one that it lies in.
 */
export function drawScaled(
  source: Picture,
  target: Picture,
  place: { readonly leftPx: number; readonly widthPx: number; readonly heightPx: number },
): void {
  const width = Math.min(place.widthPx, target.widthPx - place.leftPx);
  const [fromX, toX] = spans(source.widthPx, place.widthPx);
  const [fromY, toY] = spans(source.heightPx, place.heightPx);
  for (let y = 0; y < place.heightPx; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = fromY[y]!; row < toY[y]!; row += 1) {
        let at = (row * source.widthPx + fromX[x]!) * 3;
        for (let column = fromX[x]!; column < toX[x]!; column += 1) {
          red += source.rgb[at]!;
          green += source.rgb[at + 1]!;
          blue += source.rgb[at + 2]!;
          at += 3;
        }
      }
      const count = (toY[y]! - fromY[y]!) * (toX[x]! - fromX[x]!);
      const to = (y * target.widthPx + place.leftPx + x) * 3;
      target.rgb[to] = red / count + 0.5;
      target.rgb[to + 1] = green / count + 0.5;
      target.rgb[to + 2] = blue / count + 0.5;
    }
  }
}

/** For each of `count` target pixels the source pixels that it covers, at least one: from (included), to (not). */
function spans(sourceCount: number, count: number): readonly [Int32Array, Int32Array] {
  const from = Int32Array.from({ length: count }, (_, position) => Math.floor((position * sourceCount) / count));
  const to = from.map((first, position) => Math.max(first + 1, Math.floor(((position + 1) * sourceCount) / count)));
  return [from, to];
}
