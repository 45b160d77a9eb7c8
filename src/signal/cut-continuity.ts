// Whether the sound takes notice of cuts of the picture. Sound that was recorded with the picture jumps there; a sound track laid over
// it runs on. Pure.
import type { LogMel } from './log-mel.ts';

/** Sound is compared over this long on both sides of an instant, seconds (chosen). */
const SIDE_SECONDS = 0.4;
/** A cut and its jump of sound may lie this far apart, seconds: one video frame and the window of the log-mel. */
const TOLERANCE_SECONDS = 0.06;
/** Instants further than this from all cuts, seconds, tell what jumps are usual in this clip. */
const FAR_SECONDS = 0.8;
const LEAST_INSTANTS = 20;

/** Root mean square over mel bins of the change of mean log-mel from before an instant to after it, nats; one value a mel frame. */
function jumps({ values, melFrames, melBins }: LogMel, side: number): Float64Array {
  const found = new Float64Array(melFrames);
  const before = new Float64Array(melBins);
  const after = new Float64Array(melBins);
  for (let frame = 0; frame + side <= melFrames; frame += 1) {
    let squares = 0;
    for (let bin = 0; bin < melBins; bin += 1) {
      // Both windows slide by one mel frame; they fill up on the way.
      const entering = values[(frame + side - 1) * melBins + bin]!;
      if (frame === 0) for (let k = 0; k < side - 1; k += 1) after[bin]! += values[k * melBins + bin]!;
      after[bin]! += entering;
      if (frame > 0) {
        const crossing = values[(frame - 1) * melBins + bin]!;
        after[bin]! -= crossing;
        before[bin]! += crossing;
      }
      if (frame > side) before[bin]! -= values[(frame - 1 - side) * melBins + bin]!;
      squares += ((after[bin]! - before[bin]!) / side) ** 2;
    }
    found[frame] = Math.sqrt(squares / melBins);
  }
  // The windows are whole between `side` and `melFrames - side` only.
  return found.fill(Number.NaN, 0, side).fill(Number.NaN, Math.max(0, melFrames - side + 1));
}

/** Greatest value within `reach` on both sides of each; what is no number stays so. */
function greatestNearby(values: Float64Array, reach: number): Float64Array {
  return values.map((_, at) => Math.max(...values.subarray(Math.max(0, at - reach), at + reach + 1)));
}

/**
 * Mean over cuts of the share of other instants at which the sound jumps more than at the cut, 0..1: near 0 when the sound changes with
 * the picture, about 0.5 or more when it runs on. undefined without a cut that has sound on both sides, or without other instants.
 */
export function measureCutContinuity(
  logMel: LogMel,
  framesPerSecond: number,
  cutSeconds: readonly number[],
): number | undefined {
  const side = Math.round(SIDE_SECONDS * framesPerSecond);
  const all = greatestNearby(jumps(logMel, side), Math.round(TOLERANCE_SECONDS * framesPerSecond));
  const distanceToCut = (frame: number): number =>
    Math.min(...cutSeconds.map((seconds) => Math.abs(frame / framesPerSecond - seconds)));
  const usual = all.filter((jump, frame) => !Number.isNaN(jump) && distanceToCut(frame) > FAR_SECONDS);
  if (usual.length < LEAST_INSTANTS) return undefined;
  const shares = cutSeconds.flatMap((seconds) => {
    const jump = all[Math.round(seconds * framesPerSecond)] ?? Number.NaN;
    return Number.isNaN(jump) ? [] : [usual.filter((other) => other >= jump).length / usual.length];
  });
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
