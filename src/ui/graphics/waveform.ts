// The envelope of a clip's sound as a waveform about the middle of its box. Pure.
import type { SoundView } from '../../dataset/clip-view.ts';
import { brailleGlyph, DOTS_ACROSS, DOTS_DOWN, dotCanvas, drawColumn } from './braille.ts';
import { type Box, blankGrid, type CellGrid, type DrawingTraits } from './cell-grid.ts';
import type { Colour } from './colour.ts';
import { stepsInParts, type TimeWindow } from './time-window.ts';

/** Sounds below this, of full scale 1, are not drawn larger than they are. */
const SMALLEST_SCALE = 0.05;
const WAVE_COLOUR: Colour = 0x00afaf;

export type Envelope = Pick<SoundView, 'envelope' | 'envelopeStepsPerSecond'>;

/** Scaled to the highest sample of the whole clip, so that zooming does not change its height. */
export function waveformGrid(sound: Envelope, box: Box, window: TimeWindow, { isUnicode }: DrawingTraits): CellGrid {
  const across = isUnicode ? DOTS_ACROSS : 1;
  const down = isUnicode ? DOTS_DOWN : 1;
  const extents = extentsOf(sound, box.columns * across, box.rows * down, window);
  const grid = blankGrid(box);
  grid.foregrounds.fill(WAVE_COLOUR);
  if (isUnicode) {
    const canvas = dotCanvas(box);
    extents.forEach((extent, x) => {
      if (extent !== undefined) drawColumn(canvas, x, extent.top, extent.bottom);
    });
    canvas.bits.forEach((bits, cell) => {
      grid.glyphs[cell] = brailleGlyph(bits);
    });
    return grid;
  }
  extents.forEach((extent, column) => {
    for (let row = extent?.top ?? 0; row <= (extent?.bottom ?? -1); row += 1) {
      grid.glyphs[row * box.columns + column] = extent?.isFlat ? '-' : '#';
    }
  });
  return grid;
}

interface Extent {
  readonly top: number;
  readonly bottom: number;
  /** Less than a pixel: drawn as the middle line. */
  readonly isFlat: boolean;
}

/** Highest and lowest pixel of the wave in each of `width` parts; undefined where the clip has no sound. */
function extentsOf(
  { envelope, envelopeStepsPerSecond }: Envelope,
  width: number,
  height: number,
  window: TimeWindow,
): (Extent | undefined)[] {
  const count = envelope.length / 2;
  const scale = envelope.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), SMALLEST_SCALE);
  const { from, to } = stepsInParts(window, width, envelopeStepsPerSecond);
  const edgeOf = (sample: number): number => Math.round(((1 - sample / scale) / 2) * height);
  const middle = Math.floor(height / 2);
  return Array.from({ length: width }, (_, part) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let step = Math.max(0, from[part]!); step < Math.min(count, to[part]!); step += 1) {
      low = Math.min(low, envelope[step * 2]!);
      high = Math.max(high, envelope[step * 2 + 1]!);
    }
    if (low > high) return undefined;
    const [top, bottom] = [edgeOf(high), edgeOf(low) - 1];
    return bottom < top ? { top: middle, bottom: middle, isFlat: true } : { top, bottom, isFlat: false };
  });
}
