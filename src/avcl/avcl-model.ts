// AVCL (audio-visual contrastive learning, arXiv 2204.13386), Figure 1 as a whole: films and log-mel images of a batch in; vectors before and
// after fusion and both losses out. Tensor functions, tidied by the caller.
import { add, mul, type Scalar, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { SeededRandom } from '../signal/seeded-random.ts';
import { expectShape } from '../tensor/expect-shape.ts';
import { createWeights, type Network, type Weights } from '../tensor/network.ts';
import { amfmShapes, type EmbeddingPair, fuse, openGates } from './amfm.ts';
import { audioEncoderShapes, encodeAudio } from './audio-encoder.ts';
import { cgraLoss } from './cgra-loss.ts';
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

/** @param headShapes of weights beyond the figure's, drawn after them, so that models of one seed begin with the same encoders */
export function createAvclWeights(
  preset: AvclPreset,
  random: SeededRandom,
  headShapes: Readonly<Record<string, readonly number[]>> = {},
): Weights {
  const weights = createWeights({ ...avclWeightShapes(preset), ...headShapes }, random);
  openGates(weights);
  return weights;
}

/** @throws KsBuildError when an input has another shape than the preset's. */
export function embedVideo(network: Network, preset: AvclPreset, inputs: AvclInputs): Tensor2D {
  expectInputs(preset, inputs);
  return encodeVideo(network, preset.encoder, { values: inputs.video, videoFrames: preset.videoFrames });
}

/** @throws KsBuildError when an input has another shape than the preset's. */
export function embedSound(network: Network, preset: AvclPreset, inputs: AvclInputs): Tensor2D {
  expectInputs(preset, inputs);
  return encodeAudio(network, preset.encoder, inputs.sound);
}

/** The vectors before fusion, not L2-normalised: what probes and retrieval read. */
export function embedClips(network: Network, preset: AvclPreset, inputs: AvclInputs): EmbeddingPair {
  return { video: embedVideo(network, preset, inputs), sound: embedSound(network, preset, inputs) };
}

function expectInputs({ sidePx, videoFrames, melSide }: AvclPreset, { video, sound }: AvclInputs): void {
  expectShape('log-mel images', sound, ['clips', melSide, melSide, 1]);
  expectShape('video frames', video, [sound.shape[0] * videoFrames, sidePx, sidePx, 3]);
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
