// The filter without an index: clips with their arrays and measurements in, evidence and a verdict for each out. `filter` and
// `filter --evaluate` both run this very function.

import type { FoldScores } from '../correspondence/judge.ts';
import type { JudgeEvent } from '../correspondence/judge-progress.ts';
import type { JudgeSettings } from '../correspondence/judge-settings.ts';
import type { ClipEvidence, DuplicateFlag } from '../dataset/evidence.ts';
import type { Policy } from '../dataset/policy.ts';
import type { Segment } from '../dataset/segment.ts';
import type { SignalNumbers } from '../dataset/signal-measurements.ts';
import type { Reason, Verdict } from '../dataset/verdict.ts';
import type { ClipArrays } from '../signal/clip-arrays.ts';
import type { BackendName } from '../tensor/backend.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';

export interface ClipToFilter extends Pick<Segment, 'videoId' | 'label' | 'split'> {
  readonly clipName: string;
  /** Reasons for which the facts drop it; such a clip is neither learned from nor judged. */
  readonly facts: readonly Reason[];
  readonly signals: SignalNumbers | undefined;
  readonly duplicates: readonly DuplicateFlag[];
}

type MaybeLater<T> = T | Promise<T>;

export interface FilterRequest {
  readonly clips: readonly ClipToFilter[];
  readonly policy: Policy;
  /** Cached arrays; undefined: the filter abstains. Called once a clip. */
  readonly arraysOf: (clip: ClipToFilter) => MaybeLater<ClipArrays | undefined>;
  /** Decoded anew, for the few clips of which mismatches are made to calibrate on; undefined: another clip is taken. */
  readonly decodedOf: (clip: ClipToFilter) => MaybeLater<DecodedClip | undefined>;
  readonly judge?: Partial<JudgeSettings>;
  readonly backend?: 'auto' | BackendName;
  readonly workers?: number;
  readonly finished?: readonly FoldScores[];
  readonly onFold?: (fold: FoldScores) => MaybeLater<void>;
  readonly onProgress?: (event: FilterEvent) => void;
  readonly abortSignal?: AbortSignal;
}

export type FilterEvent =
  | JudgeEvent
  | { readonly kind: 'calibrating'; readonly made: number; readonly of: number }
  | { readonly kind: 'note'; readonly text: string };

export interface FilteredClip {
  readonly evidence: ClipEvidence;
  readonly verdict: Verdict;
}

/** One entry a clip, in the order of the request. @throws InterruptedError when aborted */
export async function filterCorpus(_request: FilterRequest): Promise<readonly FilteredClip[]> {
  throw new Error('not there yet');
}
