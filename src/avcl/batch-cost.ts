// What a batch will cost: a trainer and a batch in, milliseconds out. Nothing is learned.
import type { TrainingBatch } from '../dataset/training-batch.ts';
import type { Trainer } from './trainer.ts';

/** Numbers of a batch. */
export interface BatchCost {
  readonly batchMs: number;
  /** Clips of the batch that were measured, where the whole would have taken too long: `batchMs` is in proportion to them. */
  readonly estimatedBy: number | undefined;
}

/** A batch that promises to take less is measured whole (chosen). */
const LONG_MS = 10_000;
/** A first time quicker than this is measured again, now that everything has been compiled (chosen). */
const QUICK_MS = 5_000;

/** @param fewClips measured first, since a whole batch of a large preset may take minutes */
export async function measureBatchCost(
  trainer: Pick<Trainer, 'measureBatch'>,
  batch: TrainingBatch,
  fewClips: number,
): Promise<BatchCost> {
  const measure = async (measured: TrainingBatch): Promise<number> => {
    const firstMs = await trainer.measureBatch(measured);
    return firstMs < QUICK_MS ? await trainer.measureBatch(measured) : firstMs;
  };
  const clips = batch.clipIds.length;
  const few = Math.min(fewClips, clips);
  const promisedMs = ((await measure(firstClips(batch, few))) * clips) / few;
  if (promisedMs > LONG_MS) return { batchMs: promisedMs, estimatedBy: few };
  return { batchMs: await measure(batch), estimatedBy: undefined };
}

function firstClips({ clipIds, labels, video, logMel }: TrainingBatch, count: number): TrainingBatch {
  const firstOf = (values: Float32Array): Float32Array => values.slice(0, (values.length / clipIds.length) * count);
  return {
    clipIds: clipIds.slice(0, count),
    labels: labels.slice(0, count),
    video: firstOf(video),
    logMel: firstOf(logMel),
  };
}
