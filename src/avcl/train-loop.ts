// Pre-training from its first batch, or from a checkpoint, to its end: batches in, events and checkpoints out. The same run gives the same
// numbers on the same backend, however often it is stopped and resumed.
import { memory } from '@tensorflow/tfjs-core';
import type { BatchSource } from '../dataset/training-batch.ts';
import { KsBuildError } from '../errors.ts';
import { learningRateAt } from '../tensor/learning-rate.ts';
import type { Checkpoint, PretrainRun, TrainProgress } from './checkpoint.ts';
import { collectAvclMoments } from './collect-avcl-moments.ts';
import type { StepEvent, TrainEvent } from './train-events.ts';
import { afterEpoch, afterStep, BEGINNING, meanLosses, planLearningRate } from './train-progress.ts';
import { type TakenStep, takeStep } from './train-step.ts';
import { createTrainer, type Trainer } from './trainer.ts';

/** A checkpoint is written at the end of an epoch, and where an epoch is longer than this (chosen). */
const SAVE_AFTER_MS = 5 * 60_000;
/** A first batch quicker than this is measured a second time, when everything has been compiled. */
const QUICK_MS = 5_000;

export interface TrainTask {
  readonly run: PretrainRun;
  readonly source: BatchSource;
  /** To go on from; undefined: from the beginning. */
  readonly from: Checkpoint | undefined;
  /** The checkpoint is safe when it returns. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  readonly onEvent: (event: TrainEvent) => void;
  /** The step in hand is finished and saved first. */
  readonly abortSignal: AbortSignal;
}

/** @throws KsBuildError (training-stopped, exit 7) when there is no use in going on, the error of `save`, or the abort signal's reason */
export async function pretrain(task: TrainTask): Promise<Checkpoint> {
  const { run, from, source, save, onEvent } = task;
  if (from?.moments !== undefined) return from;
  const trainer = await createTrainer(run, from);
  try {
    const progress = await trainEpochs(task, trainer);
    const moments = await collectAvclMoments(trainer.weights, run, source);
    const checkpoint = { run, progress, moments, ...(await trainer.readState()) };
    await save(checkpoint);
    onEvent({ kind: 'saved', step: progress.step });
    return checkpoint;
  } finally {
    trainer.dispose();
  }
}

/** @returns how it stands at the end of the last epoch */
async function trainEpochs(task: TrainTask, trainer: Trainer): Promise<TrainProgress> {
  const { run, source, onEvent, abortSignal } = task;
  const { epochs, batchesPerStep } = run.settings;
  const plan = planLearningRate(run, source.batchesPerEpoch);
  let progress = task.from?.progress ?? BEGINNING;
  if (progress.epoch < epochs)
    onEvent({ kind: 'cost', batchMs: await measureBatch(trainer, source, progress), ...countsOf(task) });

  const start = { step: progress.step, ms: performance.now() };
  let savedStep = task.from?.progress.step;
  let savedMs = start.ms;
  const save = async (): Promise<void> => {
    await task.save({ run, progress, moments: undefined, ...(await trainer.readState()) });
    [savedStep, savedMs] = [progress.step, performance.now()];
    onEvent({ kind: 'saved', step: progress.step });
  };
  const refuse = (trouble: string, clipIds: readonly string[]): never => {
    throw trainingStopped(trouble, { progress, clipIds, savedStep });
  };

  while (progress.epoch < epochs) {
    const stream = source.batches(progress.epoch, progress.batch)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const wanted = Math.min(batchesPerStep, source.batchesPerEpoch - progress.batch);
        const learningRate = learningRateAt(progress.step, plan);
        const taken = await takeStep(trainer, stream, wanted, learningRate, refuse);
        progress = afterStep(progress, taken.batches, taken.lossSums);
        const meanMs = (performance.now() - start.ms) / (progress.step - start.step);
        const remainingSeconds = (meanMs * (plan.steps - progress.step)) / 1000;
        onEvent({ ...stepEvent(taken, learningRate), ...positionOf(task, progress, plan.steps), remainingSeconds });
        if (progress.batch === source.batchesPerEpoch) break;
        if (abortSignal.aborted || performance.now() - savedMs > SAVE_AFTER_MS) await save();
        abortSignal.throwIfAborted();
      }
    } finally {
      await stream.return?.();
    }
    progress = afterEpoch(progress);
    onEvent({ kind: 'epoch', epoch: progress.epoch, epochs, losses: progress.history.at(-1)! });
    await save();
    abortSignal.throwIfAborted();
  }
  return progress;
}

function countsOf({ run: { settings }, source: { batchesPerEpoch } }: TrainTask) {
  return { batchesPerEpoch, epochs: settings.epochs };
}

function positionOf(task: TrainTask, { step, epoch }: TrainProgress, steps: number) {
  return { step, steps, epoch: epoch + 1, epochs: task.run.settings.epochs };
}

function stepEvent({ clipIds, batches, lossSums, ...numbers }: TakenStep, learningRate: number) {
  return {
    kind: 'step',
    ...numbers,
    losses: meanLosses(lossSums, batches),
    learningRate,
    examplesPerSecond: (1000 * clipIds.length) / numbers.stepMs,
    memoryBytes: process.memoryUsage().rss,
    tensorBytes: memory().numBytes,
  } as const satisfies Partial<StepEvent>;
}

/** What one batch costs, ms, on the batch that comes next. */
async function measureBatch(
  trainer: Trainer,
  source: BatchSource,
  { epoch, batch: next }: TrainProgress,
): Promise<number> {
  for await (const batch of source.batches(epoch, next)) {
    const firstMs = await trainer.measureBatch(batch);
    return firstMs < QUICK_MS ? await trainer.measureBatch(batch) : firstMs;
  }
  throw new Error(`expected a batch ${next} in epoch ${epoch}, got none`);
}

interface Stop {
  readonly progress: TrainProgress;
  readonly clipIds: readonly string[];
  /** Undefined: nothing has been saved. */
  readonly savedStep: number | undefined;
}

function trainingStopped(trouble: string, { progress, clipIds, savedStep }: Stop): KsBuildError {
  const lastGood =
    savedStep === undefined ? 'there is no checkpoint yet' : `the checkpoint is that of step ${savedStep}`;
  return new KsBuildError(
    'training-stopped',
    7,
    `pre-training, step ${progress.step + 1}, epoch ${progress.epoch + 1}: ${trouble}; ${lastGood}; try a lower learning rate. ` +
      `Clips of the step: ${clipIds.join(', ')}`,
  );
}
