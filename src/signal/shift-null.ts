// What chance does in the very same clip: a statistic at every circular shift, judged against its own values at shifts beyond 1 s. Pure.

/** Sound may come this much before or after the picture and still belong to it, seconds (stated: DESIGN 8). */
const MOST_LAG_SECONDS = 0.5;
/** Shifts beyond this are chance, seconds (stated: DESIGN 8). */
const NULL_FROM_SECONDS = 1;
/** Fewer shifts of chance than this say nothing: clips shorter than about 3 s abstain. */
const LEAST_NULL_SHIFTS = 20;

/** How much of the highest peak beyond counts against the one near zero (chosen): sound that is late by seconds has its peak there. */
const FAR_PEAK_WEIGHT = 0.5;

interface ShiftScore {
  /** Greatest value within |lag| <= 0.5 s less half of the greatest beyond 1 s, in deviations of the null: about 0.5 by chance. */
  readonly z: number;
  readonly lagSeconds: number;
}

/** Distance of each circular shift from none, in steps, with its sign: shift steps - 1 is lag -1. */
function lagOf(shift: number, steps: number): number {
  return shift <= steps / 2 ? shift : shift - steps;
}

/** The statistic at shifts that are chance. */
function beyond(statistic: Float64Array, stepsPerSecond: number): Float64Array {
  const { length } = statistic;
  return statistic.filter((_, shift) => Math.abs(lagOf(shift, length)) > NULL_FROM_SECONDS * stepsPerSecond);
}

/** The statistic at each shift in units of its own null: mean 0, deviation 1 beyond 1 s. undefined where there is no null to speak of. */
function standardiseByNull(statistic: Float64Array, stepsPerSecond: number): Float64Array | undefined {
  const chance = beyond(statistic, stepsPerSecond);
  if (chance.length < LEAST_NULL_SHIFTS) return undefined;
  const mean = chance.reduce((sum, value) => sum + value, 0) / chance.length;
  const deviation = Math.sqrt(chance.reduce((sum, value) => sum + (value - mean) ** 2, 0) / chance.length);
  if (!(deviation > 1e-9) || !Number.isFinite(mean)) return undefined;
  return statistic.map((value) => (value - mean) / deviation);
}

/** Statistics that are taken together: sum of what each is in units of its null, judged against the null of the sum. */
export function judgeTogether(statistics: readonly Float64Array[], stepsPerSecond: number): ShiftScore | undefined {
  const known = statistics.flatMap((statistic) => standardiseByNull(statistic, stepsPerSecond) ?? []);
  const [first] = known;
  if (first === undefined) return undefined;
  const sum = first.map((_, shift) => known.reduce((total, statistic) => total + statistic[shift]!, 0));
  const standardised = standardiseByNull(sum, stepsPerSecond);
  return standardised && peakNearZero(standardised, stepsPerSecond);
}

function peakNearZero(standardised: Float64Array, stepsPerSecond: number): ShiftScore {
  const steps = standardised.length;
  const reach = Math.floor(MOST_LAG_SECONDS * stepsPerSecond);
  let peak = Number.NEGATIVE_INFINITY;
  let lagSeconds = 0;
  for (let lag = -reach; lag <= reach; lag += 1) {
    const value = standardised[(lag + steps) % steps]!;
    if (value <= peak) continue;
    peak = value;
    lagSeconds = lag / stepsPerSecond;
  }
  const farPeak = beyond(standardised, stepsPerSecond).reduce((most, value) => Math.max(most, value));
  return { z: peak - FAR_PEAK_WEIGHT * farPeak, lagSeconds };
}
