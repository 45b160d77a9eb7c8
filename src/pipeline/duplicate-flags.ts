// Which clip of a pair is flagged, and why: pairs of duplicates and a policy in, flags by clip name out. Pure.
import type { DuplicateFlag } from '../dataset/evidence.ts';
import type { Policy } from '../dataset/policy.ts';
import type { Split } from '../dataset/segment.ts';
import type { DuplicatePair, PairedClip } from './find-duplicates.ts';

/** What is tested on is kept, and what is trained on goes. */
const WORTH: Readonly<Record<Split, number>> = { train: 0, val: 1, test: 2 };

/**
 * A leak is flagged on the clip of the less precious split (train before val before test). Doubles within one split of one corpus are
 * flagged on the later clip. Doubles in two corpora that do not share a split are not flagged: each corpus is whole without the other.
 * Hand in only pairs of clips that are left by their facts: a clip that is dropped anyway must not cost another one its place.
 */
export function duplicateFlags(pairs: readonly DuplicatePair[], policy: Policy): Map<string, DuplicateFlag[]> {
  const flags = new Map<string, DuplicateFlag[]>();
  for (const pair of pairs) {
    const flagged = flagOf(pair, policy);
    if (flagged === undefined) continue;
    const known = flags.get(flagged.clipName);
    if (known === undefined) flags.set(flagged.clipName, [flagged.flag]);
    else known.push(flagged.flag);
  }
  return flags;
}

export interface FlaggedClip {
  readonly clipName: string;
  readonly flag: DuplicateFlag;
}

/** undefined where the pair is listed only. */
export function flagOf(pair: DuplicatePair, policy: Policy): FlaggedClip | undefined {
  const isLeak =
    pair.leak === 'within-corpus' || (pair.leak === 'across-corpora' && policy.duplicates.leakAcrossCorpora !== 'keep');
  if (!isLeak && !sharesSplit(pair)) return undefined;
  const [loser, other] =
    isLeak && worthOf(pair.first) < worthOf(pair.second) ? [pair.first, pair.second] : [pair.second, pair.first];
  const code = isLeak
    ? 'leak'
    : pair.kinds.includes('video') || pair.pictureDistance !== undefined
      ? 'duplicate-picture'
      : 'duplicate-sound';
  const evidence =
    pair.pictureDistance !== undefined
      ? { distance: pair.pictureDistance, threshold: policy.duplicates.pictureWithin }
      : pair.soundDistance !== undefined
        ? { distance: pair.soundDistance, threshold: policy.duplicates.soundWithin }
        : {};
  return { clipName: loser.clipName, flag: { code, otherClip: other.clipName, ...evidence } };
}

/** Of one corpus; a clip is no double of itself. */
function sharesSplit({ first, second }: DuplicatePair): boolean {
  if (first.clipName === second.clipName) return false;
  return first.places.some((a) => second.places.some((b) => a.corpus === b.corpus && a.split === b.split));
}

function worthOf({ places }: PairedClip): number {
  return Math.max(...places.map(({ split }) => WORTH[split]));
}
