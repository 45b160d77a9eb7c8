// How well the sound of a clip follows its picture, judged against the same clip with its sound shifted: loudness, tempo and the amount of
// motion are the same there, so none of them can be mistaken for correspondence. Pure.
import { measureCca } from './cca.ts';
import { bestCircularCorrelation, standardise } from './circular-correlation.ts';
import type { ClipArrays } from './clip-arrays.ts';
import { removeGlobalMotion } from './motion-cells.ts';
import { peakNearZero, standardiseByNull } from './shift-null.ts';

/** Bands of sound that are compared with each cell: fewer and wider than those that are stored (chosen). */
const BANDS = 8;
/** And fewer still where a model is fitted to them. */
const CCA_BANDS = 4;

export interface Correspondence {
  readonly pairZ: number;
  readonly pairLagSeconds: number;
  readonly ccaZ: number | undefined;
  readonly correspondenceZ: number;
}

/** Means of `count` neighbouring rows: `[rows, steps]` to `[rows / count, steps]`. */
function poolRows(values: Float32Array, steps: number, count: number): Float32Array {
  const pooled = new Float32Array(values.length / count);
  for (let at = 0; at < values.length; at += 1) {
    const row = Math.floor(at / steps / count);
    pooled[row * steps + (at % steps)]! += values[at]! / count;
  }
  return pooled;
}

/** Weights 1/4, 1/2, 1/4 along each row: picture and sound need not meet within one step. The ends repeat. */
function smooth(values: Float32Array, steps: number): Float32Array {
  return values.map((value, at) => {
    const step = at % steps;
    const before = step === 0 ? value : values[at - 1]!;
    const after = step === steps - 1 ? value : values[at + 1]!;
    return (before + 2 * value + after) / 4;
  });
}

/** `[bands, steps]`: mean log-mel of each band and step. */
export function levelBands({ logMel, melFrames, melBins, steps }: ClipArrays, bands: number): Float32Array {
  const levels = new Float32Array(bands * steps);
  const framesPerStep = Math.floor(melFrames / steps) || 1;
  const binsPerBand = melBins / bands;
  for (let frame = 0; frame < steps * framesPerStep; frame += 1) {
    const step = Math.floor(frame / framesPerStep);
    for (let bin = 0; bin < melBins; bin += 1) {
      levels[Math.floor(bin / binsPerBand) * steps + step]! +=
        logMel[frame * melBins + bin]! / (framesPerStep * binsPerBand);
    }
  }
  return levels;
}

/** Means of two by two cells of a square grid. */
function poolCells(values: Float32Array, cells: number, steps: number): Float32Array {
  const side = Math.sqrt(cells);
  const pooled = new Float32Array(values.length / 4);
  for (let cell = 0; cell < cells; cell += 1) {
    const target = Math.floor(cell / side / 2) * (side / 2) + Math.floor((cell % side) / 2);
    for (let step = 0; step < steps; step += 1) pooled[target * steps + step]! += values[cell * steps + step]! / 4;
  }
  return pooled;
}

/** Few rows on both sides, since few steps must carry them: larger cells, wider bands of onsets and of levels. */
function ccaOf(
  motion: Float32Array,
  cells: number,
  sounds: readonly Float32Array[],
  steps: number,
  stepsPerSecond: number,
) {
  const picture = standardise(smooth(poolCells(motion, cells, steps), steps), cells / 4, steps);
  const sound = new Float32Array(sounds.length * CCA_BANDS * steps);
  sounds.forEach((source, k) => {
    const pooled = poolRows(source, steps, BANDS / CCA_BANDS);
    sound.set(standardise(pooled, CCA_BANDS, steps), k * CCA_BANDS * steps);
  });
  return measureCca(picture, cells / 4, sound, sounds.length * CCA_BANDS, steps, stepsPerSecond);
}

/**
 * pairZ: z of the best pair of cell and band, as the mean over four ways to look at it: motion with and without that of the camera,
 * against onsets and against levels. Each way gives s[k] = max over pairs of the correlation at circular shift k, in units of its own null.
 * @returns undefined where nothing can be said: no sound or picture, constant ones, or too short a clip
 */
export function measureCorrespondence(arrays: ClipArrays): Correspondence | undefined {
  const { steps, cells, bands, videoFps } = arrays;
  if (steps === 0 || cells === 0 || bands === 0) return undefined;
  const local = arrays.motionCells.slice();
  removeGlobalMotion(local, cells, steps);
  const motions = [arrays.motionCells, local].map((motion) => standardise(smooth(motion, steps), cells, steps));
  const onsets = smooth(poolRows(arrays.onsetBands, steps, bands / BANDS), steps);
  const levels = smooth(levelBands(arrays, BANDS), steps);
  const sounds = [onsets, levels].map((sound) => standardise(sound, BANDS, steps));
  const ways = motions.flatMap((motion) =>
    sounds.flatMap((sound) => standardiseByNull(bestCircularCorrelation(motion, sound, steps), videoFps) ?? []),
  );
  if (ways.length === 0) return undefined;
  const peaks = ways.map((way) => peakNearZero(way, videoFps));
  const pairZ = peaks.reduce((sum, peak) => sum + peak.z, 0) / peaks.length;
  const together = ways[0]!.map((_, shift) => ways.reduce((sum, way) => sum + way[shift]!, 0));
  const ccaZ = ccaOf(local, cells, [onsets, levels], steps, videoFps);
  return {
    pairZ,
    pairLagSeconds: peakNearZero(together, videoFps).lagSeconds,
    ccaZ,
    correspondenceZ: ccaZ === undefined ? pairZ : (2 * pairZ + ccaZ) / 3,
  };
}
