// What is told while a model is trained. Types only.
import type { BatchCost } from './batch-cost.ts';
import type { LossNumbers } from './checkpoint.ts';

export interface StepEvent {
  readonly kind: 'step';
  /** Counted from 1, of `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Counted from 1, of `epochs`. */
  readonly epoch: number;
  readonly epochs: number;
  /** Means over the batches of the step. */
  readonly losses: LossNumbers;
  /** Of the last batch; see embedding-spread.ts. */
  readonly spreads: Readonly<Record<string, number>>;
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Waiting for data included. */
  readonly stepMs: number;
  readonly dataWaitMs: number;
  readonly examplesPerSecond: number;
  readonly remainingSeconds: number;
  /** Of this process, and of the tensors alone. */
  readonly memoryBytes: number;
  readonly tensorBytes: number;
}

export type TrainEvent =
  /** Before the first step, from a measured batch. */
  | ({ readonly kind: 'cost'; readonly batchesPerEpoch: number; readonly epochs: number } & BatchCost)
  | StepEvent
  | { readonly kind: 'epoch'; readonly epoch: number; readonly epochs: number; readonly losses: LossNumbers }
  | { readonly kind: 'saved'; readonly step: number };
