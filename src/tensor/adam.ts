// Adam with decoupled weight decay: variables in, an optimiser out.
import type { Variable } from '@tensorflow/tfjs-core';
import { createOptimiser, type Optimiser } from './optimiser.ts';

/** Kingma & Ba 2015 (arXiv 1412.6980), algorithm 1 with its defaults (stated). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** Weight decay as in Loshchilov & Hutter 2019 (arXiv 1711.05101, algorithm 2, stated), scaled by the learning rate. */
export function createAdam(variables: readonly Variable[], weightDecay: number): Promise<Optimiser> {
  return createOptimiser(variables, 2, ({ values, moments, decays }, gradient, learningRate, steps) => {
    const [first, second] = moments as readonly [Float32Array, Float32Array];
    const rate = (learningRate * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps);
    const epsilon = EPSILON * Math.sqrt(1 - BETA_2 ** steps);
    const decay = decays ? learningRate * weightDecay : 0;
    for (let index = 0; index < values.length; index += 1) {
      const slope = gradient[index]!;
      const mean = BETA_1 * first[index]! + (1 - BETA_1) * slope;
      const power = BETA_2 * second[index]! + (1 - BETA_2) * slope * slope;
      first[index] = mean;
      second[index] = power;
      values[index] = values[index]! * (1 - decay) - (rate * mean) / (Math.sqrt(power) + epsilon);
    }
  });
}
