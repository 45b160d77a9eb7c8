// Adam with decoupled weight decay, computed on the host in one loop: TensorFlow.js' own takes some ten operations a variable.
import { type NamedTensorMap, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';

/** Kingma & Ba 2015 (arXiv 1412.6980), algorithm 1 with its defaults (stated). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

interface Slot {
  readonly variable: Variable;
  readonly values: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly decays: boolean;
}

export interface Adam {
  /** One step; `gradients` by variable name, as `variableGrads` gives them, are disposed. */
  step(gradients: NamedTensorMap, learningRate: number): Promise<void>;
}

/** Weight decay as in Loshchilov & Hutter 2019 (arXiv 1711.05101), on matrices and filters only, not on biases and scales. */
export async function createAdam(variables: readonly Variable[], weightDecay: number): Promise<Adam> {
  const slots = new Map<string, Slot>();
  for (const variable of variables) {
    const values = Float32Array.from(await variable.data());
    const empty = () => new Float32Array(values.length);
    slots.set(variable.name, { variable, values, first: empty(), second: empty(), decays: variable.rank > 1 });
  }
  let steps = 0;
  return {
    async step(gradients, learningRate) {
      steps += 1;
      const rate = (learningRate * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps);
      const epsilon = EPSILON * Math.sqrt(1 - BETA_2 ** steps);
      for (const [name, gradient] of Object.entries(gradients)) {
        const slot = slots.get(name);
        if (slot !== undefined) {
          update(slot, await gradient.data<'float32'>(), rate, epsilon, slot.decays ? learningRate * weightDecay : 0);
          tidy(() => slot.variable.assign(tensor(slot.values.slice(), slot.variable.shape)));
        }
        gradient.dispose();
      }
    },
  };
}

function update(slot: Slot, gradient: Float32Array, rate: number, epsilon: number, decay: number): void {
  const { values, first, second } = slot;
  for (let index = 0; index < values.length; index += 1) {
    const slope = gradient[index]!;
    const mean = BETA_1 * first[index]! + (1 - BETA_1) * slope;
    const power = BETA_2 * second[index]! + (1 - BETA_2) * slope * slope;
    first[index] = mean;
    second[index] = power;
    values[index] = values[index]! * (1 - decay) - (rate * mean) / (Math.sqrt(power) + epsilon);
  }
}
