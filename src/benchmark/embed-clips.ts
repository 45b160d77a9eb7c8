// What a trained model makes of clips: a checkpoint and clips whose media are cached in, a vector for the picture and one for the sound of each
// out, before fusion and not L2-normalised. The backend is open.
import { mean, reshape, type Tensor, type Tensor2D, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { encodeAudio } from '../avcl/audio-encoder.ts';
import { embedClips } from '../avcl/avcl-model.ts';
import type { Checkpoint } from '../avcl/checkpoint.ts';
import { batchTensors } from '../avcl/trainer.ts';
import type { BatchSource, TrainingBatch } from '../dataset/training-batch.ts';
import { KsBuildError } from '../errors.ts';
import { normaliseByCollected } from '../tensor/collected-moments.ts';
import type { Network } from '../tensor/network.ts';
import { readNumbers } from '../tensor/read-numbers.ts';
import { weightsFrom } from '../tensor/stored-weights.ts';
import { exampleShape } from '../training-data/example-shape.ts';
import { openNoisyLoader, openPlainLoader } from '../training-data/open-loader.ts';
import type { TrainingClip } from '../training-data/training-clip.ts';

/** Windows whose vectors are averaged: a clip of 10 s is seen from end to end (chosen). */
const WINDOWS_PER_CLIP = 3;
const CLIPS_PER_BATCH = 8;

/** `[clips, size]` of each modality. */
export interface ClipVectors {
  readonly size: number;
  readonly video: Float32Array;
  readonly sound: Float32Array;
}

export interface EmbedOptions {
  /** Threads that make batches. */
  readonly workers: number;
  readonly abortSignal: AbortSignal;
}

/** @param checkpoint of a training that has ended. @throws KsBuildError */
export async function clipVectors(
  checkpoint: Checkpoint,
  clips: readonly TrainingClip[],
  options: EmbedOptions,
): Promise<ClipVectors> {
  const { preset } = checkpoint.run;
  const open = (feed: WindowFeed) => openPlainLoader(clips, exampleShape(preset), feed);
  const [video, sound] = await embedWindows(checkpoint, open, options, (network, batch) => {
    const embedded = embedClips(network, preset, batchTensors(batch, preset));
    return [embedded.video, embedded.sound];
  });
  return { size: video!.length / clips.length, video: video!, sound: sound! };
}

/** `[clips, ratios, size]`: vectors of the clips' sound alone, with white noise added. @throws KsBuildError */
export async function noisySoundVectors(
  checkpoint: Checkpoint,
  clips: readonly TrainingClip[],
  snrsDb: readonly number[],
  options: EmbedOptions,
): Promise<Float32Array> {
  const { preset } = checkpoint.run;
  const { melSide, encoder } = preset;
  const open = (feed: WindowFeed) => openNoisyLoader(clips, exampleShape(preset), { ...feed, snrsDb });
  const [sound] = await embedWindows(checkpoint, open, options, (network, { logMel, clipIds }) => [
    encodeAudio(network, encoder, tensor4d(logMel, [clipIds.length, melSide, melSide, 1]) as Tensor4D),
  ]);
  return sound!;
}

type WindowFeed = Parameters<typeof openPlainLoader>[2];

/** The vectors that `embed` gives for each window, averaged over the windows of a clip, in the order in which they are read. */
async function embedWindows(
  { run, weights: stored, moments, progress }: Checkpoint,
  open: (feed: WindowFeed) => BatchSource,
  { workers, abortSignal }: EmbedOptions,
  embed: (network: Network, batch: TrainingBatch) => readonly Tensor2D[],
): Promise<Float32Array[]> {
  if (moments === undefined)
    throw new KsBuildError(
      'checkpoint',
      7,
      `expected a checkpoint whose training has ended, got one of epoch ${progress.epoch} of ${run.settings.epochs}; end it with \`ks-build pretrain --resume\``,
    );
  const batchSize = CLIPS_PER_BATCH * WINDOWS_PER_CLIP;
  const source = open({ batchSize, workers, ahead: 2 * workers, windowsPerClip: WINDOWS_PER_CLIP });
  const weights = weightsFrom(stored);
  const { normalise, dispose } = normaliseByCollected(moments);
  const parts: Float32Array[][] = [];
  try {
    for await (const batch of source.batches(0, 0)) {
      abortSignal.throwIfAborted();
      const means = tidy(() => embed({ weights, normalise }, batch).map(meanOverWindows));
      parts.push(await Promise.all(means.map(readAndDispose)));
    }
  } finally {
    await source.close();
    weights.dispose();
    dispose();
  }
  return parts[0]!.map((_, kind) => finite(joined(parts.map((part) => part[kind]!))));
}

/** One row a clip: its windows lie side by side in the batch, and none is in another. */
function meanOverWindows(rows: Tensor2D): Tensor2D {
  return mean(reshape(rows, [rows.shape[0] / WINDOWS_PER_CLIP, WINDOWS_PER_CLIP, -1]), 1);
}

async function readAndDispose(tensor: Tensor): Promise<Float32Array> {
  const values = await readNumbers(tensor);
  tensor.dispose();
  return values;
}

/** A probe of numbers that are none would answer something all the same. @throws KsBuildError */
function finite(vectors: Float32Array): Float32Array {
  const wrong = vectors.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return vectors;
  throw new KsBuildError(
    'vectors',
    7,
    `expected vectors of finite numbers, got ${wrong} from the model; train it anew with a lower learning rate`,
  );
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
