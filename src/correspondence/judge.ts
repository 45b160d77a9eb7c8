// The learned judge: a corpus of clips and their cached arrays in, out-of-fold correspondence scores out. Runs folds x seeds on worker
// threads; every finished fold is handed to the caller, who stores it and may hand it back to resume.
import type { ClipArrays } from '../signal/clip-arrays.ts';
import type { ClipScores, ListedClip, ModelScores } from './clip-scores.ts';

export interface JudgeSettings {
  /** Folds by video: each model trains on folds - 1 of them and scores the one left. */
  readonly folds: number;
  /** One model per fold and seed; the spread of the scores over seeds is the uncertainty. */
  readonly seeds: readonly number[];
  /** Optimiser steps of the towers: `epochs` over the training clips, but within these limits. */
  readonly epochs: number;
  readonly minSteps: number;
  readonly maxSteps: number;
  readonly batchSize: number;
}

export const DEFAULT_JUDGE_SETTINGS: JudgeSettings = {
  folds: 4,
  seeds: [1, 2, 3],
  epochs: 8,
  minSteps: 200,
  maxSteps: 4000,
  batchSize: 32,
};

/** The result of one model: one fold of one seed. `fingerprint` names corpus, settings, backend and code version that made it. */
export interface FoldScores {
  readonly fingerprint: string;
  readonly seed: number;
  readonly fold: number;
  readonly scores: readonly ModelScores[];
}

export type JudgeEvent =
  | { readonly kind: 'loading'; readonly loadedClips: number; readonly clips: number }
  | {
      readonly kind: 'training';
      readonly seed: number;
      readonly fold: number;
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      /** Over all models of the run, finished ones included, 0..1. */
      readonly doneRatio: number;
      /** Undefined until there is something to go by. */
      readonly remainingSeconds: number | undefined;
    }
  | {
      readonly kind: 'fold-done';
      readonly seed: number;
      readonly fold: number;
      readonly models: number;
      readonly finishedModels: number;
    };

export interface JudgeRequest {
  readonly clips: readonly ListedClip[];
  /** Cached arrays of a clip; undefined where there are none: the judge abstains. Called once per clip, in order. */
  readonly load: (clip: ListedClip) => ClipArrays | undefined | Promise<ClipArrays | undefined>;
  readonly settings?: Partial<JudgeSettings>;
  /** `wasm` or `cpu`; `auto` (the default) takes the first that passes its self-test. */
  readonly backend?: 'auto' | 'wasm' | 'cpu';
  /** Worker threads; undefined: one a core. The scores do not depend on it. */
  readonly workers?: number;
  /** Folds of an earlier, interrupted run; those whose fingerprint differs are ignored and judged anew. */
  readonly finished?: readonly FoldScores[];
  /** Called once per newly finished model, one at a time; the run waits for it. */
  readonly onFold?: (fold: FoldScores) => void | Promise<void>;
  readonly onEvent?: (event: JudgeEvent) => void;
  readonly abortSignal?: AbortSignal;
}

export interface Judgement {
  readonly fingerprint: string;
  readonly backend: string;
  /** One entry a clip, in the order of the request. */
  readonly scores: readonly ClipScores[];
}

/**
 * @throws UsageError when the corpus cannot be judged (one class, fewer videos than folds);
 * InterruptedError when aborted: the folds handed to `onFold` until then are whole and can be handed back.
 */
export async function judgeCorrespondence(_request: JudgeRequest): Promise<Judgement> {
  throw new Error('the judge is being built');
}
