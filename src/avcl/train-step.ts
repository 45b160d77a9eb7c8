// One step of training: as many batches as it takes out of a stream, gradients into the weights, numbers out.
import type { TrainingBatch } from '../dataset/training-batch.ts';
import { KsBuildError } from '../errors.ts';
import { namingMemory } from '../tensor/out-of-memory.ts';
import type { LossNumbers } from './checkpoint.ts';
import { addLosses } from './train-progress.ts';
import { type BatchNumbers, troubleInBatch, troubleInGradients } from './train-watch.ts';
import type { Trainer } from './trainer.ts';

export interface TakenStep {
  readonly clipIds: readonly string[];
  readonly batches: number;
  /** Over the batches. */
  readonly lossSums: LossNumbers;
  /** Of the last batch. */
  readonly spreads: BatchNumbers['spreads'];
  /** The length of all gradients as one vector. */
  readonly gradientNorm: number;
  readonly stepMs: number;
  /** Of `stepMs`, how long there was no batch. */
  readonly dataWaitMs: number;
}

export interface StepPlan {
  readonly wantedBatches: number;
  readonly learningRate: number;
  /** From 0. */
  readonly step: number;
  /** Called whenever numbers have been read from the backend; throws where they may be garbage. */
  readonly checkBackend: () => void;
}

/** What is wrong: in words, where the numbers show it; or the error of the backend. */
export type Trouble = string | KsBuildError;

/** @param refuse called with what is wrong, and the clips of the step so far; throws */
export async function takeStep(
  trainer: Trainer,
  stream: AsyncIterator<TrainingBatch>,
  { wantedBatches, learningRate, step, checkBackend }: StepPlan,
  refuse: (trouble: Trouble, clipIds: readonly string[]) => never,
): Promise<TakenStep> {
  const startMs = performance.now();
  const clipIds: string[] = [];
  const numbers: BatchNumbers[] = [];
  let dataWaitMs = 0;
  const believe = <T>(work: Promise<T>) => believed(work, checkBackend, (error) => refuse(error, clipIds));
  while (numbers.length < wantedBatches) {
    const waitStartMs = performance.now();
    const next = await stream.next();
    dataWaitMs += performance.now() - waitStartMs;
    if (next.done === true)
      throw new Error(`expected ${wantedBatches} batches, the epoch ended after ${numbers.length}`);
    clipIds.push(...next.value.clipIds);
    const ofBatch = await believe(trainer.addBatch(next.value));
    numbers.push(ofBatch);
    const trouble = troubleInBatch(ofBatch);
    if (trouble !== undefined) refuse(trouble, clipIds);
  }
  const norms = await believe(trainer.step(learningRate, step));
  const trouble = troubleInGradients(norms);
  if (trouble !== undefined) refuse(trouble, clipIds);
  return {
    clipIds,
    batches: numbers.length,
    lossSums: numbers.map(({ losses }) => losses).reduce(addLosses),
    spreads: numbers.at(-1)!.spreads,
    gradientNorm: Math.hypot(...norms.values()),
    stepMs: performance.now() - startMs,
    dataWaitMs,
  };
}

/** What the backend has computed, if it can be believed: else its error is refused. @param refuse throws */
export async function believed<T>(
  work: Promise<T>,
  checkBackend: () => void,
  refuse: (error: KsBuildError) => never,
): Promise<T> {
  try {
    const result = await work;
    checkBackend();
    return result;
  } catch (error) {
    const named = namingMemory(error);
    return named instanceof KsBuildError ? refuse(named) : Promise.reject(named);
  }
}
