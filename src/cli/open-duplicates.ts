// Pairs that look or sound the same for a screen: read once, and searched for when the person says so.
import { DEFAULT_POLICY } from '../dataset/policy.ts';
import { duplicatesOf, knownLikePairs } from '../pipeline/indexed-duplicates.ts';
import { countTraces } from '../store/clip-traces.ts';
import type { LikePair } from '../store/like-clips.ts';
import type { Index } from '../store/open.ts';
import { formatCount } from '../ui/format.ts';
import { print } from './output.ts';

export interface Duplicates {
  /** Undefined: clips have changed since the last search. */
  known(): readonly LikePair[] | undefined;
  search(): Promise<void>;
}

export function openDuplicates(index: Index): Duplicates {
  let known: readonly LikePair[] | undefined;
  return {
    known: () => {
      known ??= knownLikePairs(index);
      return known;
    },
    search: () => {
      print(`looking for the same picture and sound among ${formatCount(countTraces(index).clips)} clips`);
      duplicatesOf(index, DEFAULT_POLICY.duplicates);
      return Promise.resolve();
    },
  };
}
