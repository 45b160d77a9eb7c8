// What a probe reads of clips: vectors of the picture, of the sound or of both side by side, each number brought to the mean 0 and the deviation 1
// that it has over the clips which probes are fitted on. Pure.
import type { LinearClassifier } from '../../statistics/linear-classifier.ts';
import type { ClipVectors } from '../embed-clips.ts';
import type { Task } from '../result.ts';

export type ClassTask = Extract<Task, 'audio' | 'visual' | 'both'>;
type Modality = 'video' | 'sound';

const MODALITIES: Readonly<Record<ClassTask, readonly Modality[]>> = {
  audio: ['sound'],
  visual: ['video'],
  both: ['video', 'sound'],
};

/** A deviation below this is that of a number which no clip moves; it stays 0. */
const STILL = 1e-4;

export interface ProbeInputs {
  /** Length of a row. */
  features(task: ClassTask): number;
  /** `[rows, features]`. @param missing stands at its mean, as a probe that saw both sees nothing @param sound of the same rows, instead of theirs */
  rows(task: ClassTask, rows: readonly number[], change?: { missing?: Modality; sound?: Float32Array }): Float64Array;
  /** A classifier of such rows as one of the vectors themselves: it says the same of them. */
  unscaled(task: ClassTask, classifier: LinearClassifier): VectorClassifier;
}

export interface VectorClassifier {
  /** `[features, classes]` */
  readonly matrix: Float32Array;
  readonly bias: Float32Array;
}

/** @param fitted rows of the vectors that means and deviations are taken of; no label is looked at */
export function openProbeInputs(vectors: ClipVectors, fitted: readonly number[]): ProbeInputs {
  const { size } = vectors;
  const scales = { video: scaleOf(vectors.video, size, fitted), sound: scaleOf(vectors.sound, size, fitted) };
  return {
    features: (task) => size * MODALITIES[task].length,
    rows: (task, rows, { missing, sound } = {}) => {
      const modalities = MODALITIES[task];
      const result = new Float64Array(rows.length * size * modalities.length);
      for (const [place, modality] of modalities.entries()) {
        if (modality === missing) continue;
        const isGiven = modality === 'sound' && sound !== undefined;
        const values = isGiven ? sound : vectors[modality];
        const { means, deviations } = scales[modality];
        for (const [at, row] of rows.entries()) {
          const from = (isGiven ? at : row) * size;
          const to = (at * modalities.length + place) * size;
          for (let k = 0; k < size; k += 1) result[to + k] = (values[from + k]! - means[k]!) / deviations[k]!;
        }
      }
      return result;
    },
    unscaled: (task, { features, classes, weights }) => {
      const matrix = new Float32Array(features * classes);
      const bias = new Float64Array(classes);
      for (let at = 0; at < classes; at += 1) {
        const begin = at * (features + 1);
        bias[at] = weights[begin + features]!;
        for (let feature = 0; feature < features; feature += 1) {
          const { means, deviations } = scales[MODALITIES[task][Math.floor(feature / size)]!];
          const weight = weights[begin + feature]! / deviations[feature % size]!;
          matrix[feature * classes + at] = weight;
          bias[at]! -= weight * means[feature % size]!;
        }
      }
      return { matrix, bias: Float32Array.from(bias) };
    },
  };
}

interface Scale {
  readonly means: Float64Array;
  /** Infinite where nothing moves. */
  readonly deviations: Float64Array;
}

function scaleOf(values: Float32Array, size: number, rows: readonly number[]): Scale {
  const [means, squares] = [new Float64Array(size), new Float64Array(size)];
  for (const row of rows) for (let k = 0; k < size; k += 1) means[k]! += values[row * size + k]! / rows.length;
  for (const row of rows)
    for (let k = 0; k < size; k += 1) squares[k]! += (values[row * size + k]! - means[k]!) ** 2 / rows.length;
  const deviations = squares.map((square) =>
    Math.sqrt(square) < STILL ? Number.POSITIVE_INFINITY : Math.sqrt(square),
  );
  return { means, deviations };
}
