// Stochastic gradient descent with momentum and L2 weight decay: variables in, an optimiser out.
import type { Variable } from '@tensorflow/tfjs-core';
import { createOptimiser, type Optimiser, type Rule } from './optimiser.ts';

export interface SgdNumbers extends Readonly<Record<string, number>> {
  readonly momentum: number;
  readonly decay: number;
  readonly rate: number;
}

/**
 * As PyTorch's torch.optim.SGD without dampening or Nesterov (stated in its documentation):
 *   g <- dL/dw + d w      u <- m u + g      w <- w - rate u
 * symbols: m -> momentum, d -> weightDecay, u -> velocity (zero at first)
 */
export function createSgd(
  variables: readonly Variable[],
  { momentum, weightDecay }: { readonly momentum: number; readonly weightDecay: number },
): Promise<Optimiser> {
  const rule: Rule<SgdNumbers> = {
    momentCount: 1,
    kernelName: 'SgdStep',
    numbers: (rate, _steps, decays) => ({ momentum, decay: decays ? weightDecay : 0, rate }),
    change: (values, [velocity], gradient, { decay, rate }) => {
      for (let index = 0; index < values.length; index += 1) {
        const speed = momentum * velocity![index]! + gradient[index]! + decay * values[index]!;
        velocity![index] = speed;
        values[index] = values[index]! - rate * speed;
      }
    },
  };
  return createOptimiser(variables, rule);
}
