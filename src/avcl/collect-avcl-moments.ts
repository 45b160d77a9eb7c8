// What batch norm uses once the model has been trained: moments of both encoders' layers over some batches of the training clips.
import type { BatchSource } from '../dataset/training-batch.ts';
import { type CollectedMoments, createMomentCollector } from '../tensor/collected-moments.ts';
import type { Weights } from '../tensor/network.ts';
import { embedClips } from './avcl-model.ts';
import type { TrainRun } from './checkpoint.ts';
import { batchTensors } from './trainer.ts';

/** Chosen: with the usual batch sizes, some hundreds of clips. */
const MOMENT_BATCHES = 12;

/** Over the batches of the epoch that would come next, or as many of them as there are. */
export async function collectAvclMoments(
  weights: Weights,
  { preset, settings }: TrainRun,
  source: BatchSource,
): Promise<CollectedMoments> {
  const collector = createMomentCollector();
  let collected = 0;
  for await (const batch of source.batches(settings.epochs, 0)) {
    const inputs = batchTensors(batch, preset);
    await collector.add((normalise) => embedClips({ weights, normalise }, preset, inputs));
    for (const input of [inputs.video, inputs.sound]) input.dispose();
    collected += 1;
    if (collected === MOMENT_BATCHES) break;
  }
  return collector.average();
}
