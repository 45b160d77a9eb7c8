// Embeddings of the clips of a workspace by a pre-trained model: index and checkpoint in, vectors before and after fusion out.
import { concat, mean, reshape, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { fuse } from '../avcl/amfm.ts';
import { embedClips } from '../avcl/avcl-model.ts';
import type { Checkpoint } from '../avcl/checkpoint.ts';
import { batchTensors } from '../avcl/trainer.ts';
import type { Split } from '../dataset/segment.ts';
import type { TrainingBatch } from '../dataset/training-batch.ts';
import { KsBuildError } from '../errors.ts';
import type { Index } from '../store/open.ts';
import { normaliseByCollected } from '../tensor/collected-moments.ts';
import type { Network } from '../tensor/network.ts';
import { weightsFrom } from '../tensor/stored-weights.ts';
import { exampleShape } from '../training-data/example-shape.ts';
import { openPlainLoader } from '../training-data/open-loader.ts';
import { type CorpusContext, prepareCorpus } from './prepare-corpus.ts';
import type { CorpusClip } from './training-clips.ts';

/** Windows whose vectors are averaged: a clip of 10 s is seen from end to end (chosen). */
const WINDOWS_PER_CLIP = 3;
const CLIPS_PER_BATCH = 8;

export const VECTOR_KINDS = ['video', 'sound', 'fusedVideo', 'fusedSound'] as const;
export type VectorKind = (typeof VECTOR_KINDS)[number];

export interface EmbeddedCorpus {
  readonly clips: readonly CorpusClip[];
  /** Length of a vector. */
  readonly size: number;
  /** `[clips, size]` of each kind, not L2-normalised. */
  readonly vectors: Readonly<Record<VectorKind, Float32Array>>;
  readonly unusableClips: number;
}

/** The backend is open. @param checkpoint of a training that has ended. @throws KsBuildError; what prepareCorpus throws */
export async function embedCorpus(
  index: Index,
  { run, weights: stored, moments, progress }: Checkpoint,
  splits: readonly Split[],
  context: CorpusContext,
): Promise<EmbeddedCorpus> {
  if (moments === undefined)
    throw new KsBuildError(
      'checkpoint',
      7,
      `expected a checkpoint whose training has ended, got one of epoch ${progress.epoch} of ${run.settings.epochs}; end it with \`ks-build pretrain --resume\``,
    );
  const shape = exampleShape(run.preset);
  const { clips, unusable } = await prepareCorpus(index, splits, shape, context);
  const batchSize = CLIPS_PER_BATCH * WINDOWS_PER_CLIP;
  const feed = { batchSize, workers: context.jobs, ahead: 2 * context.jobs, windowsPerClip: WINDOWS_PER_CLIP };
  const source = openPlainLoader(clips, shape, feed);
  const weights = weightsFrom(stored);
  const { normalise, dispose } = normaliseByCollected(moments);
  try {
    const parts: Record<VectorKind, Float32Array>[] = [];
    for await (const batch of source.batches(0, 0)) {
      context.abortSignal.throwIfAborted();
      parts.push(await embedBatch({ weights, normalise }, run.preset, batch));
    }
    const vectors = Object.fromEntries(VECTOR_KINDS.map((kind) => [kind, joined(parts.map((part) => part[kind]))]));
    return {
      clips,
      size: vectors.video!.length / clips.length,
      vectors: vectors as Record<VectorKind, Float32Array>,
      unusableClips: unusable.length,
    };
  } finally {
    await source.close();
    weights.dispose();
    dispose();
  }
}

/** One row a clip: its windows lie side by side in the batch, and none is in another. */
async function embedBatch(
  network: Network,
  preset: Checkpoint['run']['preset'],
  batch: TrainingBatch,
): Promise<Record<VectorKind, Float32Array>> {
  const clips = batch.clipIds.length / WINDOWS_PER_CLIP;
  const all = tidy(() => {
    const windows = embedClips(network, preset, batchTensors(batch, preset));
    const ofClips = (rows: Tensor2D) => mean<Tensor2D>(reshape(rows, [clips, WINDOWS_PER_CLIP, -1]), 1);
    const before = { video: ofClips(windows.video), sound: ofClips(windows.sound) };
    const after = fuse(network, before);
    return concat([before.video, before.sound, after.video, after.sound], 0); // [4 clips, size]
  });
  const values = await all.data<'float32'>();
  all.dispose();
  const length = values.length / VECTOR_KINDS.length;
  const part = (at: number) => values.slice(at * length, (at + 1) * length);
  return { video: part(0), sound: part(1), fusedVideo: part(2), fusedSound: part(3) };
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
