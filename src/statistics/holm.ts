// Many comparisons at once: p-values in, p-values out of which each may be read as if it stood alone (Holm 1979, step-down). Pure.

/** In the order they came in: the smallest is multiplied by their count, the next by one less, and so on; never below one before it. */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  let largest = 0;
  for (const [rank, position] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[position]!));
    adjusted[position] = largest;
  }
  return adjusted;
}
