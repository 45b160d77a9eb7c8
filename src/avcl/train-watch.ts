// Whether training still goes somewhere: numbers of a batch or a step in, what is wrong with them out. Pure.
import type { LossNumbers } from './checkpoint.ts';

/** Chosen: embeddings whose spread (embedding-spread.ts) is a hundredth of what is possible no longer tell clips apart. */
const SMALLEST_SPREAD = 0.01;

export interface BatchNumbers {
  readonly losses: LossNumbers;
  readonly spreads: Readonly<Record<string, number>>;
}

/** Undefined: nothing is. */
export function troubleInBatch({ losses, spreads }: BatchNumbers): string | undefined {
  for (const [name, value] of Object.entries(losses))
    if (!Number.isFinite(value)) return `expected a finite ${name} loss, got ${value}`;
  for (const [name, spread] of Object.entries(spreads))
    if (!(spread >= SMALLEST_SPREAD))
      return `the ${name} embeddings have collapsed: expected a spread of ${SMALLEST_SPREAD} or more, got ${spread}`;
  return undefined;
}

/** @param norms of the gradients by variable */
export function troubleInGradients(norms: ReadonlyMap<string, number>): string | undefined {
  for (const [name, norm] of norms)
    if (!Number.isFinite(norm)) return `expected a finite gradient of ${name}, got one of length ${norm}`;
  return undefined;
}
