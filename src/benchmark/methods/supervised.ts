// Supervised learning of one or both encoders: a linear classifier on their vectors, by the labels of the clips. Beside AVCL, it tells what
// labels are worth on the same clips.
import type { LearningTask } from '../../avcl/learning-task.ts';
import type { AvclPreset } from '../../avcl/presets.ts';
import { type ClassifierInputs, classifierShapes, classify, crossEntropy } from './classifier.ts';

/** @param classNames the class of label n at position n */
export function supervisedTask(
  preset: AvclPreset,
  inputs: ClassifierInputs,
  classNames: readonly string[],
): LearningTask {
  return {
    objective: { name: 'supervised', inputs, classNames },
    headShapes: classifierShapes(preset, inputs, classNames.length),
    losses: ({ weights }, embeddings, labels) => ({
      total: crossEntropy(classify(weights, inputs, embeddings), labels),
    }),
  };
}
