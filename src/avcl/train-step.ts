// One step of pre-training: as many batches as it takes out of a stream, gradients into the weights, numbers out.
import type { TrainingBatch } from '../dataset/training-batch.ts';
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

/** @param refuse called with what is wrong, and the clips of the step so far; throws */
export async function takeStep(
  trainer: Trainer,
  stream: AsyncIterator<TrainingBatch>,
  wantedBatches: number,
  learningRate: number,
  refuse: (trouble: string, clipIds: readonly string[]) => never,
): Promise<TakenStep> {
  const startMs = performance.now();
  const clipIds: string[] = [];
  const numbers: BatchNumbers[] = [];
  let dataWaitMs = 0;
  while (numbers.length < wantedBatches) {
    const waitStartMs = performance.now();
    const next = await stream.next();
    dataWaitMs += performance.now() - waitStartMs;
    if (next.done === true)
      throw new Error(`expected ${wantedBatches} batches, the epoch ended after ${numbers.length}`);
    clipIds.push(...next.value.clipIds);
    const ofBatch = await trainer.addBatch(next.value);
    numbers.push(ofBatch);
    const trouble = troubleInBatch(ofBatch);
    if (trouble !== undefined) refuse(trouble, clipIds);
  }
  const norms = await trainer.step(learningRate);
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
