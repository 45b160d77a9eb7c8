// Chance that follows from a seed and a name, the same on every machine: what the makers of clips draw from.
import { type SeededRandom, seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';

/** Normal values stay within this many standard deviations: no thing is five times as large as another. */
const LARGEST_NORMAL = 2.5;

export class Random {
  readonly #seed: string;
  readonly #random: SeededRandom;

  constructor(seed: string) {
    this.#seed = seed;
    this.#random = seededRandom(seedOf(seed));
  }

  /** Draws of its own: what it gives does not depend on how much was drawn here, nor the other way round. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** Uniform in 0 <= x < 1. */
  unit(): number {
    return this.#random.next();
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#random.next();
  }

  normal(): number {
    return Math.max(-LARGEST_NORMAL, Math.min(LARGEST_NORMAL, this.#random.normal()));
  }

  /** Whole number, 0 <= n < count. */
  below(count: number): number {
    return this.#random.below(count);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.#random.below(items.length)] as T;
  }

  chance(ratio: number): boolean {
    return this.#random.next() < ratio;
  }

  shuffled<T>(items: readonly T[]): T[] {
    return shuffled(items, this.#random);
  }
}
