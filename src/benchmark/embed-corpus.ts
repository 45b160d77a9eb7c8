// Embeddings of the clips of a workspace by a pre-trained model: index and checkpoint in, vectors before and after fusion out.
import type { Checkpoint } from '../avcl/checkpoint.ts';
import type { Split } from '../dataset/segment.ts';
import type { Index } from '../store/open.ts';
import { exampleShape } from '../training-data/example-shape.ts';
import { clipVectors } from './embed-clips.ts';
import { fuseVectors } from './fuse-vectors.ts';
import { type CorpusContext, prepareCorpus } from './prepare-corpus.ts';
import type { CorpusClip } from './training-clips.ts';

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
  checkpoint: Checkpoint,
  splits: readonly Split[],
  context: CorpusContext,
): Promise<EmbeddedCorpus> {
  const { clips, unusable } = await prepareCorpus(index, splits, exampleShape(checkpoint.run.preset), context);
  const { jobs: workers, abortSignal } = context;
  const before = await clipVectors(checkpoint, clips, { workers, abortSignal });
  const { video, sound, size } = before;
  const after = await fuseVectors(checkpoint, before);
  return {
    clips,
    size,
    vectors: { video, sound, fusedVideo: after.video, fusedSound: after.sound },
    unusableClips: unusable.length,
  };
}
