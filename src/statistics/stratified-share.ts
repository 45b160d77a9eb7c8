// A share of a population, estimated from a stratified sample of it, with a 95 % interval. Pure.
//
// Each item of stratum h stands for w = N_h / n_h items. The share among the counted ones is the ratio sum(w hit) / sum(w counted); its
// variance V is the linearised one of a combined ratio under stratified sampling without replacement (Cochran 1977, chapter 6). The interval
// is Wilson's on the effective sample size p (1 - p) / V (Korn and Graubard 1998; Franco, Little, Louis and Slud 2019 compare it with
// others): honest near 0 and 1, where a bootstrap of few items shows no doubt at all.
import { type Estimate, wilson } from './bootstrap.ts';

export interface StratifiedItem {
  /** Place in the list of populations. */
  readonly stratum: number;
  /** Whether the share is about this item. */
  readonly isCounted: boolean;
  readonly isHit: boolean;
}

interface Group {
  /** Items that one item stands for. */
  readonly weight: number;
  readonly sampledRatio: number;
  readonly items: readonly StratifiedItem[];
}

/**
 * @param populations items of the population by stratum; neighbours should be alike, for a stratum with less than two items (unless it
 *   was taken whole) is joined with the next
 * @returns undefined where nothing is counted
 */
export function stratifiedShare(
  items: readonly StratifiedItem[],
  populations: readonly number[],
): Estimate | undefined {
  const groups = joinThinStrata(items, populations);
  const total = (partOf: (item: StratifiedItem, group: Group) => number): number =>
    groups.reduce((sum, group) => group.items.reduce((inner, item) => inner + partOf(item, group), sum), 0);
  const counted = total(({ isCounted }) => (isCounted ? 1 : 0));
  if (counted === 0) return undefined;
  const standFor = total(({ isCounted }, { weight }) => (isCounted ? weight : 0));
  const value = total(({ isCounted, isHit }, { weight }) => (isCounted && isHit ? weight : 0)) / standFor;

  const variance = groups.reduce((sum, { items: members, weight, sampledRatio }) => {
    if (members.length < 2) return sum;
    const parts = members.map(({ isCounted, isHit }) =>
      isCounted ? (weight * ((isHit ? 1 : 0) - value)) / standFor : 0,
    );
    const mean = parts.reduce((all, part) => all + part, 0) / parts.length;
    const squares = parts.reduce((all, part) => all + (part - mean) ** 2, 0);
    return sum + ((1 - sampledRatio) * members.length * squares) / (members.length - 1);
  }, 0);
  // Kish's (1965) size of a weighted sample, larger where the counted ones are a good part of all there are: the most that is believed.
  const kish = standFor ** 2 / total(({ isCounted }, { weight }) => (isCounted ? weight ** 2 : 0));
  const believed = counted >= standFor ? Number.POSITIVE_INFINITY : kish / (1 - counted / standFor);
  const effective = variance > 0 ? Math.min((value * (1 - value)) / variance, believed) : believed;
  if (effective === Number.POSITIVE_INFINITY) return { value, low: value, high: value };
  return { ...wilson(value * effective, effective)!, value };
}

interface Joined {
  population: number;
  readonly items: StratifiedItem[];
}

function joinThinStrata(items: readonly StratifiedItem[], populations: readonly number[]): Group[] {
  const strata: Joined[] = populations.map((population) => ({ population, items: [] }));
  for (const item of items) strata[item.stratum]!.items.push(item);
  const groups: Joined[] = [];
  for (const stratum of strata) {
    const last = groups.at(-1);
    if (last !== undefined && isThin(last)) take(last, stratum);
    else groups.push(stratum);
  }
  const [before, last] = groups.slice(-2);
  if (before !== undefined && last !== undefined && isThin(last)) take(before, groups.pop()!);
  return groups
    .filter((group) => group.items.length > 0)
    .map((group) => ({
      weight: group.population / group.items.length,
      sampledRatio: group.items.length / group.population,
      items: group.items,
    }));
}

function isThin({ population, items }: Joined): boolean {
  return items.length < Math.min(2, population);
}

function take(group: Joined, other: Joined): void {
  group.population += other.population;
  group.items.push(...other.items);
}
