// The loop that both judges share: batches in, weights moved. Cosine learning rate; ends early only by the caller's abort.
import { type Scalar, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import { KsBuildError } from '../errors.ts';
import { createAdam } from '../tensor/adam.ts';
import {
  createMomentCollector,
  type NormaliseAfterTraining,
  normaliseByCollected,
} from '../tensor/collected-moments.ts';
import { type Normalise, normaliseByBatch, type Weights } from '../tensor/network.ts';
import { readNumbers } from '../tensor/read-numbers.ts';

/** Chosen: the usual start of Adam for small convolutional networks with batch norm; decay keeps few clips from being learned by heart. */
const LEARNING_RATE = 3e-3;
const WEIGHT_DECAY = 1e-2;
/** Batches whose moments are averaged for use after training. */
const MOMENT_BATCHES = 12;

export interface TrainingTask {
  readonly weights: Weights;
  readonly steps: number;
  /** Draws a batch and gives its loss; called inside a tidy. */
  readonly loss: (normalise: Normalise) => Scalar;
  readonly onStep: (step: number, loss: number) => void;
}

/** Trains `weights` in place; the result belongs to the caller. */
export async function trainNetwork(task: TrainingTask): Promise<NormaliseAfterTraining> {
  const variables = [...task.weights.variables.values()] as Variable[];
  const adam = await createAdam(variables, WEIGHT_DECAY);
  for (let step = 0; step < task.steps; step += 1) {
    const { value, grads } = variableGrads(() => task.loss(normaliseByBatch), variables);
    const loss = (await readNumbers(value))[0]!;
    value.dispose();
    if (!Number.isFinite(loss)) {
      throw new KsBuildError(
        'judge-diverged',
        7,
        `learned judge, step ${step + 1}: expected a finite loss, got ${loss}; try another seed`,
      );
    }
    await adam.step(grads, (LEARNING_RATE / 2) * (1 + Math.cos((Math.PI * step) / task.steps)));
    task.onStep(step + 1, loss);
  }
  return collectMoments(task);
}

async function collectMoments(task: TrainingTask): Promise<NormaliseAfterTraining> {
  const collector = createMomentCollector();
  for (let batch = 0; batch < MOMENT_BATCHES; batch += 1) await collector.add((normalise) => task.loss(normalise));
  return normaliseByCollected(collector.average());
}
