// Moments at which the sound sets in, from the onset curve of a clip. Pure.

/** Peaks below this share of the highest are noise: the curve is one byte a step, relative to its own maximum. */
const LEAST_SHARE = 0.25;
/** Two onsets closer than this are heard as one, seconds. */
const APART_SECONDS = 0.1;

/** Local peaks of the curve, in order; of two that are close together the higher. */
export function onsetMoments(curve: Uint8Array, stepsPerSecond: number): number[] {
  const highest = curve.reduce((best, value) => Math.max(best, value), 0);
  const steps: number[] = [];
  curve.forEach((value, step) => {
    const isPeak = value > (curve[step - 1] ?? 0) && value >= (curve[step + 1] ?? 0);
    if (!isPeak || value < LEAST_SHARE * highest) return;
    const last = steps.at(-1);
    if (last === undefined || step - last >= APART_SECONDS * stepsPerSecond) steps.push(step);
    else if (value > curve[last]!) steps[steps.length - 1] = step;
  });
  return steps.map((step) => step / stepsPerSecond);
}
