// How much of retrieval with fused vectors reads the answer off the query: the vectors of a set of clips before fusion in, Recall@1 by each
// kind of vector out, on the clips as they are and with their sounds exchanged.
import { concat, slice, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core';
import { recallAtK } from '../statistics/recall-at-k.ts';
import type { Network } from '../tensor/network.ts';
import { readNumbers } from '../tensor/read-numbers.ts';
import { type EmbeddingPair, fuse } from './amfm.ts';
import { pairwiseInRows } from './pairwise-fusion.ts';
import { cosineSimilarities } from './selfcl-loss.ts';

/** Recall@1, 0..1. */
export interface Retrieval {
  readonly videoToSound: number;
  readonly soundToVideo: number;
}

export interface RetrievalByVector {
  /** By the encoders' vectors: the benchmark's measure. */
  readonly unfused: Retrieval;
  /** By AMFM's, as drawn: query and candidates were each fused with their own partner beforehand. */
  readonly fused: Retrieval;
  /** AMFM computed for each candidate pair. */
  readonly pairwise: Retrieval;
}

export interface LeakReport {
  readonly clips: number;
  /** Recall@1 of a blind guess: 1 / clips. */
  readonly chance: number;
  readonly paired: RetrievalByVector;
  /**
   * Each picture is given the sound of another clip, fused with it, and searched with: found is the sound that it was given. Nothing but
   * the fusion joins the two, so that whatever is found above chance, beyond what `unfused` finds by likeness of classes, is leak.
   */
  readonly exchanged: RetrievalByVector;
}

/** The definition is ours (chosen). @param embeddings at least 2 clips, one a video. */
export async function measureLeak(network: Network, embeddings: EmbeddingPair): Promise<LeakReport> {
  const clips = embeddings.video.shape[0];
  const paired = await retrieve(network, embeddings);
  const sound = tidy(() => turnedHalf(embeddings.sound));
  const exchanged = await retrieve(network, { video: embeddings.video, sound });
  sound.dispose();
  return { clips, chance: 1 / clips, paired, exchanged };
}

/** Half the set further on, not to the neighbour, which is often of the same class. */
function turnedHalf(rows: Tensor2D): Tensor2D {
  const [count, size] = rows.shape;
  const half = Math.floor(count / 2);
  return concat([slice(rows, [half, 0], [count - half, size]), slice(rows, [0, 0], [half, size])], 0);
}

async function retrieve(network: Network, pair: EmbeddingPair): Promise<RetrievalByVector> {
  return {
    unfused: await recallBothWays(() => cosineSimilarities(pair)),
    fused: await recallBothWays(() => cosineSimilarities(fuse(network, pair))),
    pairwise: await recallBothWays(() => pairwiseInRows(network, pair)),
  };
}

async function recallBothWays(similarities: () => Tensor2D): Promise<Retrieval> {
  const [byVideo, bySound] = tidy(() => {
    const byVideo = similarities();
    return [byVideo, transpose(byVideo)] as [Tensor2D, Tensor2D];
  });
  const clips = byVideo.shape[0];
  const recall = {
    videoToSound: recallAtK(await readNumbers(byVideo), clips, 1),
    soundToVideo: recallAtK(await readNumbers(bySound), clips, 1),
  };
  byVideo.dispose();
  bySound.dispose();
  return recall;
}
