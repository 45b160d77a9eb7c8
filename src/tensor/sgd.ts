// Stochastic gradient descent with momentum and L2 weight decay: variables in, an optimiser out.
import type { Variable } from '@tensorflow/tfjs-core';
import { createOptimiser, type Optimiser } from './optimiser.ts';

/**
 * As PyTorch's torch.optim.SGD without dampening or Nesterov (stated in its documentation):
 *   g <- dL/dw + d w      u <- m u + g      w <- w - rate u
 * symbols: m -> momentum, d -> weightDecay, u -> velocity (zero at first)
 */
export function createSgd(
  variables: readonly Variable[],
  { momentum, weightDecay }: { readonly momentum: number; readonly weightDecay: number },
): Promise<Optimiser> {
  return createOptimiser(variables, 1, ({ values, moments, decays }, gradient, learningRate) => {
    const velocity = moments[0]!;
    const decay = decays ? weightDecay : 0;
    for (let index = 0; index < values.length; index += 1) {
      const speed = momentum * velocity[index]! + gradient[index]! + decay * values[index]!;
      velocity[index] = speed;
      values[index] = values[index]! - learningRate * speed;
    }
  });
}
