// What one evaluation found, as it is written when a job ends, and as the report and the card read it. Types and names only.
import type { Budget, CorpusPart, TestSet } from './job.ts';
import type { MethodName } from './method-names.ts';
import type { MetricName, ProtocolName } from './protocol-names.ts';

export type Metrics = Readonly<Partial<Record<MetricName, number>>>;

/** What was asked of the model: classes from a modality, or the other modality's clip from one. */
export const TASKS = ['audio', 'visual', 'both', 'audio-to-visual', 'visual-to-audio'] as const;
export type Task = (typeof TASKS)[number];

/** One row of numbers. Shares are 0 to 1. */
export interface Finding {
  readonly method: MethodName;
  readonly part: CorpusPart;
  readonly budget: Budget;
  readonly seed: number;
  readonly protocol: ProtocolName;
  readonly task: Task;
  /** What was changed: `no audio`, `no visual`, `SNR 10 dB`, `5 clips a class`, `fused vectors`; empty: nothing. */
  readonly condition: string;
  readonly testSet: TestSet;
  /** Clips asked about; in retrieval the gallery's too. */
  readonly clips: number;
  readonly metrics: Metrics;
  /** What guessing gives on the same clips. */
  readonly chance: Metrics;
}

/**
 * What a Finding was computed from, a clip a row, for intervals over clips, paired tests, confusion matrices and examples.
 * Classification: `labels`, `predicted` and `ranks` (of the true class, from 1). Retrieval: `ranks` of the true clip, `first` the retrieved one.
 */
export interface ClipAnswers {
  readonly clipNames: readonly string[];
  /** Position in the sorted class names of the evaluation. */
  readonly labels: readonly number[];
  readonly predicted: readonly number[] | undefined;
  /** From 1; ties count half, so that equal scores give chance. */
  readonly ranks: readonly number[];
  /** Retrieval: position in `clipNames` of the clip that came first. */
  readonly first: readonly number[] | undefined;
}

/** What an evaluation writes: findings with the answers that they rest on. */
export interface Evaluation {
  readonly classNames: readonly string[];
  readonly results: readonly { readonly finding: Finding; readonly answers: ClipAnswers }[];
}

/** What a training writes beside its model. */
export interface TrainSummary {
  readonly clips: number;
  readonly steps: number;
  /** Per epoch: names of loss terms -> mean. */
  readonly history: readonly Readonly<Record<string, number>>[];
  /** What fused retrieval reads off the query (avcl/leak.ts); undefined where nothing is fused. */
  readonly leak: Readonly<Record<string, number>> | undefined;
}
