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

interface Common {
  video?: true;
  pictureDistance?: number;
  soundDistance?: number;
  soundLeadSeconds?: number;
}

/** @param clips in the order of the index; pairs come in that order too */
export function findDuplicates(clips: readonly ClipTraces[], limits: DuplicateLimits): DuplicatePair[] {
  const found = new Map<number, Common>();
  const commonOf = (first: number, second: number): Common => {
    const key = first * clips.length + second;
    const known = found.get(key) ?? {};
    found.set(key, known);
    return known;
  };
  for (const [first, second] of pairsOfOneVideo(clips)) commonOf(first, second).video = true;
  const hashes = clips.map(({ pictureHash }) => pictureHash);
  for (const { first, second, distance } of findNearPictures(hashes, limits.pictureWithin))
    commonOf(first, second).pictureDistance = distance;
  const fingerprints = clips.map(({ soundFingerprint }) => soundFingerprint);
  for (const { first, second, distance, lagWords } of findSharedSound(fingerprints, limits.soundWithin)) {
    const common = commonOf(first, second);
    common.soundDistance = distance;
    // A word comes with every step of the curves; 0 - lag, since -0 is no lag to print.
    common.soundLeadSeconds = (0 - lagWords) / CURVE_FPS;
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([key, common]) => pairOf(clips[Math.floor(key / clips.length)]!, clips[key % clips.length]!, common));
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

function pairOf(first: ClipTraces, second: ClipTraces, common: Common): DuplicatePair {
  const has: Record<DuplicateKind, boolean> = {
    video: common.video === true,
    picture: common.pictureDistance !== undefined,
    sound: common.soundDistance !== undefined,
  };
  return {
    first: { clipName: clipName(first), places: first.places },
    second: { clipName: clipName(second), places: second.places },
    kinds: DUPLICATE_KINDS.filter((kind) => has[kind]),
    pictureDistance: common.pictureDistance,
    soundDistance: common.soundDistance,
    soundLeadSeconds: common.soundLeadSeconds,
    leak: leakBetween(first.places, second.places),
  };
}
