// An optimiser on the backend itself: one kernel call a variable, which changes its values and moments where they lie; nothing is read or
// sent but a few numbers.
import { add, engine, keep, type Tensor, tensor1d, tidy, type Variable, zeros } from '@tensorflow/tfjs-core';
import type { Optimiser, Rule } from './optimiser.ts';
import { readNumbers } from './read-numbers.ts';

interface Slot {
  readonly variable: Variable;
  /** Flat. */
  moments: readonly Tensor[];
}

export async function createDeviceOptimiser<Numbers extends Readonly<Record<string, number>>>(
  variables: readonly Variable[],
  rule: Rule<Numbers>,
): Promise<Optimiser> {
  const slots = new Map<string, Slot>();
  for (const variable of variables) {
    // What was made from other tensors may share their memory, which a change in place would change as well.
    tidy(() => variable.assign(add(variable, 0)));
    const moments = Array.from({ length: rule.momentCount }, () => keep(zeros([variable.size])));
    slots.set(variable.name, { variable, moments });
  }
  let steps = 0;
  const dispose = (): void => {
    for (const { moments } of slots.values()) for (const moment of moments) moment.dispose();
  };
  return {
    readState: async () => {
      const moments: Float32Array[][] = [];
      for (const slot of slots.values()) {
        const ofVariable: Float32Array[] = [];
        for (const moment of slot.moments) ofVariable.push((await readNumbers(moment)).slice());
        moments.push(ofVariable);
      }
      return { steps, moments };
    },
    restoreState: (state) => {
      dispose();
      steps = state.steps;
      for (const [index, slot] of [...slots.values()].entries())
        slot.moments = state.moments[index]!.map((values) => keep(tensor1d(values.slice())));
    },
    async step(gradients, learningRate) {
      steps += 1;
      for (const [name, gradient] of Object.entries(gradients)) {
        const slot = slots.get(name);
        if (slot !== undefined) {
          const { variable, moments } = slot;
          const inputs = Object.fromEntries(moments.map((moment, index) => [`moment${index}`, moment]));
          const numbers = rule.numbers(learningRate, steps, variable.rank > 1);
          engine().runKernel(rule.kernelName, { values: variable, gradient, ...inputs }, { ...numbers });
        }
        gradient.dispose();
      }
    },
    dispose,
  };
}
