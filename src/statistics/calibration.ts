// Whether a probability means what it says: of the clips given 0.8, eight in ten should be so. Pure.

export interface Forecast {
  /** 0..1 */
  readonly probability: number;
  readonly happened: boolean;
}

export interface ReliabilityBin {
  readonly fromProbability: number;
  readonly toProbability: number;
  readonly count: number;
  /** Means over the bin; undefined where it is empty. */
  readonly meanProbability: number | undefined;
  readonly happenedRatio: number | undefined;
}

const BINS = 10;

/** Ten bins of equal width; 1 belongs to the last. */
export function reliabilityBins(forecasts: readonly Forecast[]): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const inside = forecasts.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === bin);
    const share = (value: (forecast: Forecast) => number): number | undefined =>
      inside.length === 0 ? undefined : inside.reduce((sum, forecast) => sum + value(forecast), 0) / inside.length;
    return {
      fromProbability: bin / BINS,
      toProbability: (bin + 1) / BINS,
      count: inside.length,
      meanProbability: share(({ probability }) => probability),
      happenedRatio: share(({ happened }) => (happened ? 1 : 0)),
    };
  });
}

/**
 * Expected calibration error (Naeini et al. 2015), 0..1: sum over bins of (share of forecasts) x |happened - forecast|.
 * undefined without forecasts.
 */
export function calibrationError(forecasts: readonly Forecast[]): number | undefined {
  if (forecasts.length === 0) return undefined;
  return reliabilityBins(forecasts).reduce((sum, { count, meanProbability, happenedRatio }) => {
    if (meanProbability === undefined || happenedRatio === undefined) return sum;
    return sum + (count / forecasts.length) * Math.abs(happenedRatio - meanProbability);
  }, 0);
}
