// A picture at its place on the screen, by the means that the terminal has. Pure.
import type { VideoFrames } from '../../dataset/clip-view.ts';
import { cropped, frameAt, type Picture, resized } from '../../drawing/picture.ts';
import type { Region, RegionContent } from '../screen-writer.ts';
import type { Box } from './cell-grid.ts';
import { type Mosaic, mosaicGrid, type PixelsPerCell, pixelsPerCell } from './cell-picture.ts';
import type { ColourDepth } from './colour.ts';
import { stripPicture } from './film-strip.ts';
import type { Graphics, GraphicsMode } from './graphics-mode.ts';
import { gridRegion } from './grid-region.ts';
import { iterm2Text } from './iterm2.ts';
import { kittyDirect, kittyPlaceholders, type Payload } from './kitty.ts';
import { sixelText } from './sixel.ts';
import { drawPlayhead } from './time-ruler.ts';
import { columnAt, type TimeWindow } from './time-window.ts';

export interface PicturePlace extends Box {
  readonly row: number;
  readonly column: number;
  /** 1, 2, ..: another one for each picture on the screen. */
  readonly pictureId: number;
}

export interface PictureMeans {
  readonly mode: GraphicsMode;
  readonly graphics: Pick<Graphics, 'drawing' | 'cellPx' | 'isInTmux'>;
}

const WIDEST_SIXEL_PX = 1000;
const SAVE_CURSOR = '\x1b7';
const RESTORE_CURSOR = '\x1b8';
/** Pixels of a cell's height beyond which a terminal that scales by itself is sent no more: six times what cells show. */
const ENOUGH_PX = 12;
/** kitty's ids belong to the whole window: other programs begin at 1. */
const FIRST_IMAGE_ID = 0x6b7300;
/** Height of a cell by its width where the terminal does not say. */
const USUAL_ASPECT = 2;

/** Thumbnails along the time axis, with the playhead where they are cells; pixels stay as they are while it moves. */
export function stripRegion(
  film: VideoFrames,
  window: TimeWindow,
  playheadSeconds: number | undefined,
  place: PicturePlace,
  means: PictureMeans,
  key: string,
): Region {
  const shape = { box: place, cellAspect: cellAspect(means), pixelsPerCell: pixelsFor(means) };
  const make = (): Picture => stripPicture(film, window, shape);
  const mosaic = mosaicOf(means.mode);
  if (mosaic === undefined || playheadSeconds === undefined) return pictureRegion(make, place, means, key);
  const playhead = columnAt(playheadSeconds, window, place.columns);
  return gridRegion(place, `${means.mode} ${key} at ${playhead}`, mosaic.depth, () => {
    const grid = mosaicGrid(make(), place, mosaic.name);
    drawPlayhead(grid, playheadSeconds, window, means.graphics.drawing);
    return grid;
  });
}

/** One video frame, as large as fits into the place with its shape kept, at the place's top left. */
export function frameRegion(
  film: VideoFrames,
  seconds: number,
  place: PicturePlace,
  means: PictureMeans,
  key: string,
): Region {
  const aspect = (cellAspect(means) * film.widthPx) / film.heightPx;
  const columns = Math.max(1, Math.min(place.columns, Math.round(place.rows * aspect)));
  const rows = Math.max(1, Math.min(place.rows, Math.round(columns / aspect)));
  return pictureRegion(() => frameAt(film, seconds), { ...place, columns, rows }, means, key);
}

function pictureRegion(make: () => Picture, place: PicturePlace, means: PictureMeans, key: string): Region {
  const { row, column, columns, rows } = place;
  const mosaic = mosaicOf(means.mode);
  const wholeKey = `${means.mode} ${key}`;
  if (mosaic !== undefined) {
    return gridRegion(place, wholeKey, mosaic.depth, () => mosaicGrid(make(), place, mosaic.name));
  }
  return { row, column, columns, rows, key: wholeKey, content: payloadContent(() => payloadOf(make(), place, means)) };
}

function payloadContent(makePayload: () => Payload): RegionContent {
  let made: Payload | undefined;
  const payload = (): Payload => {
    made ??= makePayload();
    return made;
  };
  return {
    kind: 'payload',
    get text() {
      return payload().text;
    },
    get erase() {
      return payload().erase;
    },
  };
}

/** Six bits a channel: nobody sees the difference, and a PNG of video frames gets a third shorter. */
function withoutNoise(picture: Picture): Picture {
  return { ...picture, rgb: picture.rgb.map((channel) => channel & 0xfc) };
}

function payloadOf(picture: Picture, place: PicturePlace, means: PictureMeans): Payload {
  const kittyPlace = { box: place, imageId: FIRST_IMAGE_ID + place.pictureId, isInTmux: means.graphics.isInTmux };
  switch (means.mode) {
    case 'kitty':
      return kittyDirect(withoutNoise(picture), kittyPlace);
    case 'kitty-placeholders':
      return kittyPlaceholders(withoutNoise(picture), kittyPlace);
    case 'iterm2':
      return { text: iterm2Text(withoutNoise(picture), place), erase: '' };
    default:
      return { text: sixelTiles(picture, place, pixelsFor(means)), erase: '' };
  }
}

/** Side by side: xterm cuts a sixel picture at 1000 pixels. Each begins where the cursor was, moved by the columns before it. */
function sixelTiles(picture: Picture, { columns, rows }: Box, pixels: PixelsPerCell): string {
  const whole = resized(picture, columns * pixels.across, rows * pixels.down);
  const tileColumns = Math.floor(WIDEST_SIXEL_PX / pixels.across);
  let text = '';
  for (let column = 0; column < columns; column += tileColumns) {
    const widthPx = Math.min(tileColumns, columns - column) * pixels.across;
    const tile = sixelText(cropped(whole, column * pixels.across, widthPx));
    text += column === 0 ? `${SAVE_CURSOR}${tile}` : `${RESTORE_CURSOR}\x1b[${column}C${tile}`;
  }
  return text;
}

/** Undefined: the terminal draws pixels. */
function mosaicOf(mode: GraphicsMode): { readonly name: Mosaic; readonly depth: ColourDepth } | undefined {
  switch (mode) {
    case 'ascii':
      return { name: 'ascii', depth: 'none' };
    case 'half-blocks-256':
      return { name: 'half-blocks', depth: '256' };
    case 'half-blocks':
    case 'quadrants':
    case 'sextants':
      return { name: mode, depth: 'truecolour' };
    default:
      return undefined;
  }
}

function pixelsFor(means: PictureMeans): PixelsPerCell {
  const mosaic = mosaicOf(means.mode);
  if (mosaic !== undefined) return pixelsPerCell(mosaic.name);
  const { width, height } = means.graphics.cellPx;
  // Sixels are drawn pixel by pixel, the others are scaled into their box.
  const scale = means.mode === 'sixel' ? 1 : Math.min(1, ENOUGH_PX / height);
  return { across: Math.max(1, Math.round(width * scale)), down: Math.max(1, Math.round(height * scale)) };
}

function cellAspect({ mode, graphics }: PictureMeans): number {
  return mosaicOf(mode) === undefined ? graphics.cellPx.height / graphics.cellPx.width : USUAL_ASPECT;
}
