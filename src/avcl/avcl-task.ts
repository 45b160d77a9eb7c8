// Pre-training by AVCL and by parts of it, as a task of the training loop.
import { type AvclObjective, avclLosses } from './avcl-model.ts';
import type { LearningTask } from './learning-task.ts';

export function avclTask(objective: AvclObjective): LearningTask {
  const { fusion, alignmentWeight, contrastWeight } = objective;
  return {
    objective: { name: 'avcl', fusion, alignmentWeight, contrastWeight },
    headShapes: {},
    losses: (network, { video, sound }) => ({
      ...avclLosses(network, objective, { video: video(), sound: sound() }),
    }),
  };
}
