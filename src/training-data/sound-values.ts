// A span of sound as the square image that a network reads: log-mel of as many columns and bins as the image has, normalised, bands of it
// blanked. Pure but for writing where it is told.
import { computeLogMel, type LogMelParameters } from '../signal/log-mel.ts';
import type { ExamplePlan } from './example-plan.ts';
import type { ExampleShape } from './example-shape.ts';

/** Mean and deviation of the log-mel of real clips, nats: 22 gave -5.3 and 4.7 with 56 bins, -6.9 and 4.6 with 112. A blank has the mean. */
const MEAN_NATS = -6;
const DEVIATION_NATS = 4.6;
/** 25 ms: shorter windows blur pitch. */
const LEAST_WINDOW_SECONDS = 0.025;
const LEAST_FFT = 1024;
const MEL_RANGE_HZ = { fMin: 50, fMax: 7800 } as const;

interface SoundPlan {
  readonly parameters: LogMelParameters;
  /** Columns before the image, whose windows reach before the span. */
  readonly leadColumns: number;
}

/** Windows overlap by half, so that every sample counts; the image is made at its size, never enlarged. */
function soundPlan({ media, spanSeconds, melSide }: ExampleShape): SoundPlan {
  const { sampleRateHz } = media;
  const hopLength = Math.floor((spanSeconds * sampleRateHz) / melSide);
  const winLength = Math.max(2 * hopLength, Math.round(LEAST_WINDOW_SECONDS * sampleRateHz));
  const nFft = Math.max(LEAST_FFT, 2 ** Math.ceil(Math.log2(winLength)));
  const parameters = { sampleRateHz, nFft, winLength, hopLength, nMels: melSide, ...MEL_RANGE_HZ };
  return { parameters, leadColumns: Math.ceil(nFft / 2 / hopLength) };
}

/** Samples that the image of a span is made of: column t is centred in the t-th part of the span. */
export function soundWindow(
  shape: ExampleShape,
  startSeconds: number,
): { readonly from: number; readonly count: number } {
  const { parameters, leadColumns } = soundPlan(shape);
  const { hopLength, nFft, sampleRateHz } = parameters;
  const from = Math.round(startSeconds * sampleRateHz) + Math.floor(hopLength / 2) - leadColumns * hopLength;
  return { from, count: (leadColumns + shape.melSide - 1) * hopLength + nFft / 2 };
}

/** @param samples of soundWindow, at the scale of 16 bits @param image `[melSide, melSide]`, time down, low pitch first */
export function writeSoundImage(
  samples: Int16Array | Float32Array,
  shape: ExampleShape,
  { blankColumns, blankBins }: Pick<ExamplePlan, 'blankColumns' | 'blankBins'>,
  image: Float32Array,
): void {
  const { parameters, leadColumns } = soundPlan(shape);
  const { melSide } = shape;
  const logMel = computeLogMel(samples, parameters).values;
  for (let column = 0; column < melSide; column += 1) {
    const isColumnBlank = column >= blankColumns[0] && column < blankColumns[1];
    const from = (leadColumns + column) * melSide;
    for (let bin = 0; bin < melSide; bin += 1) {
      const isBlank = isColumnBlank || (bin >= blankBins[0] && bin < blankBins[1]);
      image[column * melSide + bin] = isBlank ? 0 : (logMel[from + bin]! - MEAN_NATS) / DEVIATION_NATS;
    }
  }
}
