// How well the sound of a clip follows its picture, judged against the same clip with its sound shifted: loudness, tempo and the amount of
// motion are the same there, so none of them can be mistaken for correspondence. Pure.
import { standardise, sumOfPairs } from './circular-correlation.ts';
import type { ClipArrays } from './clip-arrays.ts';
import { MEDIAN, removeGlobalMotion } from './motion-cells.ts';
import { judgeTogether } from './shift-null.ts';
import { whiten } from './whiten.ts';

/** Bands of sound that are compared with each cell: fewer and wider than those that are stored (chosen). */
const BANDS = 8;
/** Cells that are compared: each is two by two of those that are stored. */
const CELLS_PER_POOL = 4;
/** A camera in the hand moves more than half of the picture; a close-up fills most of it: then only the stillest quarter is background. */
const LOWER_QUARTILE = 0.25;

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

/**
 * Larger cells without the motion of the camera, as fourth roots: one jolt must not outweigh all else that happens, and loudness goes with
 * about the fourth root of what moves the air (measured: roots give more than the plain differences or their logarithm).
 */
function movingCells({ motionCells, cells, steps }: ClipArrays, share: number): Float32Array {
  const local = motionCells.slice();
  removeGlobalMotion(local, cells, steps, share);
  const roots = poolCells(local, cells, steps).map((value) => Math.sqrt(Math.sqrt(value)));
  return standardise(smooth(roots, steps), cells / CELLS_PER_POOL, steps);
}

/** The sixth power lets the best few of all pairs of cell and band speak, and not the single best one, which chance picks. */
function bestPairs(picture: Float32Array, sound: Float32Array, steps: number): Float64Array {
  return sumOfPairs(picture, sound, steps, 6).map((sum) => sum ** (1 / 6));
}

/**
 * Three statistics of the clip with its sound at circular shift k:
 * pairs of cell and band, with levels of the bands and with their onsets, s[k] = (sum of c_ij[k]^6)^(1/6) each; and all pairs after the rows
 * of either side are freed of what they share, s[k] = sum of c_ij[k]^2. Negative correlations c count as 0.
 * pairZ takes the first two together, ccaZ is the third, correspondenceZ takes all three together.
 * @returns undefined where nothing can be said: no sound or picture, constant ones, or too short a clip
 */
export function measureCorrespondence(arrays: ClipArrays): Correspondence | undefined {
  const { steps, cells, bands, videoFps } = arrays;
  if (steps === 0 || cells === 0 || bands === 0) return undefined;
  const levels = standardise(smooth(levelBands(arrays, BANDS), steps), BANDS, steps);
  const rises = poolRows(arrays.onsetBands, steps, bands / BANDS).map(Math.sqrt);
  const onsets = standardise(smooth(rises, steps), BANDS, steps);
  const sounds = new Float32Array(2 * BANDS * steps);
  sounds.set(levels);
  sounds.set(onsets, BANDS * steps);
  const picture = movingCells(arrays, MEDIAN);
  const wider = movingCells(arrays, LOWER_QUARTILE);
  const pairs = [bestPairs(picture, levels, steps), bestPairs(picture, onsets, steps)];
  const rows = cells / CELLS_PER_POOL;
  const canonical = sumOfPairs(whiten(wider, rows, steps), whiten(sounds, 2 * BANDS, steps), steps, 2);
  const pairScore = judgeTogether(pairs, videoFps);
  const all = judgeTogether([...pairs, canonical], videoFps);
  if (pairScore === undefined || all === undefined) return undefined;
  return {
    pairZ: pairScore.z,
    pairLagSeconds: all.lagSeconds,
    ccaZ: judgeTogether([canonical], videoFps)?.z,
    correspondenceZ: all.z,
  };
}
