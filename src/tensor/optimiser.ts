// What all optimisers share: a rule in, an optimiser out that follows it on the backend itself where that has the kernel, else on the host.
import { getBackend, getKernel, type NamedTensorMap, type Variable } from '@tensorflow/tfjs-core';
import { createDeviceOptimiser } from './device-optimiser.ts';
import { createHostOptimiser } from './host-optimiser.ts';

/** All that an optimiser remembers. */
export interface OptimiserState {
  readonly steps: number;
  /** One for each variable, in the order in which the optimiser was given them; copies. */
  readonly moments: readonly (readonly Float32Array[])[];
}

export interface Optimiser {
  readState(): Promise<OptimiserState>;
  /** Of an optimiser of the same rule and variables: the next step is as the other's would have been. */
  restoreState(state: OptimiserState): void;
  /** One step; `gradients` by variable name, as `variableGrads` gives them, are disposed. A variable without a gradient stays. */
  step(gradients: NamedTensorMap, learningRate: number): Promise<void>;
  dispose(): void;
}

/** How one step changes the numbers of one variable. */
export interface Rule<Numbers extends Readonly<Record<string, number>> = Readonly<Record<string, number>>> {
  /** How many arrays of the variable's size it remembers from step to step; zeros at first. */
  readonly momentCount: number;
  /**
   * The kernel that does it where a backend has one: inputs `values`, `gradient`, `moment0` and so on, attributes by `numbers`; it changes
   * values and moments in place and returns nothing.
   */
  readonly kernelName: string;
  /**
   * What is the same for all numbers of a variable.
   * @param steps how many steps were taken, this one included
   * @param decays whether weight decay applies: to matrices and filters, not to biases and scales (chosen; the usual split)
   */
  numbers(learningRate: number, steps: number, decays: boolean): Numbers;
  /** The step on the host: changes `values` and `moments` in place. */
  change(values: Float32Array, moments: readonly Float32Array[], gradient: Float32Array, numbers: Numbers): void;
}

export function createOptimiser<Numbers extends Readonly<Record<string, number>>>(
  variables: readonly Variable[],
  rule: Rule<Numbers>,
): Promise<Optimiser> {
  const isOnDevice = getKernel(rule.kernelName, getBackend()) !== undefined;
  return isOnDevice ? createDeviceOptimiser(variables, rule) : createHostOptimiser(variables, rule);
}
