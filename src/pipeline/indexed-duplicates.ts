// The duplicates of an index: searched for once, then read until clips or limits change.
import { readTraces, type TracedClip } from '../store/clip-traces.ts';
import { readLikePairs, replaceLikePairs } from '../store/like-clips.ts';
import type { Index } from '../store/open.ts';
import {
  type DuplicateLimits,
  type DuplicatePair,
  findDuplicates,
  findLikeClips,
  type LikeClips,
} from './find-duplicates.ts';

export interface IndexedDuplicates {
  readonly clips: readonly TracedClip[];
  readonly pairs: readonly DuplicatePair[];
}

/** What had to be searched for is kept where the index is open for writing. */
export function duplicatesOf(index: Index, limits: DuplicateLimits): IndexedDuplicates {
  const known = readLikePairs(index, limits);
  const clips = readTraces(index, known === undefined);
  if (known === undefined) {
    const alike = findLikeClips(clips, limits);
    if (!index.readonly) keep(index, limits, clips, alike);
    return { clips, pairs: findDuplicates(clips, limits, alike) };
  }
  const positionOf = new Map(clips.map(({ clipId }, position) => [clipId, position]));
  const alike = known.flatMap(({ firstClipId, secondClipId, ...common }) => {
    const [first, second] = [positionOf.get(firstClipId), positionOf.get(secondClipId)];
    return first === undefined || second === undefined ? [] : [{ first, second, ...common }];
  });
  return { clips, pairs: findDuplicates(clips, limits, alike) };
}

function keep(index: Index, limits: DuplicateLimits, clips: readonly TracedClip[], alike: readonly LikeClips[]): void {
  replaceLikePairs(
    index,
    limits,
    alike.map(({ first, second, ...common }) => ({
      firstClipId: clips[first]!.clipId,
      secondClipId: clips[second]!.clipId,
      ...common,
    })),
  );
}
