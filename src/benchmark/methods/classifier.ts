// A linear classifier on the vectors of one or both encoders: embeddings in, a number for each class out. Tensor functions, tidied by the caller.
import {
  add,
  div,
  logSoftmax,
  matMul,
  mul,
  neg,
  oneHot,
  type Scalar,
  slice,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { BatchEmbeddings } from '../../avcl/learning-task.ts';
import { type AvclPreset, embeddingSize } from '../../avcl/presets.ts';
import { denseShapes, type Weights } from '../../tensor/network.ts';

const CLASSIFIER = 'classifier';

/** What a classifier reads. */
export type ClassifierInputs = 'audio' | 'visual' | 'both';

export function classifierShapes(
  { encoder }: AvclPreset,
  inputs: ClassifierInputs,
  classes: number,
): Record<string, readonly number[]> {
  const size = embeddingSize(encoder);
  return denseShapes(CLASSIFIER, inputs === 'both' ? 2 * size : size, classes);
}

/** What each modality adds to the logits; their sum is what the classifier says. `[batch, classes]` */
export interface ModalityLogits {
  readonly visual?: Tensor2D;
  readonly audio?: Tensor2D;
}

/** W [v ; a] + b taken apart as W_v v + b / 2 and W_a a + b / 2, as the code released with OGM-GE has it (arXiv 2203.15332; stated there); one input has all of b. */
export function modalityLogits(
  { variables }: Weights,
  inputs: ClassifierInputs,
  embeddings: BatchEmbeddings,
): ModalityLogits {
  const matrix = variables.get(`${CLASSIFIER}.matrix`) as unknown as Tensor2D;
  const bias = variables.get(`${CLASSIFIER}.bias`) as unknown as Tensor1D;
  if (inputs === 'audio') return { audio: add(matMul(embeddings.sound(), matrix), bias) };
  if (inputs === 'visual') return { visual: add(matMul(embeddings.video(), matrix), bias) };
  const [rows, classes] = matrix.shape;
  const part = (vectors: Tensor2D, from: number): Tensor2D =>
    add(matMul(vectors, slice(matrix, [from, 0], [rows / 2, classes])), div(bias, 2));
  return { visual: part(embeddings.video(), 0), audio: part(embeddings.sound(), rows / 2) };
}

/** `[batch, classes]`, before the softmax. */
export function classify(weights: Weights, inputs: ClassifierInputs, embeddings: BatchEmbeddings): Tensor2D {
  return summed(modalityLogits(weights, inputs, embeddings));
}

export function summed({ visual, audio }: ModalityLogits): Tensor2D {
  if (visual === undefined) return audio!;
  return audio === undefined ? visual : add(visual, audio);
}

/** -1/B sum_b log softmax(logits_b) at the clip's class. */
export function crossEntropy(logits: Tensor2D, labels: Int32Array): Scalar {
  const own = oneHot(labels, logits.shape[1]);
  return neg(div(sum(mul(logSoftmax(logits), own)), labels.length)) as Scalar;
}
