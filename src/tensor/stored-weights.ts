// Weights to numbers and back: the weights of a model in, arrays by name out, as a file holds them; and the other way round.
import { tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import type { Weights } from './network.ts';
import { readNumbers } from './read-numbers.ts';
import type { StoredArray } from './safetensors.ts';

export async function readWeights({ variables }: Weights): Promise<ReadonlyMap<string, StoredArray>> {
  const arrays = new Map<string, StoredArray>();
  for (const [name, weight] of variables)
    arrays.set(name, { shape: weight.shape, values: Float32Array.from(await readNumbers(weight)) });
  return arrays;
}

/** Those that `arrays` has. */
export function setWeights({ variables }: Weights, arrays: ReadonlyMap<string, StoredArray>): void {
  for (const [name, { shape, values }] of arrays)
    tidy(() => variables.get(name)!.assign(tensor(values.slice(), [...shape])));
}

export function weightsFrom(arrays: ReadonlyMap<string, StoredArray>): Weights {
  const variables = new Map<string, Variable>();
  for (const [name, { shape, values }] of arrays)
    variables.set(
      name,
      tidy(() => variable(tensor(values.slice(), [...shape]))),
    );
  return {
    variables,
    dispose: () => {
      for (const weight of variables.values()) weight.dispose();
    },
  };
}
