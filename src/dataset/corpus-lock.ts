// A corpus lock: the clips of a corpus and what they were judged to be, pinned under one hash, so that a number can name what it was measured on.
import type { Split } from './segment.ts';

export const LOCK_VERSION = 1;

export interface LockedClip {
  /** As Kinetics names files: `<video id>_<start 6 digits>_<end 6 digits>`. Unique in a lock. */
  readonly name: string;
  readonly videoId: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** A person's where one was given. */
  readonly label: string;
  readonly split: Split;
  /** One text for all copies of a video, so that galleries and folds hold a video once. */
  readonly videoGroup: string;
  /** Relative to the workspace. */
  readonly path: string;
  readonly sha256: string;
  /** The corpus is its kept clips; the others are pinned beside them for the ablation of the corpus. */
  readonly verdict: 'kept' | 'dropped' | 'ask';
  /** Why it is not kept; empty where it is. */
  readonly reasons: readonly string[];
  /** A person's word stands. */
  readonly isHuman: boolean;
}

export interface CorpusLock {
  readonly version: typeof LOCK_VERSION;
  readonly corpus: string;
  readonly manifestSha256: string;
  /** The thresholds that the verdicts came from, as the policy file has them; undefined: nothing was filtered. */
  readonly policy: Readonly<Record<string, unknown>> | undefined;
  /** Program -> version: ks-build, ffmpeg, ffprobe, yt-dlp. */
  readonly tools: Readonly<Record<string, string>>;
  /** By name. */
  readonly clips: readonly LockedClip[];
  /** SHA-256 of the canonical text of everything above. */
  readonly sha256: string;
}
