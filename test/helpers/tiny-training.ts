// Pre-training that takes moments: a small architecture, and batches drawn from seed, epoch and place instead of clips.
import { avclTask } from '../../src/avcl/avcl-task.ts';
import type { Checkpoint, TrainRun } from '../../src/avcl/checkpoint.ts';
import type { LearningTask } from '../../src/avcl/learning-task.ts';
import type { AvclPreset } from '../../src/avcl/presets.ts';
import type { TrainEvent } from '../../src/avcl/train-events.ts';
import { type Training, train } from '../../src/avcl/train-loop.ts';
import type { TrainSettings } from '../../src/avcl/train-settings.ts';
import type { BatchSource, TrainingBatch } from '../../src/dataset/training-batch.ts';
import { seededRandom, seedOf } from '../../src/signal/seeded-random.ts';

export const TINY_PRESET: AvclPreset = {
  sidePx: 8,
  videoFrames: 2,
  melSide: 9,
  encoder: {
    stem: { kernel: 3, stride: 2, channels: 2, videoMidChannels: 2 },
    stages: [{ channels: 3, blocks: 1, stride: 2 }],
  },
};

export const BATCHES_PER_EPOCH = 5;

export const TINY_TASK = avclTask({ fusion: 'as-drawn', alignmentWeight: 0.3, contrastWeight: 1 });

const CORPUS = { clips: 20, corpusSha256: 'ab'.repeat(32) };

export function tinyRun(
  changes: Partial<TrainSettings> = {},
  { objective, headShapes }: LearningTask = TINY_TASK,
): TrainRun {
  const settings: TrainSettings = {
    optimiser: { kind: 'adam', weightDecay: 1e-2 },
    learningRate: 1e-2,
    warmUpEpochs: 1,
    epochs: 3,
    batchSize: 4,
    batchesPerStep: 1,
    ...changes,
  };
  return { preset: TINY_PRESET, objective, headShapes, settings, seed: 7, backend: 'wasm', ...CORPUS };
}

function drawBatch(run: TrainRun, epoch: number, batch: number): TrainingBatch {
  const random = seededRandom(seedOf(run.seed, epoch, batch));
  const { sidePx, videoFrames, melSide } = run.preset;
  const clips = run.settings.batchSize;
  const drawn = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  return {
    clipIds: Array.from({ length: clips }, (_, clip) => `clip-${epoch}-${batch}-${clip}`),
    labels: new Int32Array(clips),
    video: drawn(clips * videoFrames * sidePx * sidePx * 3),
    logMel: drawn(clips * melSide * melSide),
  };
}

/** @param spoil changes a batch before it is handed out */
export function drawnBatches(
  run: TrainRun,
  spoil: (batch: TrainingBatch, epoch: number, at: number) => void = () => {},
): BatchSource {
  return {
    batchesPerEpoch: BATCHES_PER_EPOCH,
    async *batches(epoch, fromBatch) {
      for (let at = fromBatch; at < BATCHES_PER_EPOCH; at += 1) {
        const batch = drawBatch(run, epoch, at);
        spoil(batch, epoch, at);
        yield batch;
      }
    },
    close: () => Promise.resolve(),
  };
}

export interface TinyTraining {
  readonly run: TrainRun;
  /** AVCL's where none is given. */
  readonly task?: LearningTask;
  readonly source?: BatchSource;
  readonly from?: Checkpoint;
  /** Asks to stop once so many steps have been taken. */
  readonly stopAfterStep?: number;
  readonly save?: Training['save'];
  readonly checkBackend?: Training['checkBackend'];
}

export interface TrainedTiny {
  /** The last one that was saved. */
  readonly saved: Checkpoint | undefined;
  readonly events: readonly TrainEvent[];
  readonly error: unknown;
}

/** Runs to its end, or to its error. */
export async function trainTiny(tiny: TinyTraining): Promise<TrainedTiny> {
  const { run, task = TINY_TASK, source, from, stopAfterStep, save, checkBackend = () => {} } = tiny;
  const stop = new AbortController();
  const events: TrainEvent[] = [];
  let saved: Checkpoint | undefined;
  let error: unknown;
  try {
    await train({
      run,
      task,
      source: source ?? drawnBatches(run),
      from,
      save: async (checkpoint) => {
        await save?.(checkpoint);
        saved = checkpoint;
      },
      onEvent: (event) => {
        events.push(event);
        if (event.kind === 'step' && event.step === stopAfterStep) stop.abort(new Error('stopped'));
      },
      isCostTold: true,
      checkBackend,
      abortSignal: stop.signal,
    });
  } catch (thrown) {
    error = thrown;
  }
  return { saved, events, error };
}
