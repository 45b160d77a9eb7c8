// Mean and standard deviation of a few numbers, such as those of several seeds. Pure.

interface Spread {
  readonly mean: number;
  /** Of the population that the numbers come from (n - 1 in the denominator); undefined for a single number. */
  readonly deviation: number | undefined;
  readonly count: number;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count < 2 ? undefined : Math.sqrt(squares / (count - 1)), count };
}
