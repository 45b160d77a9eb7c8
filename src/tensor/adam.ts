// Adam with decoupled weight decay: variables in, an optimiser out.
import type { Variable } from '@tensorflow/tfjs-core';
import { createOptimiser, type Optimiser, type Rule } from './optimiser.ts';

/** Kingma & Ba 2015 (arXiv 1412.6980), algorithm 1 with its defaults (stated). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** m <- beta1 m + (1 - beta1) g      v <- beta2 v + (1 - beta2) g^2      w <- w keep - rate m / (sqrt(v) + epsilon) */
export interface AdamNumbers extends Readonly<Record<string, number>> {
  readonly beta1: number;
  readonly beta2: number;
  /** 1 - beta1 and 1 - beta2, which would lose digits if they were worked out in f32. */
  readonly rest1: number;
  readonly rest2: number;
  /** 1 - learning rate * weight decay. */
  readonly keep: number;
  /** Corrected for moments that began at zero, like epsilon. */
  readonly rate: number;
  readonly epsilon: number;
}

/** Weight decay as in Loshchilov & Hutter 2019 (arXiv 1711.05101, algorithm 2, stated), scaled by the learning rate. */
export function createAdam(variables: readonly Variable[], weightDecay: number): Promise<Optimiser> {
  const rule: Rule<AdamNumbers> = {
    momentCount: 2,
    kernelName: 'AdamStep',
    numbers: (learningRate, steps, decays) => ({
      beta1: BETA_1,
      beta2: BETA_2,
      rest1: 1 - BETA_1,
      rest2: 1 - BETA_2,
      keep: decays ? 1 - learningRate * weightDecay : 1,
      rate: (learningRate * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps),
      epsilon: EPSILON * Math.sqrt(1 - BETA_2 ** steps),
    }),
    change: (values, [first, second], gradient, { keep, rate, epsilon }) => {
      for (let index = 0; index < values.length; index += 1) {
        const slope = gradient[index]!;
        const mean = BETA_1 * first![index]! + (1 - BETA_1) * slope;
        const power = BETA_2 * second![index]! + (1 - BETA_2) * slope * slope;
        first![index] = mean;
        second![index] = power;
        values[index] = values[index]! * keep - (rate * mean) / (Math.sqrt(power) + epsilon);
      }
    },
  };
  return createOptimiser(variables, rule);
}
