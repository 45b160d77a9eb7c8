// Gradients of a model as one thing: their sum over several batches, and their lengths. By variable name, as `variableGrads` gives them.
import {
  add,
  concat,
  mul,
  type NamedTensorMap,
  reshape,
  sqrt,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import { readNumbers } from './read-numbers.ts';

/** Frees what comes in; the caller owns what goes out. */
function replaceEach(gradients: NamedTensorMap, make: (name: string) => NamedTensorMap[string]): NamedTensorMap {
  const made: NamedTensorMap = {};
  for (const [name, gradient] of Object.entries(gradients)) {
    made[name] = make(name);
    gradient.dispose();
  }
  return made;
}

/** Both are disposed. */
export function addGradients(first: NamedTensorMap, second: NamedTensorMap): NamedTensorMap {
  const total = replaceEach(first, (name) => add(first[name]!, second[name]!));
  for (const gradient of Object.values(second)) gradient.dispose();
  return total;
}

/** `gradients` are disposed. */
export function scaleGradients(gradients: NamedTensorMap, factor: number): NamedTensorMap {
  return replaceEach(gradients, (name) => mul(gradients[name]!, factor));
}

/** The Euclidean length of each gradient, by name; read from the device at once. */
export async function gradientNorms(gradients: NamedTensorMap): Promise<ReadonlyMap<string, number>> {
  const names = Object.keys(gradients);
  const norms = tidy(() => concat(names.map((name) => reshape(euclideanLength(gradients[name]!), [1]) as Tensor1D)));
  const values = await readNumbers(norms);
  norms.dispose();
  return new Map(names.map((name, at) => [name, values[at]!]));
}

/** Rows first: one sum over millions of numbers is the work of a single workgroup on a GPU. */
function euclideanLength(gradient: Tensor): Tensor {
  return sqrt(sum(sum(square(gradient), -1)));
}
