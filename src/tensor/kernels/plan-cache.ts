// Plans that are made once for each geometry and kept, as many as memory should hold.

/** Numbers in all lists; then all are let go (chosen: 256 MB). */
const MAX_NUMBERS = 64_000_000;

export interface PlanCache<P> {
  get(key: string, make: () => P): P;
}

/** @param sizeOf how many numbers the lists of a plan have */
export function createPlanCache<P>(sizeOf: (plan: P) => number): PlanCache<P> {
  const plans = new Map<string, P>();
  let numbers = 0;
  return {
    get: (key, make) => {
      const known = plans.get(key);
      if (known !== undefined) return known;
      const made = make();
      numbers += sizeOf(made);
      if (numbers > MAX_NUMBERS) {
        plans.clear();
        numbers = sizeOf(made);
      }
      plans.set(key, made);
      return made;
    },
  };
}
