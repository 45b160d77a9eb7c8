// What a model is trained towards: weights beyond the two encoders and AMFM, and losses of a batch's vectors. Types only; `avcl-task.ts` is
// AVCL's, benchmark/methods/ has those of the methods that it is compared with.
import type { NamedTensorMap, Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network } from '../tensor/network.ts';

/** A task in plain values, as checkpoints hold it: from equal ones come equal numbers. */
export interface Objective {
  readonly name: string;
  readonly [setting: string]: string | number | readonly string[];
}

/** The vectors of a batch before fusion, `[batch, size]`, each encoded when it is first asked for. */
export interface BatchEmbeddings {
  video(): Tensor2D;
  sound(): Tensor2D;
}

/** Numbers of a batch by name, means over its clips; `total` is what is minimised. */
export type LossTerms = Readonly<Record<string, Scalar>> & { readonly total: Scalar };

export interface LearningTask {
  readonly objective: Objective;
  /** Shapes of its own weights by name, in the order in which they are drawn. */
  readonly headShapes: Readonly<Record<string, readonly number[]>>;
  /**
   * Tensor function, tidied by the caller, which takes its gradient.
   * @param labels class of each row
   */
  losses(network: Network, embeddings: BatchEmbeddings, labels: Int32Array): LossTerms;
  /**
   * Changes the gradients of a step before the optimiser sees them; what comes in is disposed of.
   * @param gradients by the name of the weight
   * @param terms of `losses`, means over the batches of the step
   * @param step from 0
   */
  modulate?(gradients: NamedTensorMap, terms: Readonly<Record<string, number>>, step: number): NamedTensorMap;
}
