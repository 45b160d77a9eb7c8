// The same video, picture or sound in several clips, across the corpora of a workspace: what is known of each clip in, pairs out. Pure.
import { clipName, type Segment, type Split } from '../dataset/segment.ts';
import { CURVE_FPS } from '../signal/clip-arrays.ts';
import { findNearPictures } from '../signal/near-pictures.ts';
import { findSharedSound } from '../signal/shared-sound.ts';

/** Where a clip is listed; one clip may serve several corpora, in different splits. */
export interface Place {
  readonly corpus: string;
  readonly split: Split;
  readonly label: string;
}

export interface ClipTraces extends Pick<Segment, 'videoId' | 'startSeconds' | 'endSeconds'> {
  readonly places: readonly Place[];
  /** Of SignalMeasurements; empty where there is none. */
  readonly pictureHash: Uint8Array;
  readonly soundFingerprint: Uint32Array;
}

export interface PairedClip {
  readonly clipName: string;
  readonly places: readonly Place[];
}

export const DUPLICATE_KINDS = ['video', 'picture', 'sound'] as const;
export type DuplicateKind = (typeof DUPLICATE_KINDS)[number];

/** `first` and `second` are the same where two corpora list one clip in different splits. */
export interface DuplicatePair {
  /** In the order of the index. */
  readonly first: PairedClip;
  readonly second: PairedClip;
  /** What they have in common. `video`: intervals of one video that overlap, or that stand in different splits. */
  readonly kinds: readonly DuplicateKind[];
  /** Share of differing bits, 0..1; undefined where they do not have it in common. */
  readonly pictureDistance: number | undefined;
  readonly soundDistance: number | undefined;
  /** How much earlier the common sound comes in the second clip than in the first. */
  readonly soundLeadSeconds: number | undefined;
  /** Whether the two stand in different splits: of one corpus, or only of two. */
  readonly leak: 'within-corpus' | 'across-corpora' | 'none';
}

/** Shares of differing bits up to which two count as one, 0..1. */
export interface DuplicateLimits {
  readonly pictureWithin: number;
  readonly soundWithin: number;
}

/** Two clips that look or sound the same, by their positions in the list that was searched. */
export interface LikeClips {
  readonly first: number;
  readonly second: number;
  readonly pictureDistance: number | undefined;
  readonly soundDistance: number | undefined;
  readonly soundLeadSeconds: number | undefined;
}

/** The costly part of the search: 20 s for 60,000 clips. */
export function findLikeClips(clips: readonly ClipTraces[], limits: DuplicateLimits): LikeClips[] {
  const hashes = clips.map(({ pictureHash }) => pictureHash);
  const fingerprints = clips.map(({ soundFingerprint }) => soundFingerprint);
  const keyOf = (first: number, second: number): number => first * clips.length + second;
  const found = new Map<number, LikeClips>();
  for (const { first, second, distance } of findNearPictures(hashes, limits.pictureWithin))
    found.set(keyOf(first, second), { ...NOTHING_COMMON, first, second, pictureDistance: distance });
  for (const { first, second, distance, lagWords } of findSharedSound(fingerprints, limits.soundWithin)) {
    const known = found.get(keyOf(first, second)) ?? { ...NOTHING_COMMON, first, second };
    // A word comes with every step of the curves; 0 - lag, since -0 is no lag to print.
    const soundLeadSeconds = (0 - lagWords) / CURVE_FPS;
    found.set(keyOf(first, second), { ...known, soundDistance: distance, soundLeadSeconds });
  }
  return [...found.values()];
}

const NOTHING_COMMON = { pictureDistance: undefined, soundDistance: undefined, soundLeadSeconds: undefined };

/**
 * @param clips in the order of the index; pairs come in that order too
 * @param alike what findLikeClips finds among them
 */
export function findDuplicates(
  clips: readonly ClipTraces[],
  limits: DuplicateLimits,
  alike: readonly LikeClips[] = findLikeClips(clips, limits),
): DuplicatePair[] {
  const found = new Map<string, { readonly alike: LikeClips; readonly isOneVideo: boolean }>();
  for (const pair of alike) found.set(`${pair.first} ${pair.second}`, { alike: pair, isOneVideo: false });
  for (const [first, second] of pairsOfOneVideo(clips)) {
    const known = found.get(`${first} ${second}`)?.alike ?? { ...NOTHING_COMMON, first, second };
    found.set(`${first} ${second}`, { alike: known, isOneVideo: true });
  }
  return [...found.values()]
    .sort((a, b) => a.alike.first - b.alike.first || a.alike.second - b.alike.second)
    .map((pair) => pairOf(clips, pair.alike, pair.isOneVideo));
}

/** Positions of clips of one video that overlap or stand in different splits; a clip with itself, where it stands in different splits. */
function* pairsOfOneVideo(clips: readonly ClipTraces[]): Generator<readonly [number, number]> {
  const ofVideo = new Map<string, number[]>();
  for (const [position, clip] of clips.entries()) {
    const earlier = ofVideo.get(clip.videoId) ?? [];
    if (leakBetween(clip.places, clip.places) !== 'none') yield [position, position];
    for (const other of earlier) {
      const isOverlap = clips[other]!.startSeconds < clip.endSeconds && clip.startSeconds < clips[other]!.endSeconds;
      if (isOverlap || leakBetween(clips[other]!.places, clip.places) !== 'none') yield [other, position];
    }
    ofVideo.set(clip.videoId, [...earlier, position]);
  }
}

function leakBetween(a: readonly Place[], b: readonly Place[]): DuplicatePair['leak'] {
  let leak: DuplicatePair['leak'] = 'none';
  for (const one of a) {
    for (const other of b) {
      if (one.split === other.split) continue;
      if (one.corpus === other.corpus) return 'within-corpus';
      leak = 'across-corpora';
    }
  }
  return leak;
}

function pairOf(clips: readonly ClipTraces[], alike: LikeClips, isOneVideo: boolean): DuplicatePair {
  const { first: firstAt, second: secondAt, ...common } = alike;
  const [first, second] = [clips[firstAt]!, clips[secondAt]!];
  const has: Record<DuplicateKind, boolean> = {
    video: isOneVideo,
    picture: common.pictureDistance !== undefined,
    sound: common.soundDistance !== undefined,
  };
  return {
    first: { clipName: clipName(first), places: first.places },
    second: { clipName: clipName(second), places: second.places },
    kinds: DUPLICATE_KINDS.filter((kind) => has[kind]),
    ...common,
    leak: leakBetween(first.places, second.places),
  };
}
