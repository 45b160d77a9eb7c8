// What retrieval with a trained model's fused vectors reads off the query: model and held-out clips in, Recall@1 of each kind of vector by name out.
import { concat, keep, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { embedClips } from '../../avcl/avcl-model.ts';
import type { Checkpoint } from '../../avcl/checkpoint.ts';
import { measureLeak, type Retrieval, type RetrievalByVector } from '../../avcl/leak.ts';
import { batchTensors } from '../../avcl/trainer.ts';
import { normaliseByCollected } from '../../tensor/collected-moments.ts';
import { weightsFrom } from '../../tensor/stored-weights.ts';
import { exampleShape } from '../../training-data/example-shape.ts';
import { openPlainLoader } from '../../training-data/open-loader.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';

const CLIPS_PER_BATCH = 16;

/** @param model a checkpoint whose training has ended. @param clips at least 2, one a video; one window of each is read */
export async function modelLeak(
  { run, weights: stored, moments }: Checkpoint,
  clips: readonly TrainingClip[],
  workers: number,
): Promise<Readonly<Record<string, number>>> {
  const feed = { batchSize: CLIPS_PER_BATCH, workers, ahead: 2 * workers, windowsPerClip: 1 };
  const source = openPlainLoader(clips, exampleShape(run.preset), feed);
  const weights = weightsFrom(stored);
  const { normalise, dispose } = normaliseByCollected(moments!);
  const network = { weights, normalise };
  const parts: { readonly video: Tensor2D; readonly sound: Tensor2D }[] = [];
  try {
    for await (const batch of source.batches(0, 0))
      parts.push(tidy(() => ({ ...embedClips(network, run.preset, batchTensors(batch, run.preset)) })));
    const joined = (kind: 'video' | 'sound') =>
      keep(
        concat(
          parts.map((part) => part[kind]),
          0,
        ),
      );
    const embeddings = { video: joined('video'), sound: joined('sound') };
    parts.push(embeddings);
    const { chance, paired, exchanged } = await measureLeak(network, embeddings);
    return { clips: clips.length, chance, ...named('paired', paired), ...named('exchanged', exchanged) };
  } finally {
    await source.close();
    for (const { video, sound } of parts) {
      video.dispose();
      sound.dispose();
    }
    weights.dispose();
    dispose();
  }
}

/** `exchanged fused, audio to visual`, and so on. */
function named(pairs: string, { unfused, fused, pairwise }: RetrievalByVector): Record<string, number> {
  const rows = (kind: string, { videoToSound, soundToVideo }: Retrieval) => ({
    [`${pairs} ${kind}, visual to audio`]: videoToSound,
    [`${pairs} ${kind}, audio to visual`]: soundToVideo,
  });
  return { ...rows('unfused', unfused), ...rows('fused', fused), ...rows('pairwise', pairwise) };
}
