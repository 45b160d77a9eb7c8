// Cuts of the picture: where one video frame shares little with the one before, far more than is usual about it. Pure.
import type { LumaFrames } from './motion-cells.ts';

/** Mean absolute difference of luma, levels of 255, below which nothing is a cut (chosen; ffmpeg's scdet takes 10 % of 255). */
const LEAST_DIFFERENCE = 18;
/** A cut stands out this many times over the largest difference within half a second about it: fast motion does not (chosen). */
const STANDS_OUT = 3;
const NEIGHBOURHOOD_SECONDS = 0.5;
/** Luma of both sides compared as brightness histograms too: their overlap, 0..1, is below this at a cut (chosen). */
const MOST_OVERLAP = 0.75;
const HISTOGRAM_BINS = 16;

function meanDifference(before: Uint8Array, after: Uint8Array): number {
  let sum = 0;
  for (let pixel = 0; pixel < after.length; pixel += 1) sum += Math.abs(after[pixel]! - before[pixel]!);
  return sum / after.length;
}

function overlap(before: Uint8Array, after: Uint8Array): number {
  const counts = new Int32Array(2 * HISTOGRAM_BINS);
  for (let pixel = 0; pixel < after.length; pixel += 1) {
    counts[before[pixel]! >> 4]! += 1;
    counts[HISTOGRAM_BINS + (after[pixel]! >> 4)]! += 1;
  }
  let shared = 0;
  for (let bin = 0; bin < HISTOGRAM_BINS; bin += 1) shared += Math.min(counts[bin]!, counts[HISTOGRAM_BINS + bin]!);
  return shared / after.length;
}

/** Times of the first video frame after each cut, seconds from the first video frame. */
export function findSceneCuts(frames: LumaFrames): number[] {
  const differences = Float64Array.from({ length: Math.max(0, frames.videoFrames - 1) }, (_, pair) =>
    meanDifference(frames.luma(pair), frames.luma(pair + 1)),
  );
  const reach = Math.max(1, Math.round(NEIGHBOURHOOD_SECONDS * frames.videoFps));
  const cuts: number[] = [];
  differences.forEach((difference, pair) => {
    if (difference < LEAST_DIFFERENCE) return;
    const begin = Math.max(0, pair - reach);
    const others = differences.subarray(begin, pair + reach + 1).filter((_, k) => begin + k !== pair);
    const usual = others.toSorted().at(Math.floor(others.length * 0.9)) ?? 0;
    if (difference < STANDS_OUT * usual || overlap(frames.luma(pair), frames.luma(pair + 1)) > MOST_OVERLAP) return;
    cuts.push((pair + 1) / frames.videoFps);
  });
  return cuts;
}
