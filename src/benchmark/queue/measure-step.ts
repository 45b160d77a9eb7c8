// What one step of a training costs on this machine: a preset and a batch size in, seconds out, from a batch of noise. Nothing is learned.
import { measureBatchCost } from '../../avcl/batch-cost.ts';
import { AVCL_PRESETS, type PresetName } from '../../avcl/presets.ts';
import type { TrainSettings } from '../../avcl/train-settings.ts';
import { createTrainer } from '../../avcl/trainer.ts';
import type { TrainingBatch } from '../../dataset/training-batch.ts';
import { seededRandom } from '../../signal/seeded-random.ts';
import type { OpenBackend } from '../../tensor/backend.ts';
import { methodTask } from '../methods/method-task.ts';

export interface MeasuredStep {
  readonly secondsPerStep: number;
  /** Clips of the batch that was measured; where they are fewer than those of a step, the seconds are in proportion. */
  readonly measuredClips: number;
}

/** Measured first: the fewest that are told apart. */
const FEWEST_CLIPS = 2;

export async function measureStep(
  preset: PresetName,
  settings: TrainSettings,
  backend: Pick<OpenBackend, 'name' | 'check'>,
): Promise<MeasuredStep> {
  const { batchSize, batchesPerStep } = settings;
  const task = methodTask('avcl-pairwise', preset, [], 1);
  const { objective, headShapes } = task;
  const corpus = { clips: batchSize, corpusSha256: '' };
  const run = {
    preset: AVCL_PRESETS[preset],
    objective,
    headShapes,
    settings,
    seed: 1,
    backend: backend.name,
    ...corpus,
  };
  const trainer = await createTrainer(run, task, undefined);
  try {
    const { batchMs, estimatedBy } = await measureBatchCost(trainer, noiseBatch(preset, batchSize), FEWEST_CLIPS);
    backend.check();
    return { secondsPerStep: (batchMs / 1000) * batchesPerStep, measuredClips: estimatedBy ?? batchSize };
  } finally {
    trainer.dispose();
  }
}

function noiseBatch(preset: PresetName, clips: number): TrainingBatch {
  const { videoFrames, sidePx, melSide } = AVCL_PRESETS[preset];
  const random = seededRandom(1);
  const noise = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal());
  return {
    clipIds: Array.from({ length: clips }, (_, clip) => `noise-${clip}`),
    labels: new Int32Array(clips),
    video: noise(clips * videoFrames * sidePx * sidePx * 3),
    logMel: noise(clips * melSide * melSide),
  };
}
