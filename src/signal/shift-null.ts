// What chance does in the very same clip: a statistic at every circular shift, judged against its own values at shifts beyond 1 s. Pure.

/** Sound may come this much before or after the picture and still belong to it, seconds (stated: DESIGN 8). */
export const MOST_LAG_SECONDS = 0.5;
/** Shifts beyond this are chance, seconds (stated: DESIGN 8). */
export const NULL_FROM_SECONDS = 1;
/** Fewer shifts of chance than this say nothing: clips shorter than about 3 s abstain. */
const LEAST_NULL_SHIFTS = 20;

export interface ShiftScore {
  /** (greatest value within |lag| <= 0.5 s - mean of the null) / standard deviation of the null. */
  readonly z: number;
  readonly lagSeconds: number;
}

/** Distance of each circular shift from none, in steps, with its sign: shift steps - 1 is lag -1. */
function lagOf(shift: number, steps: number): number {
  return shift <= steps / 2 ? shift : shift - steps;
}

/** The statistic at each shift in units of its own null: mean 0, deviation 1 beyond 1 s. undefined where there is no null to speak of. */
export function standardiseByNull(statistic: Float64Array, stepsPerSecond: number): Float64Array | undefined {
  const steps = statistic.length;
  const chance = statistic.filter((_, shift) => Math.abs(lagOf(shift, steps)) > NULL_FROM_SECONDS * stepsPerSecond);
  if (chance.length < LEAST_NULL_SHIFTS) return undefined;
  const mean = chance.reduce((sum, value) => sum + value, 0) / chance.length;
  const deviation = Math.sqrt(chance.reduce((sum, value) => sum + (value - mean) ** 2, 0) / chance.length);
  if (!(deviation > 1e-9) || !Number.isFinite(mean)) return undefined;
  return statistic.map((value) => (value - mean) / deviation);
}

/** The peak near lag 0. */
export function peakNearZero(standardised: Float64Array, stepsPerSecond: number): ShiftScore {
  const steps = standardised.length;
  const reach = Math.floor(MOST_LAG_SECONDS * stepsPerSecond);
  let best: ShiftScore = { z: Number.NEGATIVE_INFINITY, lagSeconds: 0 };
  for (let lag = -reach; lag <= reach; lag += 1) {
    const z = standardised[(lag + steps) % steps]!;
    if (z > best.z) best = { z, lagSeconds: lag / stepsPerSecond };
  }
  return best;
}
