// Cached arrays of a clip in, the small byte arrays that the towers read out. Pure. Levels are taken out here: each clip's sound is
// standardised and its curves scaled by themselves, so that loudness or amount of motion alone tells the judge nothing.
import { type ClipArrays, LOG_MEL, SAMPLE_RATE_HZ } from '../signal/clip-arrays.ts';

/** Sound: columns of 0.1 s over 9.6 s (chosen), two channels: mean level, and how far the loudest 10 ms stand out of the column. */
export const SOUND = { columns: 96, melBins: LOG_MEL.nMels, channels: 2, secondsPerColumn: 0.1 } as const;
/** Picture: up to 8 video frames of 32 by 32 pixels, RGB (chosen: the smallest in which the objects of a scene are still told apart). */
export const PICTURE = { videoFrames: 8, sidePx: 32, channels: 3 } as const;
/** Curves: at most 10 s of 25 steps a second; motion in 4 by 4 cells, onsets in 16 bands. */
export const CURVES = { maxSteps: 250, minSteps: 50, cellsPerSide: 4, cells: 16, bands: 16 } as const;

export const SOUND_SIZE = SOUND.columns * SOUND.melBins * SOUND.channels;
export const PICTURE_SIZE = PICTURE.videoFrames * PICTURE.sidePx ** 2 * PICTURE.channels;
export const MOTION_SIZE = CURVES.maxSteps * CURVES.cells;
export const ONSET_SIZE = CURVES.maxSteps * CURVES.bands;

/** Standard deviations that a byte of sound covers on each side; and below which deviation a sound or picture says nothing. */
const SOUND_RANGE = 4;
const LEAST_SOUND_DEVIATION = 1e-3;
const LEAST_PICTURE_DEVIATION = 1;

/** `[columns, melBins, 2]`; undefined without sound, or where it is constant or not finite. */
export function soundInput(arrays: ClipArrays): Uint8Array | undefined {
  const { logMel, melFrames, melBins } = arrays;
  if (melFrames === 0 || melBins !== SOUND.melBins || logMel.length !== melFrames * melBins) return undefined;
  const { mean, deviation } = meanAndDeviation(logMel);
  if (!(deviation > LEAST_SOUND_DEVIATION)) return undefined;

  const perColumn = Math.round((SOUND.secondsPerColumn * SAMPLE_RATE_HZ) / LOG_MEL.hopLength);
  const known = Math.max(1, Math.floor(melFrames / perColumn));
  const skipped = Math.max(0, Math.floor((known - SOUND.columns) / 2));
  const result = new Uint8Array(SOUND_SIZE);
  const sums = new Float64Array(SOUND.melBins);
  const largest = new Float32Array(SOUND.melBins);
  for (let column = 0; column < SOUND.columns; column += 1) {
    // A short clip is repeated, a long one gives its middle.
    const from = (skipped + (column % known)) * perColumn;
    const to = Math.min(from + perColumn, melFrames);
    sums.fill(0);
    largest.fill(-Infinity);
    for (let melFrame = from; melFrame < to; melFrame += 1) {
      for (let bin = 0; bin < SOUND.melBins; bin += 1) {
        const level = logMel[melFrame * SOUND.melBins + bin]!;
        sums[bin]! += level;
        if (level > largest[bin]!) largest[bin] = level;
      }
    }
    for (let bin = 0; bin < SOUND.melBins; bin += 1) {
      const average = sums[bin]! / (to - from);
      const at = (column * SOUND.melBins + bin) * SOUND.channels;
      result[at] = toByte(128 + (127 * (average - mean)) / deviation / SOUND_RANGE);
      result[at + 1] = toByte((255 * (largest[bin]! - average)) / deviation / SOUND_RANGE);
    }
  }
  return result;
}

/** `[videoFrames, side, side, 3]`; undefined without picture, or where every video frame is of one colour. */
export function pictureInput(arrays: ClipArrays): Uint8Array | undefined {
  const { frames, frameCount, frameHeightPx, frameWidthPx } = arrays;
  if (frameCount === 0 || frames.length !== frameCount * frameHeightPx * frameWidthPx * PICTURE.channels)
    return undefined;
  if (frameHeightPx < PICTURE.sidePx || frameWidthPx < PICTURE.sidePx) return undefined;
  if (deviationOfBytes(frames) <= LEAST_PICTURE_DEVIATION) return undefined;
  const rows = edges(frameHeightPx);
  const columns = edges(frameWidthPx);
  const result = new Uint8Array(PICTURE_SIZE);
  let at = 0;
  for (let kept = 0; kept < PICTURE.videoFrames; kept += 1) {
    const source = Math.min(frameCount - 1, Math.floor(((kept + 0.5) * frameCount) / PICTURE.videoFrames));
    for (let row = 0; row < PICTURE.sidePx; row += 1) {
      const top = source * frameHeightPx + rows[row]!;
      const bottom = source * frameHeightPx + rows[row + 1]!;
      for (let column = 0; column < PICTURE.sidePx; column += 1) {
        const left = columns[column]!;
        const right = columns[column + 1]!;
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let y = top; y < bottom; y += 1) {
          for (let pixel = y * frameWidthPx + left; pixel < y * frameWidthPx + right; pixel += 1) {
            red += frames[pixel * PICTURE.channels]!;
            green += frames[pixel * PICTURE.channels + 1]!;
            blue += frames[pixel * PICTURE.channels + 2]!;
          }
        }
        const pixels = (bottom - top) * (right - left);
        result[at] = red / pixels;
        result[at + 1] = green / pixels;
        result[at + 2] = blue / pixels;
        at += PICTURE.channels;
      }
    }
  }
  return result;
}

