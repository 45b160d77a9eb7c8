// An optimiser on the host: gradients are read, one pass over each variable's numbers by a rule, new values go back. TensorFlow.js' own
// optimisers take some ten operations a variable.
import { tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Optimiser, Rule } from './optimiser.ts';
import { readNumbers } from './read-numbers.ts';

interface Slot {
  readonly variable: Variable;
  readonly values: Float32Array;
  readonly moments: readonly Float32Array[];
}

export async function createHostOptimiser<Numbers extends Readonly<Record<string, number>>>(
  variables: readonly Variable[],
  rule: Rule<Numbers>,
): Promise<Optimiser> {
  const slots = new Map<string, Slot>();
  for (const variable of variables) {
    const values = Float32Array.from(await readNumbers(variable));
    const moments = Array.from({ length: rule.momentCount }, () => new Float32Array(values.length));
    slots.set(variable.name, { variable, values, moments });
  }
  let steps = 0;
  return {
    readState: async () => ({
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
          const { variable, values, moments } = slot;
          const numbers = rule.numbers(learningRate, steps, variable.rank > 1);
          rule.change(values, moments, await readNumbers(gradient), numbers);
          tidy(() => variable.assign(tensor(values.slice(), variable.shape)));
        }
        gradient.dispose();
      }
    },
    dispose: () => {},
  };
}
