// The duplicates of an index: searched for once, then read until clips or limits change.
import { DEFAULT_POLICY } from '../dataset/policy.ts';
import { readPairable, readTraces, type TracedClip } from '../store/clip-traces.ts';
import { type LikePair, readLikePairs, replaceLikePairs } from '../store/like-clips.ts';
import type { Index } from '../store/open.ts';
import {
  type DuplicateLimits,
  type DuplicatePair,
  findDuplicates,
  findLikeClips,
  type LikeClips,
} from './find-duplicates.ts';
import { joinVideos } from './join-videos.ts';

export function duplicatesOf(index: Index, limits: DuplicateLimits): DuplicatePair[] {
  const { clips, alike } = likeClipsOf(index, limits);
  return findDuplicates(clips, limits, alike);
}

/** Pairs that look or sound the same, by the default limits; undefined: clips have changed since they were searched for. */
export function knownLikePairs(index: Index): LikePair[] | undefined {
  return readLikePairs(index, DEFAULT_POLICY.duplicates);
}

/**
 * The video that stands for all copies of a video: what looks or sounds like it counts as the same, and through it what is like that. By
 * the default limits whatever the policy says: a threshold may change without any model being trained anew.
 */
export function originalVideos(index: Index): (videoId: string) => string {
  const { clips, alike } = likeClipsOf(index, DEFAULT_POLICY.duplicates);
  const originals = joinVideos(alike.map(({ first, second }) => [clips[first]!.videoId, clips[second]!.videoId]));
  return (videoId) => originals.get(videoId) ?? videoId;
}

interface IndexedLikeClips {
  /** All that may stand in a pair. */
  readonly clips: readonly TracedClip[];
  /** By positions in `clips`. */
  readonly alike: readonly LikeClips[];
}

/** What had to be searched for is kept where the index is open for writing. */
function likeClipsOf(index: Index, limits: DuplicateLimits): IndexedLikeClips {
  const known = readLikePairs(index, limits);
  if (known === undefined) return search(index, limits);
  const clips = readPairable(index);
  const positionOf = new Map(clips.map(({ clipId }, position) => [clipId, position]));
  const alike = known.flatMap(({ firstClipId, secondClipId, ...common }) => {
    const [first, second] = [positionOf.get(firstClipId), positionOf.get(secondClipId)];
    return first === undefined || second === undefined ? [] : [{ first, second, ...common }];
  });
  return { clips, alike };
}

/** As far as the default limits at least, so that one search serves the folds and the policy. */
function search(index: Index, limits: DuplicateLimits): IndexedLikeClips {
  const clips = readTraces(index);
  const searched = {
    pictureWithin: Math.max(limits.pictureWithin, DEFAULT_POLICY.duplicates.pictureWithin),
    soundWithin: Math.max(limits.soundWithin, DEFAULT_POLICY.duplicates.soundWithin),
  };
  const found = findLikeClips(clips, searched);
  if (!index.readonly) keep(index, searched, clips, found);
  return { clips, alike: found.flatMap((pair) => narrowed(pair, limits)) };
}

/** Without what the two have in common beyond the limits; nothing where that is all. */
function narrowed(pair: LikeClips, { pictureWithin, soundWithin }: DuplicateLimits): LikeClips[] {
  const { first, second, pictureDistance = Infinity, soundDistance = Infinity } = pair;
  const isPicture = pictureDistance <= pictureWithin;
  const isSound = soundDistance <= soundWithin;
  if (!isPicture && !isSound) return [];
  return [
    {
      first,
      second,
      pictureDistance: isPicture ? pictureDistance : undefined,
      soundDistance: isSound ? soundDistance : undefined,
      soundLeadSeconds: isSound ? pair.soundLeadSeconds : undefined,
    },
  ];
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
