// A span of sound as the square image that a network reads: log-mel of as many columns and bins as the image has; and from such an image the
// values of an example, normalised, bands of it blanked. Pure but for writing where it is told.
import { computeLogMel, type LogMelParameters } from '../signal/log-mel.ts';
import type { ExamplePlan } from './example-plan.ts';
import type { MediaShape } from './example-shape.ts';

/** Mean and deviation of the log-mel of real clips, nats: 22 gave -5.3 and 4.7 with 56 bins, -6.9 and 4.6 with 112. A blank has the mean. */
const MEAN_NATS = -6;
const DEVIATION_NATS = 4.6;
/** Images are kept as whole numbers of 16 bits: steps of a thousandth, and all that a log-mel of 16-bit samples can be. */
const STEPS_PER_NAT = 1000;
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
function soundPlan({ sampleRateHz, spanSeconds, melSide }: MediaShape): SoundPlan {
  const hopLength = Math.floor((spanSeconds * sampleRateHz) / melSide);
  const winLength = Math.max(2 * hopLength, Math.round(LEAST_WINDOW_SECONDS * sampleRateHz));
  const nFft = Math.max(LEAST_FFT, 2 ** Math.ceil(Math.log2(winLength)));
  const parameters = { sampleRateHz, nFft, winLength, hopLength, nMels: melSide, ...MEL_RANGE_HZ };
  return { parameters, leadColumns: Math.ceil(nFft / 2 / hopLength) };
}

/** Samples that the image of a span is made of: column t is centred in the t-th part of the span. */
export function soundWindow(
  shape: MediaShape,
  startSeconds: number,
): { readonly from: number; readonly count: number } {
  const { parameters, leadColumns } = soundPlan(shape);
  const { hopLength, nFft, sampleRateHz } = parameters;
  const from = Math.round(startSeconds * sampleRateHz) + Math.floor(hopLength / 2) - leadColumns * hopLength;
  return { from, count: (leadColumns + shape.melSide - 1) * hopLength + nFft / 2 };
}

/** @param samples of soundWindow, at the scale of 16 bits @returns `[melSide, melSide]`, time down, low pitch first; thousandths of a nat */
export function soundImage(samples: Int16Array | Float32Array, shape: MediaShape): Int16Array {
  const { parameters, leadColumns } = soundPlan(shape);
  const from = leadColumns * shape.melSide;
  const nats = computeLogMel(samples, parameters).values.subarray(from, from + shape.melSide ** 2);
  return Int16Array.from(nats, (value) => Math.round(STEPS_PER_NAT * value));
}

/** The images of all spans, one after the other: that of step i begins at i / videoFps. Silence before the first sample and behind the last. */
export function soundImages(mono: Int16Array, steps: number, videoFps: number, shape: MediaShape): Int16Array {
  const images = new Int16Array(steps * shape.melSide ** 2);
  for (let step = 0; step < steps; step += 1) {
    const { from, count } = soundWindow(shape, step / videoFps);
    const samples = new Int16Array(count);
    samples.set(mono.subarray(Math.max(0, from), Math.max(0, from + count)), Math.max(0, -from));
    images.set(soundImage(samples, shape), step * shape.melSide ** 2);
  }
  return images;
}

/** @param image of soundImage @param values as many */
export function writeSoundValues(
  image: Int16Array,
  melSide: number,
  { blankColumns, blankBins }: Pick<ExamplePlan, 'blankColumns' | 'blankBins'>,
  values: Float32Array,
): void {
  for (let column = 0; column < melSide; column += 1) {
    const isColumnBlank = column >= blankColumns[0] && column < blankColumns[1];
    for (let bin = 0; bin < melSide; bin += 1) {
      const at = column * melSide + bin;
      const isBlank = isColumnBlank || (bin >= blankBins[0] && bin < blankBins[1]);
      values[at] = isBlank ? 0 : (image[at]! / STEPS_PER_NAT - MEAN_NATS) / DEVIATION_NATS;
    }
  }
}
