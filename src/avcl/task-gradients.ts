// What one batch teaches: weights, inputs and labels in; losses and gradients out. It changes nothing.
import {
  keep,
  type NamedTensorMap,
  type Scalar,
  type Tensor2D,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { freeDuringBackward } from '../tensor/free-backward.ts';
import { normaliseByBatch, type Weights } from '../tensor/network.ts';
import { type AvclInputs, embedSound, embedVideo } from './avcl-model.ts';
import { embeddingSpread } from './embedding-spread.ts';
import type { LearningTask, LossTerms } from './learning-task.ts';
import type { AvclPreset } from './presets.ts';
import { type EncoderName, type EncoderTeam, NO_TEAM } from './replicas/encoder-team.ts';

export interface TaskGradients {
  readonly losses: LossTerms;
  /** Of the vectors that the task asked for, before fusion. */
  readonly spreads: Readonly<Record<string, Scalar>>;
  /** Of the loss `total`, by variable name, as optimisers take them. */
  readonly gradients: NamedTensorMap;
}

/**
 * All that comes out belongs to the caller.
 * @param inputs of the rows that are encoded here
 * @param labels of all rows
 */
export function taskGradients(
  weights: Weights,
  preset: AvclPreset,
  task: LearningTask,
  inputs: AvclInputs,
  labels: Int32Array,
  team: EncoderTeam = NO_TEAM,
): TaskGradients {
  const encoders = { weights, normalise: team.normalise };
  const spreads: Record<string, Scalar> = {};
  let terms: LossTerms | undefined;
  const { value, grads } = variableGrads(
    () => {
      const vectors = new Map<string, Tensor2D>();
      const once = (name: EncoderName, encode: () => Tensor2D) => (): Tensor2D => {
        const encoded = vectors.get(name) ?? team.encode(name, encode);
        vectors.set(name, encoded);
        return encoded;
      };
      terms = task.losses(
        { weights, normalise: normaliseByBatch },
        {
          video: once('video', () => embedVideo(encoders, preset, inputs)),
          sound: once('sound', () => embedSound(encoders, preset, inputs)),
        },
        labels,
      );
      for (const [name, encoded] of vectors) spreads[name] = keep(embeddingSpread(encoded));
      for (const term of Object.values(terms)) keep(term);
      freeDuringBackward();
      team.beginBackward();
      return terms.total;
    },
    [...weights.variables.values()] as Variable[],
  );
  team.addGradients(grads);
  return { losses: { ...terms!, total: value }, spreads, gradients: grads };
}
