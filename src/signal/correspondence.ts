// How well the sound of a clip follows its picture, judged against the same clip with its sound shifted: loudness, tempo and the amount of
// motion are the same there, so none of them can be mistaken for correspondence. Pure.
import { bestCircularCorrelation, standardise, sumOfLastingPairs } from './circular-correlation.ts';
import type { ClipArrays } from './clip-arrays.ts';
import { removeGlobalMotion } from './motion-cells.ts';
import { judgeTogether } from './shift-null.ts';
import { whiten } from './whiten.ts';

/** Bands of sound that are compared with each cell: fewer and wider than those that are stored (chosen). */
const BANDS = 8;
/** Where all pairs count together, each cell is two by two of those that are stored. */
const CELLS_PER_POOL = 4;

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

/** The quarters of a clip in which cells and bands go up together, after either side is freed of what its rows share. */
function lastingPairs(
  local: Float32Array,
  cells: number,
  levels: Float32Array,
  rises: Float32Array,
  steps: number,
): Float64Array {
  const rows = cells / CELLS_PER_POOL;
  const picture = standardise(smooth(poolCells(local, cells, steps), steps), rows, steps);
  // As roots: one loud beginning must not outweigh all others.
  const onsets = smooth(rises.map(Math.sqrt), steps);
  const sounds = new Float32Array(2 * levels.length);
  sounds.set(levels);
  sounds.set(onsets, levels.length);
  const sound = standardise(sounds, 2 * BANDS, steps);
  return sumOfLastingPairs(whiten(picture, rows, steps), whiten(sound, 2 * BANDS, steps), steps);
}

/**
 * Statistics of the clip with its sound at circular shift k, each in units of its own null.
 * pairZ: the best pair of cell and band, looked at in four ways that are summed: motion with and without that of the camera, against onsets
 * and against levels. ccaZ: all pairs that last, see above. correspondenceZ: the four ways and, twice, the latter.
 * @returns undefined where nothing can be said: no sound or picture, constant ones, or too short a clip
 */
export function measureCorrespondence(arrays: ClipArrays): Correspondence | undefined {
  const { steps, cells, bands, videoFps } = arrays;
  if (steps === 0 || cells === 0 || bands === 0) return undefined;
  const local = arrays.motionCells.slice();
  removeGlobalMotion(local, cells, steps);
  const rises = poolRows(arrays.onsetBands, steps, bands / BANDS);
  const levels = smooth(levelBands(arrays, BANDS), steps);
  const motions = [arrays.motionCells, local].map((motion) => standardise(smooth(motion, steps), cells, steps));
  const sounds = [smooth(rises, steps), levels].map((sound) => standardise(sound, BANDS, steps));
  const ways = motions.flatMap((motion) => sounds.map((sound) => bestCircularCorrelation(motion, sound, steps)));
  const lasting = lastingPairs(local, cells, levels, rises, steps);
  const pair = judgeTogether(ways, videoFps);
  const all = judgeTogether([...ways, lasting, lasting], videoFps);
  if (pair === undefined || all === undefined) return undefined;
  return {
    pairZ: pair.z,
    pairLagSeconds: all.lagSeconds,
    ccaZ: judgeTogether([lasting], videoFps)?.z,
    correspondenceZ: all.z,
  };
}
