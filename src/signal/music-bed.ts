// Signs of music laid over a clip: a steady beat, sound that fills all bands all the time, and no link to the motion. Pure.

/** Tempo range looked at, beats a minute (chosen: what dance and film music use). */
const SLOWEST_BPM = 60;
const FASTEST_BPM = 200;
/** At least this many beats of the slowest tempo must fit, else a beat cannot be told. */
const LEAST_BEATS = 4;

/** Sound counts as present in a band within this of the band's own loudest, nats: 20 dB (chosen). */
const PRESENT_WITHIN_NATS = 4.6;
const MOST_BANDS = 0.75;
/** A z at which sound is taken as half linked to motion, and how fast that turns (chosen). */
const LINKED_FROM_Z = 1;

/**
 * Highest normalised autocorrelation of the onset curve at lags of 60 to 200 beats a minute, 0..1:
 * r(k) = sum (o[t] - m)(o[t+k] - m) / sum (o[t] - m)^2 * n / (n - k). undefined for a constant or too short curve.
 */
export function measureBeat(onsetCurve: Float32Array, stepsPerSecond: number): number | undefined {
  const steps = onsetCurve.length;
  const longest = Math.round((60 / SLOWEST_BPM) * stepsPerSecond);
  if (steps < LEAST_BEATS * longest) return undefined;
  const mean = onsetCurve.reduce((sum, value) => sum + value, 0) / steps;
  const centred = onsetCurve.map((value) => value - mean);
  const power = centred.reduce((sum, value) => sum + value * value, 0);
  if (!(power > 1e-9)) return undefined;
  let best = 0;
  for (let lag = Math.round((60 / FASTEST_BPM) * stepsPerSecond); lag <= longest; lag += 1) {
    let product = 0;
    for (let step = 0; step + lag < steps; step += 1) product += centred[step]! * centred[step + lag]!;
    best = Math.max(best, (product / power) * (steps / (steps - lag)));
  }
  return Math.min(1, best);
}

/** Share of steps in which at least three quarters of the bands lie within 20 dB of their own loudest step. `[bands, steps]`, nats. */
export function measureFill(levels: Float32Array, bands: number, steps: number): number | undefined {
  if (steps === 0 || bands === 0) return undefined;
  const present = new Uint16Array(steps);
  for (let band = 0; band < bands; band += 1) {
    const level = levels.subarray(band * steps, (band + 1) * steps);
    const threshold =
      level.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) - PRESENT_WITHIN_NATS;
    for (let step = 0; step < steps; step += 1) if (level[step]! >= threshold) present[step]! += 1;
  }
  return present.reduce((sum, count) => sum + (count >= MOST_BANDS * bands ? 1 : 0), 0) / steps;
}

/** (1 - (1 - beat)(1 - fill)) / (1 + exp(z - 1)), 0..1: steady or filled sound that does not follow the motion. */
export function musicBedIndicator(beat: number, fill: number, correspondenceZ: number): number {
  return (1 - (1 - beat) * (1 - fill)) / (1 + Math.exp(correspondenceZ - LINKED_FROM_Z));
}
