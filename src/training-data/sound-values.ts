// A span of sound as the square image that a network reads: log-mel of as many columns and bins as the image has. The columns of a whole clip are
// made once; an image is a run of them, its values are normalised and bands of it blanked. Pure but for writing where it is told.
import { computeLogMel, type LogMelParameters } from '../signal/log-mel.ts';
import type { ExamplePlan } from './example-plan.ts';
import type { MediaShape } from './example-shape.ts';

/** Mean and deviation of the log-mel of real clips, nats: 22 gave -5.3 and 4.7 with 56 bins, -6.9 and 4.6 with 112. A blank has the mean. */
const MEAN_NATS = -6;
const DEVIATION_NATS = 4.6;
/** Columns stand closer than in an image, so that one begins within a sixth of a column, at most 6 ms, of wherever a span does (chosen). */
const PHASES = 3;
/** Columns are kept as whole numbers of 16 bits: steps of a thousandth, and all that a log-mel of 16-bit samples can be. */
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
  const hopLength = PHASES * Math.floor((spanSeconds * sampleRateHz) / melSide / PHASES);
  const winLength = Math.max(2 * hopLength, Math.round(LEAST_WINDOW_SECONDS * sampleRateHz));
  const nFft = Math.max(LEAST_FFT, 2 ** Math.ceil(Math.log2(winLength)));
  const parameters = { sampleRateHz, nFft, winLength, hopLength, nMels: melSide, ...MEL_RANGE_HZ };
  return { parameters, leadColumns: Math.ceil(nFft / 2 / hopLength) };
}

/**
 * The first of the columns, as soundColumns orders them, of the span that begins at an instant; the image's others follow. Column t of an image is
 * centred in the t-th part of the span. @param columns of all phases together
 */
export function firstColumnOf(shape: MediaShape, columns: number, startSeconds: number): number {
  const first = firstColumn(shape, startSeconds);
  return ((first % PHASES) * columns) / PHASES + Math.floor(first / PHASES);
}

/** Thirds of an image's column from the beginning of the clip. */
function firstColumn(shape: MediaShape, startSeconds: number): number {
  const { hopLength, sampleRateHz } = soundPlan(shape).parameters;
  return Math.round((startSeconds * sampleRateHz + hopLength / 2) / (hopLength / PHASES));
}

/**
 * All columns of a clip, `[phases, columns, melSide]`: column n of phase p is centred PHASES * n + p thirds of an image's column behind the beginning.
 * Thousandths of a nat; silence behind the last sample, and at least a span of it all.
 */
export function soundColumns(mono: Int16Array, shape: MediaShape): Int16Array {
  const { parameters } = soundPlan(shape);
  const { hopLength, sampleRateHz, nMels } = parameters;
  const samples = new Int16Array(Math.max(mono.length, Math.ceil(shape.spanSeconds * sampleRateHz)) + 2 * hopLength);
  samples.set(mono);
  const { values, melFrames } = computeLogMel(samples, { ...parameters, hopLength: hopLength / PHASES });
  const columns = Math.floor(melFrames / PHASES);
  const result = new Int16Array(PHASES * columns * nMels);
  for (let column = 0; column < PHASES * columns; column += 1) {
    const to = ((column % PHASES) * columns + Math.floor(column / PHASES)) * nMels;
    for (let bin = 0; bin < nMels; bin += 1)
      result[to + bin] = Math.round(STEPS_PER_NAT * values[column * nMels + bin]!);
  }
  return result;
}

/** Samples that the image of a span is made of. */
export function soundWindow(
  shape: MediaShape,
  startSeconds: number,
): { readonly from: number; readonly count: number } {
  const { parameters, leadColumns } = soundPlan(shape);
  const { hopLength, nFft } = parameters;
  const from = (firstColumn(shape, startSeconds) * hopLength) / PHASES - leadColumns * hopLength;
  return { from, count: (leadColumns + shape.melSide - 1) * hopLength + nFft / 2 };
}

/** @param samples of soundWindow, at the scale of 16 bits @returns `[melSide, melSide]`, time down, low pitch first; thousandths of a nat */
export function soundImage(samples: Int16Array | Float32Array, shape: MediaShape): Int16Array {
  const { parameters, leadColumns } = soundPlan(shape);
  const from = leadColumns * shape.melSide;
  const nats = computeLogMel(samples, parameters).values.subarray(from, from + shape.melSide ** 2);
  return Int16Array.from(nats, (value) => Math.round(STEPS_PER_NAT * value));
}

/** @param image as soundImage gives it @param values as many */
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