/** Where each of the smaller picture's rows or columns begins in the larger one, and where the last one ends. */
function edges(lengthPx: number): Uint32Array {
  const result = new Uint32Array(PICTURE.sidePx + 1);
  for (let part = 0; part <= PICTURE.sidePx; part += 1) result[part] = Math.floor((part * lengthPx) / PICTURE.sidePx);
  return result;
}

export interface CurveInput {
  readonly steps: number;
  /** `[maxSteps, cells]` and `[maxSteps, bands]`; zeros after `steps`. */
  readonly motion: Uint8Array;
  readonly onsets: Uint8Array;
}

/** Undefined where nothing moves, nothing sounds, or the clip is shorter than two seconds. */
export function curveInput(arrays: ClipArrays): CurveInput | undefined {
  const side = Math.sqrt(arrays.cells);
  if (arrays.steps < CURVES.minSteps || !Number.isInteger(side) || arrays.bands !== CURVES.bands) return undefined;
  const steps = Math.min(arrays.steps, CURVES.maxSteps);
  const first = Math.floor((arrays.steps - steps) / 2);
  const motion = new Float32Array(MOTION_SIZE);
  for (let cell = 0; cell < arrays.cells; cell += 1) {
    const row = Math.floor((Math.floor(cell / side) * CURVES.cellsPerSide) / side);
    const column = Math.floor(((cell % side) * CURVES.cellsPerSide) / side);
    const coarse = row * CURVES.cellsPerSide + column;
    for (let step = 0; step < steps; step += 1) {
      motion[step * CURVES.cells + coarse]! += arrays.motionCells[cell * arrays.steps + first + step]!;
    }
  }
  const onsets = new Float32Array(ONSET_SIZE);
  for (let band = 0; band < CURVES.bands; band += 1) {
    for (let step = 0; step < steps; step += 1) {
      onsets[step * CURVES.bands + band] = arrays.onsetBands[band * arrays.steps + first + step]!;
    }
  }
  const motionBytes = compressed(motion.subarray(0, steps * CURVES.cells), MOTION_SIZE);
  const onsetBytes = compressed(onsets.subarray(0, steps * CURVES.bands), ONSET_SIZE);
  if (motionBytes === undefined || onsetBytes === undefined) return undefined;
  return { steps, motion: motionBytes, onsets: onsetBytes };
}

/** Square root, with the 99th percentile at three quarters of the range: peaks stay, quiet events are not lost. */
function compressed(values: Float32Array, size: number): Uint8Array | undefined {
  const roots = new Float32Array(values.length);
  for (let at = 0; at < roots.length; at += 1) roots[at] = Math.sqrt(Math.max(values[at]!, 0));
  if (!(meanAndDeviation(roots).deviation > 0)) return undefined;
  const high = largestButFew(roots, roots.length - 1 - Math.floor(0.99 * (roots.length - 1)));
  if (!(high > 0)) return undefined;
  const result = new Uint8Array(size);
  for (let at = 0; at < roots.length; at += 1) result[at] = toByte((191 * roots[at]!) / high);
  return result;
}

/** The value that `few` others are above or equal to. Sorting them all would take longer than all else that is done to a curve. */
function largestButFew(values: Float32Array, few: number): number {
  /** Ascending. */
  const largest = new Float32Array(few + 1).fill(-Infinity);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    if (value <= largest[0]!) continue;
    let place = 0;
    for (; place < few && largest[place + 1]! < value; place += 1) largest[place] = largest[place + 1]!;
    largest[place] = value;
  }
  return largest[0]!;
}

/** NaN if any value is not finite. Plain loops here as above: they are five times as quick as iterators, for every clip of a corpus. */
function meanAndDeviation(values: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  const mean = sum / values.length;
  let power = 0;
  for (let at = 0; at < values.length; at += 1) power += (values[at]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(power / values.length) };
}

/** Whole numbers, so that one pass is exact. */
function deviationOfBytes(values: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(squares / values.length - (sum / values.length) ** 2);
}

function toByte(value: number): number {
  if (value <= 0) return 0;
  return value >= 255 ? 255 : Math.round(value);
}
