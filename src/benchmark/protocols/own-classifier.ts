// What the classifier that a model was trained with makes of clips: vectors in, a score for each class out. The backend is open.
import { type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Checkpoint } from '../../avcl/checkpoint.ts';
import { readNumbers } from '../../tensor/read-numbers.ts';
import type { StoredArray } from '../../tensor/safetensors.ts';
import { weightsFrom } from '../../tensor/stored-weights.ts';
import type { ClipVectors } from '../embed-clips.ts';
import { type ClassifierInputs, classify } from '../methods/classifier.ts';
import type { VectorClassifier } from './probe-inputs.ts';

/** What the model's classifier reads; undefined: it has none. */
export function classifierInputs({ run }: Checkpoint): ClassifierInputs | undefined {
  return run.objective.inputs as ClassifierInputs | undefined;
}

/** As a model holds them. */
export function classifierWeights({ matrix, bias }: VectorClassifier): Map<string, StoredArray> {
  const classes = bias.length;
  return new Map([
    ['classifier.matrix', { shape: [matrix.length / classes, classes], values: matrix }],
    ['classifier.bias', { shape: [classes], values: bias }],
  ]);
}

/**
 * `[clips, classes]`, in the order of `classNames`; a class that the model never learned is the least likely. A linear classifier says of the
 * mean of a clip's windows what it says of them on average.
 */
export async function ownClassifierScores(
  checkpoint: Checkpoint,
  { size, video, sound }: ClipVectors,
  classNames: readonly string[],
): Promise<Float64Array> {
  const clips = video.length / size;
  const known = checkpoint.run.objective.classNames as readonly string[];
  const weights = weightsFrom(checkpoint.weights);
  const vectorsOf = (values: Float32Array) => (): Tensor2D => tensor2d(values, [clips, size]);
  const embeddings = { video: vectorsOf(video), sound: vectorsOf(sound) };
  const logits = tidy(() => classify(weights, classifierInputs(checkpoint)!, embeddings));
  weights.dispose();
  const values = await readNumbers(logits);
  logits.dispose();
  const columns = classNames.map((name) => known.indexOf(name));
  return Float64Array.from({ length: clips * classNames.length }, (_, at) => {
    const column = columns[at % classNames.length]!;
    return column < 0 ? Number.NEGATIVE_INFINITY : values[Math.floor(at / classNames.length) * known.length + column]!;
  });
}
