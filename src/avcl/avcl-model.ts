// AVCL (audio-visual contrastive learning, arXiv 2204.13386), Figure 1 as a whole: films and log-mel images of a batch in; vectors before and
// after fusion, both losses and all gradients out. Tensor functions are tidied by the caller, but for `pretrainGradients`.
import {
  add,
  keep,
  mul,
  type NamedTensorMap,
  type Scalar,
  type Tensor4D,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { SeededRandom } from '../signal/seeded-random.ts';
import { expectShape } from '../tensor/expect-shape.ts';
import { createWeights, type Network, normaliseByBatch, type Weights } from '../tensor/network.ts';
import { amfmShapes, type EmbeddingPair, fuse, openGates } from './amfm.ts';
import { audioEncoderShapes, encodeAudio } from './audio-encoder.ts';
import { cgraLoss } from './cgra-loss.ts';
import { embeddingSpread } from './embedding-spread.ts';
import { pairwiseSimilarities } from './pairwise-fusion.ts';
import { type AvclPreset, embeddingSize } from './presets.ts';
import { cosineSimilarities, selfClLoss } from './selfcl-loss.ts';
import { encodeVideo, videoEncoderShapes } from './video-encoder.ts';

export interface AvclInputs {
  /** `[batch * videoFrames, sidePx, sidePx, 3]`, the video frames of a clip one after the other. */
  readonly video: Tensor4D;
  /** `[batch, melSide, melSide, 1]`, log-mel. */
  readonly sound: Tensor4D;
}

/** `as-drawn`: the figure's. `pairwise`: SelfCL compares candidates each fused with the query. `none`: without AMFM. */
export type Fusion = 'as-drawn' | 'pairwise' | 'none';

/** What pre-training minimises: alignmentWeight * Loss_cor + contrastWeight * Loss_self. How the paper weighs the two is not known. */
export interface AvclObjective {
  readonly fusion: Fusion;
  readonly alignmentWeight: number;
  readonly contrastWeight: number;
}

export interface AvclLosses {
  /** CGRA. */
  readonly alignment: Scalar;
  /** SelfCL. */
  readonly contrast: Scalar;
  readonly total: Scalar;
}

export function avclWeightShapes({ encoder }: AvclPreset): Record<string, readonly number[]> {
  return {
    ...videoEncoderShapes(encoder),
    ...audioEncoderShapes(encoder),
    ...amfmShapes(embeddingSize(encoder)),
  };
}

export function createAvclWeights(preset: AvclPreset, random: SeededRandom): Weights {
  const weights = createWeights(avclWeightShapes(preset), random);
  openGates(weights);
  return weights;
}

/**
 * The vectors before fusion, not L2-normalised: what probes and retrieval read.
 * @throws KsBuildError when an input has another shape than the preset's.
 */
export function embedClips(network: Network, preset: AvclPreset, { video, sound }: AvclInputs): EmbeddingPair {
  const { encoder, sidePx, videoFrames, melSide } = preset;
  expectShape('log-mel images', sound, ['clips', melSide, melSide, 1]);
  expectShape('video frames', video, [sound.shape[0] * videoFrames, sidePx, sidePx, 3]);
  return {
    video: encodeVideo(network, encoder, { values: video, videoFrames }),
    sound: encodeAudio(network, encoder, sound),
  };
}

export function avclLosses(network: Network, objective: AvclObjective, embeddings: EmbeddingPair): AvclLosses {
  const fused = objective.fusion === 'none' ? embeddings : fuse(network, embeddings);
  const similarities =
    objective.fusion === 'pairwise' ? pairwiseSimilarities(network, embeddings) : cosineSimilarities(fused);
  const alignment = cgraLoss(fused);
  const contrast = selfClLoss(similarities);
  const total = add(mul(alignment, objective.alignmentWeight), mul(contrast, objective.contrastWeight)) as Scalar;
  return { alignment, contrast, total };
}

export interface PretrainGradients {
  readonly losses: AvclLosses;
  /** Of the vectors before fusion. */
  readonly spreads: { readonly video: Scalar; readonly sound: Scalar };
  /** Of the loss `total`, by variable name, as optimisers take them. */
  readonly gradients: NamedTensorMap;
}

/** What one batch gives; all of it belongs to the caller. */
export function pretrainGradients(
  weights: Weights,
  preset: AvclPreset,
  objective: AvclObjective,
  inputs: AvclInputs,
): PretrainGradients {
  const network = { weights, normalise: normaliseByBatch };
  const parts: Scalar[] = [];
  const { value, grads } = variableGrads(
    () => {
      const embeddings = embedClips(network, preset, inputs);
      const { alignment, contrast, total } = avclLosses(network, objective, embeddings);
      const spreads = [embeddingSpread(embeddings.video), embeddingSpread(embeddings.sound)];
      parts.push(...[alignment, contrast, ...spreads].map((part) => keep(part)));
      return total;
    },
    [...weights.variables.values()] as Variable[],
  );
  const [alignment, contrast, video, sound] = parts as [Scalar, Scalar, Scalar, Scalar];
  return { losses: { alignment, contrast, total: value }, spreads: { video, sound }, gradients: grads };
}
