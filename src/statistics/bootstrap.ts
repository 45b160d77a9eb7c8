// How far a number would move with other videos: percentile bootstrap (Efron 1979) over whole groups, since clips of one video are no
// independent witnesses. Pure; repeatable by the seed.
import { seededRandom } from '../signal/seeded-random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A number with the interval that holds it in 95 of 100 samples of other videos. */
export interface Estimate extends Interval {
  readonly value: number;
}

export interface BootstrapSettings {
  readonly seed: number;
  /** Samples drawn; the default moves the ends by less than 0.01 of an AUROC from seed to seed (chosen). */
  readonly rounds?: number;
}

const ROUNDS = 500;
const COVERED = 0.95;
/** Fewer groups than this say nothing about others. */
const LEAST_GROUPS = 3;

/**
 * @returns undefined where the statistic cannot be taken of all items. The interval is as wide as it can be, 0..1, where there are too
 * few groups to tell: all statistics here are shares.
 */
export function bootstrap<T>(
  items: readonly T[],
  groupOf: (item: T) => string,
  statistic: (items: readonly T[]) => number | undefined,
  { seed, rounds = ROUNDS }: BootstrapSettings,
): Estimate | undefined {
  const value = statistic(items);
  if (value === undefined) return undefined;
  const groups = grouped(items, groupOf);
  if (groups.length < LEAST_GROUPS) return { value, low: 0, high: 1 };
  const random = seededRandom(seed);
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const sample = groups.flatMap(() => groups[random.below(groups.length)]!);
    const other = statistic(sample);
    if (other !== undefined) drawn.push(other);
  }
  drawn.sort((a, b) => a - b);
  return { value, low: quantile(drawn, (1 - COVERED) / 2), high: quantile(drawn, (1 + COVERED) / 2) };
}

/**
 * Share of the items that have something. Where all or none have it, every sample is alike and would claim to be certain: Wilson's interval
 * stands in, each group one trial.
 */
export function bootstrapShare<T>(
  items: readonly T[],
  groupOf: (item: T) => string,
  has: (item: T) => boolean,
  settings: BootstrapSettings,
): Estimate | undefined {
  const share = (some: readonly T[]): number | undefined =>
    some.length === 0 ? undefined : some.filter(has).length / some.length;
  const estimate = bootstrap(items, groupOf, share, settings);
  if (estimate === undefined || estimate.low < estimate.high) return estimate;
  const groups = new Set(items.map(groupOf)).size;
  return wilson(estimate.value * groups, groups);
}

function grouped<T>(items: readonly T[], groupOf: (item: T) => string): (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(groupOf(item));
    if (group === undefined) groups.set(groupOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Linear between neighbours, as numpy does. @param sorted ascending, not empty */
export function quantile(sorted: readonly number[], ratio: number): number {
  const at = ratio * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

/**
 * Wilson's score interval (1927) for `hits` of `trials`, 95 %: honest near 0 and 1 and for few trials, where a bootstrap is not.
 * undefined without trials.
 */
export function wilson(hits: number, trials: number): Estimate | undefined {
  if (trials === 0) return undefined;
  const z = 1.959964;
  const value = hits / trials;
  const centre = (value + z ** 2 / (2 * trials)) / (1 + z ** 2 / trials);
  const reach = (z / (1 + z ** 2 / trials)) * Math.sqrt((value * (1 - value)) / trials + z ** 2 / (4 * trials ** 2));
  return { value, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}
