// What all optimisers share: gradients in, one pass over each variable's numbers on the host by a rule, new values out. TensorFlow.js'
// own optimisers take some ten operations a variable.
import { type NamedTensorMap, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { readNumbers } from './read-numbers.ts';

/** All that an optimiser remembers. */
export interface OptimiserState {
  readonly steps: number;
  /** One for each variable, in the order in which the optimiser was given them; copies. */
  readonly moments: readonly (readonly Float32Array[])[];
}

export interface Optimiser {
  readState(): OptimiserState;
  /** Of an optimiser of the same rule and variables: the next step is as the other's would have been. */
  restoreState(state: OptimiserState): void;
  /** One step; `gradients` by variable name, as `variableGrads` gives them, are disposed. A variable without a gradient stays. */
  step(gradients: NamedTensorMap, learningRate: number): Promise<void>;
}

/** Numbers of one variable; a rule changes `values` and `moments` in place. */
export interface Slot {
  readonly values: Float32Array;
  /** What the rule remembers from step to step, as many arrays as it asked for; zeros at first. */
  readonly moments: readonly Float32Array[];
  /** Whether weight decay applies: to matrices and filters, not to biases and scales (chosen; the usual split). */
  readonly decays: boolean;
}

/** @param steps how many steps were taken, this one included. */
export type Rule = (slot: Slot, gradient: Float32Array, learningRate: number, steps: number) => void;

export async function createOptimiser(
  variables: readonly Variable[],
  momentCount: number,
  rule: Rule,
): Promise<Optimiser> {
  const slots = new Map<string, Slot & { readonly variable: Variable }>();
  for (const variable of variables) {
    const values = Float32Array.from(await readNumbers(variable));
    const moments = Array.from({ length: momentCount }, () => new Float32Array(values.length));
    slots.set(variable.name, { variable, values, moments, decays: variable.rank > 1 });
  }
  let steps = 0;
  return {
    readState: () => ({
      steps,
      moments: [...slots.values()].map(({ moments }) => moments.map((values) => values.slice())),
    }),
    restoreState: (state) => {
      steps = state.steps;
      for (const [index, { moments }] of [...slots.values()].entries())
        for (const [at, values] of moments.entries()) values.set(state.moments[index]![at]!);
    },
    async step(gradients, learningRate) {
      steps += 1;
      for (const [name, gradient] of Object.entries(gradients)) {
        const slot = slots.get(name);
        if (slot !== undefined) {
          rule(slot, await readNumbers(gradient), learningRate, steps);
          tidy(() => slot.variable.assign(tensor(slot.values.slice(), slot.variable.shape)));
        }
        gradient.dispose();
      }
    },
  };
}
