// Video frames side by side, each at its own time: one picture as wide as the time axis. Pure.
import type { VideoFrames } from '../../dataset/clip-view.ts';
import { blackPicture, drawScaled, frameAt, type Picture } from '../../drawing/picture.ts';
import type { Box } from './cell-grid.ts';
import type { PixelsPerCell } from './cell-picture.ts';
import { secondsAt, type TimeWindow } from './time-window.ts';

export interface StripShape {
  readonly box: Box;
  /** Height of a cell by its width: about 2. */
  readonly cellAspect: number;
  /** Of the picture that is made. */
  readonly pixelsPerCell: PixelsPerCell;
}

/** Width of one thumbnail in cells. */
function thumbnailColumns(film: VideoFrames, { box, cellAspect }: Pick<StripShape, 'box' | 'cellAspect'>): number {
  return Math.max(2, Math.round((box.rows * cellAspect * film.widthPx) / film.heightPx));
}

/** The left edge of a thumbnail stands at the moment that it shows; the last one is cut rather than shrunk. Beyond the film it is black. */
export function stripPicture(film: VideoFrames, window: TimeWindow, shape: StripShape): Picture {
  const { box, pixelsPerCell } = shape;
  const strip = blackPicture(box.columns * pixelsPerCell.across, box.rows * pixelsPerCell.down);
  const columns = thumbnailColumns(film, shape);
  const filmSeconds = film.count / film.videoFps;
  for (let column = 0; column < box.columns; column += columns) {
    const seconds = secondsAt(column, window, box.columns);
    if (seconds < 0 || seconds >= filmSeconds) continue;
    drawScaled(frameAt(film, seconds), strip, {
      leftPx: column * pixelsPerCell.across,
      widthPx: columns * pixelsPerCell.across,
      heightPx: strip.heightPx,
    });
  }
  return strip;
}
