// The loop that both judges share: batches in, weights moved. Cosine learning rate; ends early only by the caller's abort.
import { keep, type Scalar, tensor1d, tidy, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import { KsBuildError } from '../errors.ts';
import { createAdam } from '../tensor/adam.ts';
import type { Moments } from '../tensor/batch-norm.ts';
import { type Normalise, normaliseAndTell, normaliseBy, normaliseByBatch, type Weights } from '../tensor/network.ts';

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

export interface TrainedMoments {
  readonly normalise: Normalise;
  dispose(): void;
}

/** Trains `weights` in place; the result belongs to the caller. */
export async function trainNetwork(task: TrainingTask): Promise<TrainedMoments> {
  const variables = [...task.weights.variables.values()] as Variable[];
  const adam = await createAdam(variables, WEIGHT_DECAY);
  for (let step = 0; step < task.steps; step += 1) {
    const { value, grads } = variableGrads(() => task.loss(normaliseByBatch), variables);
    const loss = (await value.data())[0]!;
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

/** Moments of every normalised layer, averaged over some batches with the final weights. */
async function collectMoments(task: TrainingTask): Promise<TrainedMoments> {
  const sums = new Map<string, { mean: Float32Array; variance: Float32Array }>();
  for (let batch = 0; batch < MOMENT_BATCHES; batch += 1) {
    const told = new Map<string, Moments>();
    tidy(() => {
      task.loss(
        normaliseAndTell((name, moments) =>
          told.set(name, { mean: keep(moments.mean), variance: keep(moments.variance) }),
        ),
      );
    });
    for (const [name, moments] of told) {
      const sum = sums.get(name) ?? emptySum(moments.mean.size);
      sums.set(name, sum);
      addTo(sum.mean, await moments.mean.data<'float32'>());
      addTo(sum.variance, await moments.variance.data<'float32'>());
      moments.mean.dispose();
      moments.variance.dispose();
    }
  }
  const moments = new Map(
    [...sums].map(([name, sum]) => [name, { mean: tensor1d(sum.mean), variance: tensor1d(sum.variance) }]),
  );
  return {
    normalise: normaliseBy(moments),
    dispose: () => {
      for (const { mean, variance } of moments.values()) {
        mean.dispose();
        variance.dispose();
      }
    },
  };
}

function emptySum(size: number): { mean: Float32Array; variance: Float32Array } {
  return { mean: new Float32Array(size), variance: new Float32Array(size) };
}

function addTo(sum: Float32Array, values: Float32Array): void {
  for (let at = 0; at < sum.length; at += 1) sum[at]! += values[at]! / MOMENT_BATCHES;
}
