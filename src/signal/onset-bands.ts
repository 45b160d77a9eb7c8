// Onset envelope of each band from a log-mel: half-wave rectified flux. Pure.
import type { LogMel } from './log-mel.ts';

export interface OnsetParameters {
  /** Neighbouring mel bins that make one band. */
  readonly binsPerBand: number;
  /** Mel frames that make one step of the curve. */
  readonly framesPerStep: number;
  /** Mel frames over which a rise is measured. */
  readonly riseFrames: number;
}

export interface OnsetBands {
  /** `[bands, steps]`, nats a step. */
  readonly values: Float32Array;
  readonly bands: number;
  readonly steps: number;
}

/**
 * onset[b, s] = sum over mel frames t of step s of mean over bins m of band b of max(0, L[t, m] - L[t - rise, m]).
 * Flux of a log-mel as in Boeck and Widmer, "Maximum filter vibrato suppression for onset detection" (DAFx 2013), without the filter.
 * A rise is booked to the mel frame at which it ends; before the first mel frame there is none.
 */
export function computeOnsetBands(logMel: LogMel, parameters: OnsetParameters): OnsetBands {
  const { binsPerBand, framesPerStep, riseFrames } = parameters;
  const bands = Math.floor(logMel.melBins / binsPerBand);
  const steps = Math.floor(logMel.melFrames / framesPerStep);
  const values = new Float32Array(bands * steps);
  for (let frame = riseFrames; frame < steps * framesPerStep; frame += 1) {
    const step = Math.floor(frame / framesPerStep);
    const now = frame * logMel.melBins;
    const before = (frame - riseFrames) * logMel.melBins;
    for (let bin = 0; bin < bands * binsPerBand; bin += 1) {
      const rise = logMel.values[now + bin]! - logMel.values[before + bin]!;
      if (rise > 0) values[Math.floor(bin / binsPerBand) * steps + step]! += rise / binsPerBand;
    }
  }
  return { values, bands, steps };
}
