// Weights of a small network by name, and the layers that read them. Tensor functions leave tidying to their caller.
import {
  add,
  type backend_util,
  conv2d,
  matMul,
  relu,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import type { SeededRandom } from '../signal/seeded-random.ts';
import { batchNormApply, batchNormTrain, channelMoments, type Moments } from './batch-norm.ts';
import { heNormal } from './initialise.ts';

/** Every weight of a model; `dispose` frees them all. */
export interface Weights {
  readonly variables: ReadonlyMap<string, Variable>;
  dispose(): void;
}

export function createWeights(shapes: Readonly<Record<string, readonly number[]>>, random: SeededRandom): Weights {
  const variables = new Map<string, Variable>();
  for (const [name, shape] of Object.entries(shapes)) {
    variables.set(
      name,
      tidy(() => variable(tensor(firstValues(name, shape, random), [...shape]))),
    );
  }
  return {
    variables,
    dispose: () => {
      for (const weight of variables.values()) weight.dispose();
    },
  };
}

/** Scales (`.gamma`) begin at 1, offsets (`.beta`, `.bias`) at 0, filters and matrices at random. */
function firstValues(name: string, shape: readonly number[], random: SeededRandom): Float32Array {
  if (name.endsWith('.gamma')) return new Float32Array(shape[0]!).fill(1);
  if (name.endsWith('.beta') || name.endsWith('.bias')) return new Float32Array(shape[0]!);
  return heNormal(shape, random);
}

/** How batch norm behaves: by the batch while training, by collected moments afterwards. */
export type Normalise = (name: string, x: Tensor, gamma: Tensor1D, beta: Tensor1D) => Tensor;

export const normaliseByBatch: Normalise = (_name, x, gamma, beta) => batchNormTrain(x, gamma, beta);

export function normaliseBy(moments: ReadonlyMap<string, Moments>): Normalise {
  return (name, x, gamma, beta) => batchNormApply(x, moments.get(name)!, gamma, beta);
}

/** As while training, but tells the moments of every layer; the receiver must `keep` what outlives a tidy. */
export function normaliseAndTell(tell: (name: string, moments: Moments) => void): Normalise {
  return (name, x, gamma, beta) => {
    tell(name, channelMoments(x));
    return batchNormTrain(x, gamma, beta);
  };
}

export interface Network {
  readonly weights: Weights;
  readonly normalise: Normalise;
}

/** Zeros around an image: TensorFlow's `same` (at stride 2 the odd one comes last), or as many as said on each side. */
export type Padding = 'same' | backend_util.ExplicitPadding;

/** As many rows above as below, as many columns on the left as on the right, whatever the stride. */
export function zerosAround(rows: number, columns: number): Padding {
  return [
    [0, 0],
    [rows, rows],
    [columns, columns],
    [0, 0],
  ];
}

/** conv2d without bias, batch norm. */
export function convNorm(
  { weights, normalise }: Network,
  name: string,
  x: Tensor4D,
  strides: readonly [number, number],
  padding: Padding = 'same',
): Tensor4D {
  const filter = weights.variables.get(`${name}.filter`) as unknown as Tensor4D;
  const gamma = weights.variables.get(`${name}.gamma`) as unknown as Tensor1D;
  const beta = weights.variables.get(`${name}.beta`) as unknown as Tensor1D;
  return normalise(name, conv2d(x, filter, [...strides], padding), gamma, beta) as Tensor4D;
}

/** The same, then ReLU. */
export function convBlock(
  network: Network,
  name: string,
  x: Tensor4D,
  strides: readonly [number, number],
  padding: Padding = 'same',
): Tensor4D {
  return relu(convNorm(network, name, x, strides, padding));
}

/** Shapes of the weights of a convNorm or convBlock. */
export function convBlockShapes(
  name: string,
  filter: readonly [number, number, number, number],
): Record<string, readonly number[]> {
  return { [`${name}.filter`]: filter, [`${name}.gamma`]: [filter[3]], [`${name}.beta`]: [filter[3]] };
}

export function dense({ weights }: Network, name: string, x: Tensor2D): Tensor2D {
  const matrix = weights.variables.get(`${name}.matrix`) as unknown as Tensor2D;
  return add(matMul(x, matrix), weights.variables.get(`${name}.bias`)! as Tensor) as Tensor2D;
}

export function denseShapes(name: string, inputs: number, outputs: number): Record<string, readonly number[]> {
  return { [`${name}.matrix`]: [inputs, outputs], [`${name}.bias`]: [outputs] };
}
