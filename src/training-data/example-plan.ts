// Where one example is cut from a clip and how it is varied: sizes and a seed in, decisions out. Pure.
import { type SeededRandom, seededRandom } from '../signal/seeded-random.ts';
import type { ExampleShape, MediaShape } from './example-shape.ts';
import type { MediaHeader } from './media-file.ts';

/**
 * How a clip is read: varied by a seed, or the middle of one of several equal windows as it is. `noisy-sound`: the sound of such a window with
 * white noise added, and no picture.
 */
export type Reading =
  | { readonly kind: 'varied'; readonly seed: number }
  | { readonly kind: 'plain'; readonly window: number; readonly windows: number }
  | { readonly kind: 'noisy-sound'; readonly window: number; readonly windows: number; readonly snrDb: number };

interface SquareCrop {
  readonly leftPx: number;
  readonly topPx: number;
  readonly sidePx: number;
}

/** RGB values v of 0 to 255 become contrast * (gain * (saturation * v + (1 - saturation) * grey) - 128) + 128. */
export interface ColourChange {
  readonly gain: number;
  readonly contrast: number;
  readonly saturation: number;
}

/** From the first to before the second. */
export type Band = readonly [number, number];

export interface ExamplePlan {
  /** Of both sound and picture, on the grid of the film. */
  readonly startSeconds: number;
  readonly crop: SquareCrop;
  readonly isMirrored: boolean;
  readonly colour: ColourChange;
  /** Columns and mel bins of the sound's image that are blanked (SpecAugment, Park et al. 2019, arXiv 1904.08779). */
  readonly blankColumns: Band;
  readonly blankBins: Band;
}

const SAME_COLOURS: ColourChange = { gain: 1, contrast: 1, saturation: 1 };
/** Factors of gain, contrast and saturation lie within 1 -+ this (chosen). */
const COLOUR_RANGE = 0.3;
/** Most of the image's side that a blank band covers (chosen). */
const BLANK_RATIO = 1 / 6;

type MediaSize = Pick<MediaHeader, 'videoFps' | 'frameCrcs' | 'samples' | 'widthPx' | 'heightPx'>;

export function planExample(media: MediaSize, shape: ExampleShape, reading: Reading): ExamplePlan {
  const { widthPx, heightPx, videoFps } = media;
  const { melSide } = shape.media;
  const steps = startSteps(media, shape.media);
  if (reading.kind !== 'varied') {
    const step = Math.round(((reading.window + 0.5) / reading.windows) * (steps - 1));
    const crop = {
      leftPx: Math.floor((widthPx - shape.sidePx) / 2),
      topPx: Math.floor((heightPx - shape.sidePx) / 2),
      sidePx: shape.sidePx,
    };
    const nothing: Band = [0, 0];
    const plain = { isMirrored: false, colour: SAME_COLOURS, blankColumns: nothing, blankBins: nothing };
    return { startSeconds: step / videoFps, crop, ...plain };
  }
  const random = seededRandom(reading.seed);
  const factor = (): number => 1 + COLOUR_RANGE * (2 * random.next() - 1);
  const startSeconds = random.below(steps) / videoFps;
  const sidePx = shape.sidePx + random.below(Math.min(widthPx, heightPx) - shape.sidePx + 1);
  const crop = { leftPx: random.below(widthPx - sidePx + 1), topPx: random.below(heightPx - sidePx + 1), sidePx };
  return {
    startSeconds,
    crop,
    isMirrored: random.next() < 0.5,
    colour: { gain: factor(), contrast: factor(), saturation: factor() },
    blankColumns: blankBand(melSide, random),
    blankBins: blankBand(melSide, random),
  };
}

/** Places where an example can begin, a step of the film's grid apart, a whole span of both streams behind each; 1 in a clip that is shorter. */
function startSteps({ videoFps, frameCrcs, samples }: MediaSize, { sampleRateHz, spanSeconds }: MediaShape): number {
  const bothSeconds = Math.min(frameCrcs.length / videoFps, samples / sampleRateHz);
  return 1 + Math.max(0, Math.floor((bothSeconds - spanSeconds) * videoFps + 1e-6));
}

function blankBand(length: number, random: SeededRandom): Band {
  const width = random.below(Math.floor(length * BLANK_RATIO) + 1);
  const from = random.below(length - width + 1);
  return [from, from + width];
}
