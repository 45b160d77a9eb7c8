// Mel filters as librosa makes them by default: Slaney's mel scale, triangles of equal area. Pure.

export interface MelFilter {
  /** First FFT bin that the filter weighs. */
  readonly firstBin: number;
  readonly weights: Float64Array;
}

export interface MelParameters {
  readonly sampleRateHz: number;
  readonly nFft: number;
  readonly nMels: number;
  readonly fMin: number;
  readonly fMax: number;
}

// Slaney, Auditory Toolbox (1998): 200/3 Hz a mel up to 1000 Hz, above it 27 mels for each factor of 6.4 (stated).
const LINEAR_HZ_PER_MEL = 200 / 3;
const LOG_FROM_HZ = 1000;
const LOG_FROM_MEL = LOG_FROM_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

export function melOf(hz: number): number {
  return hz < LOG_FROM_HZ ? hz / LINEAR_HZ_PER_MEL : LOG_FROM_MEL + Math.log(hz / LOG_FROM_HZ) / LOG_STEP;
}

export function hzOf(mel: number): number {
  return mel < LOG_FROM_MEL ? mel * LINEAR_HZ_PER_MEL : LOG_FROM_HZ * Math.exp(LOG_STEP * (mel - LOG_FROM_MEL));
}

/** Triangles between neighbouring mel points, each scaled by 2 / (its width in Hz). */
export function makeMelFilters({ sampleRateHz, nFft, nMels, fMin, fMax }: MelParameters): MelFilter[] {
  const lowest = melOf(fMin);
  const spacing = (melOf(fMax) - lowest) / (nMels + 1);
  const edgeHz = (position: number): number => hzOf(lowest + position * spacing);
  return Array.from({ length: nMels }, (_, mel) => {
    const [left, centre, right] = [edgeHz(mel), edgeHz(mel + 1), edgeHz(mel + 2)];
    const all = Array.from({ length: nFft / 2 + 1 }, (_, bin) => {
      const hz = (bin * sampleRateHz) / nFft;
      const slope = Math.min((hz - left) / (centre - left), (right - hz) / (right - centre));
      return (Math.max(0, slope) * 2) / (right - left);
    });
    const firstBin = Math.max(
      0,
      all.findIndex((weight) => weight > 0),
    );
    return { firstBin, weights: Float64Array.from(all.slice(firstBin, all.findLastIndex((weight) => weight > 0) + 1)) };
  });
}
