// Training from its first batch, or from a checkpoint, to its end: batches in, events and checkpoints out. The same run gives the same
// numbers on the same backend, however often it is stopped and resumed.
import { memory } from '@tensorflow/tfjs-core';
import type { BatchSource, TrainingBatch } from '../dataset/training-batch.ts';
import { KsBuildError, OutOfMemoryError } from '../errors.ts';
import { learningRateAt } from '../tensor/learning-rate.ts';
import { measureBatchCost } from './batch-cost.ts';
import type { Checkpoint, TrainProgress, TrainRun } from './checkpoint.ts';
import { collectAvclMoments } from './collect-avcl-moments.ts';
import type { LearningTask } from './learning-task.ts';
import type { StepEvent, TrainEvent } from './train-events.ts';
import { afterEpoch, afterStep, BEGINNING, meanLosses, planTraining, type TrainPlan } from './train-progress.ts';
import { believed, type TakenStep, type Trouble, takeStep } from './train-step.ts';
import { createTrainer, type TrainedState, type Trainer } from './trainer.ts';

/** A checkpoint is written at the end of an epoch, and where an epoch is longer than this (chosen). */
const SAVE_AFTER_MS = 5 * 60_000;

/** One clip cannot be told apart from others. */
const FEWEST_CLIPS = 2;

export interface Training {
  readonly run: TrainRun;
  /** That of `run.objective`. */
  readonly task: LearningTask;
  readonly source: BatchSource;
  /** To go on from; undefined: from the beginning. */
  readonly from: Checkpoint | undefined;
  /** What a new run begins with, by name; weights that are not in it are drawn. */
  readonly firstWeights?: TrainedState['weights'] | undefined;
  /** The checkpoint is safe when it returns. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  readonly onEvent: (event: TrainEvent) => void;
  /** Threads that encode a batch together, this one among them; more than 1 on wasm only. */
  readonly threads?: number;
  /** Whether a batch is measured before the first step. */
  readonly isCostTold: boolean;
  /** Throws a KsBuildError where the backend's numbers may be garbage; asked whenever some were read. */
  readonly checkBackend: () => void;
  /** The step in hand is finished and saved first. */
  readonly abortSignal: AbortSignal;
}

/** @throws KsBuildError (training-stopped, exit 7) when there is no use in going on, the error of `save`, or the abort signal's reason */
export async function train(training: Training): Promise<Checkpoint> {
  const { run, task, from, firstWeights, threads = 1, source, save, onEvent } = training;
  if (from?.moments !== undefined) return from;
  const trainer = await createTrainer(run, task, from, { firstWeights, threads });
  try {
    const progress = await trainEpochs(training, trainer);
    const moments = await collectAvclMoments(trainer.weights, run, source);
    const checkpoint = { run, progress, moments, ...(await trainer.readState()) };
    training.checkBackend();
    await save(checkpoint);
    onEvent({ kind: 'saved', step: progress.step });
    return checkpoint;
  } finally {
    await trainer.dispose();
  }
}

/** @returns how it stands at the end of the last epoch */
async function trainEpochs(training: Training, trainer: Trainer): Promise<TrainProgress> {
  const { run, threads = 1, source, onEvent, isCostTold, checkBackend, abortSignal } = training;
  const { batchesPerEpoch } = source;
  const plan = planTraining(run.settings, batchesPerEpoch);
  let progress = training.from?.progress ?? BEGINNING;
  let savedStep = training.from?.progress.step;
  const refuse = (trouble: Trouble, clipIds: readonly string[]): never => {
    throw trainingStopped(trouble, { progress, clipIds, savedStep });
  };
  const believe = <T>(work: Promise<T>) => believed(work, checkBackend, (error) => refuse(error, []));
  if (isCostTold && progress.step < plan.steps) {
    const measureBatch: Trainer['measureBatch'] = (batch) => believe(trainer.measureBatch(batch));
    const cost = await measureBatchCost(
      { measureBatch },
      await batchThatComes(source, progress),
      Math.max(FEWEST_CLIPS, threads),
    );
    onEvent({ kind: 'cost', ...cost, batchesPerEpoch, epochs: plan.epochs });
  }

  const start = { step: progress.step, ms: performance.now() };
  let savedMs = start.ms;
  const save = async (): Promise<void> => {
    const state = await believe(trainer.readState());
    await training.save({ run, progress, moments: undefined, ...state });
    [savedStep, savedMs] = [progress.step, performance.now()];
    onEvent({ kind: 'saved', step: progress.step });
  };

  while (progress.step < plan.steps) {
    const stream = source.batches(progress.epoch, progress.batch)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { step } = progress;
        const wantedBatches = Math.min(run.settings.batchesPerStep, batchesPerEpoch - progress.batch);
        const learningRate = learningRateAt(step, plan);
        const taken = await takeStep(trainer, stream, { wantedBatches, learningRate, step, checkBackend }, refuse);
        progress = afterStep(progress, taken.batches, taken.lossSums);
        const meanMs = (performance.now() - start.ms) / (progress.step - start.step);
        const remainingSeconds = (meanMs * (plan.steps - progress.step)) / 1000;
        onEvent({ ...stepEvent(taken, learningRate), ...positionOf(progress, plan), remainingSeconds });
        if (progress.batch === batchesPerEpoch || progress.step === plan.steps) break;
        if (abortSignal.aborted || performance.now() - savedMs > SAVE_AFTER_MS) await save();
        abortSignal.throwIfAborted();
      }
    } finally {
      await stream.return?.();
    }
    progress = afterEpoch(progress);
    onEvent({ kind: 'epoch', epoch: progress.epoch, epochs: plan.epochs, losses: progress.history.at(-1)! });
    await save();
    abortSignal.throwIfAborted();
  }
  return progress;
}

function positionOf({ step, epoch }: TrainProgress, { steps, epochs }: TrainPlan) {
  return { step, steps, epoch: epoch + 1, epochs };
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

async function batchThatComes(source: BatchSource, { epoch, batch: next }: TrainProgress): Promise<TrainingBatch> {
  for await (const batch of source.batches(epoch, next)) return batch;
  throw new Error(`expected a batch ${next} in epoch ${epoch}, got none`);
}

interface Stop {
  readonly progress: TrainProgress;
  readonly clipIds: readonly string[];
  /** Undefined: nothing has been saved. */
  readonly savedStep: number | undefined;
}

function trainingStopped(trouble: Trouble, { progress, clipIds, savedStep }: Stop): KsBuildError {
  const lastGood =
    savedStep === undefined ? 'there is no checkpoint yet' : `the checkpoint is that of step ${savedStep}`;
  const what = typeof trouble === 'string' ? trouble : trouble.message;
  const clips = clipIds.length === 0 ? '' : `. Clips of the step: ${clipIds.join(', ')}`;
  return new KsBuildError(
    'training-stopped',
    7,
    `training, step ${progress.step + 1}, epoch ${progress.epoch + 1}: ${what}; ${lastGood}${remedyOf(trouble)}${clips}`,
    { cause: typeof trouble === 'string' ? undefined : trouble },
  );
}

function remedyOf(trouble: Trouble): string {
  if (trouble instanceof OutOfMemoryError)
    return '; try a smaller --batch, several of them a step (--batches-per-step), or a smaller preset';
  return typeof trouble === 'string' ? '; try a lower learning rate' : '';
}
