// Weights of a small network by name, and the layers that read them. Tensor functions leave tidying to their caller.
import {
  add,
  type backend_util,
  conv2d,
  matMul,
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
import { batchMoments, batchNormApply, batchNormTrain, type Moments } from './batch-norm.ts';
import { ALONE, type Communicator } from './communicator.ts';
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

/** A layer that normalises, and whether a ReLU follows. */
interface NormLayer {
  readonly name: string;
  readonly gamma: Tensor1D;
  readonly beta: Tensor1D;
  readonly isRectified: boolean;
}

/** How batch norm behaves: by the batch while training, by collected moments afterwards. */
export type Normalise = (layer: NormLayer, x: Tensor) => Tensor;

export const normaliseByBatch: Normalise = normaliseByBatchOf(ALONE);

/** As all replicas together would, where x has the rows of one of them. */
export function normaliseByBatchOf(communicator: Communicator): Normalise {
  return ({ gamma, beta, isRectified }, x) => batchNormTrain(x, gamma, beta, { isRectified, communicator });
}

export function normaliseBy(moments: ReadonlyMap<string, Moments>): Normalise {
  return ({ name, gamma, beta, isRectified }, x) => batchNormApply(x, moments.get(name)!, gamma, beta, { isRectified });
}

/** As while training, but tells the moments of every layer; the receiver must `keep` what outlives a tidy. */
export function normaliseAndTell(tell: (name: string, moments: Moments) => void): Normalise {
  return (layer, x) => {
    tell(layer.name, batchMoments(x));
    return normaliseByBatch(layer, x);
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
  network: Network,
  name: string,
  x: Tensor4D,
  strides: readonly [number, number],
  padding: Padding = 'same',
): Tensor4D {
  return convThenNorm(network, name, x, { strides, padding, isRectified: false });
}

/** The same, then ReLU. */
export function convBlock(
  network: Network,
  name: string,
  x: Tensor4D,
  strides: readonly [number, number],
  padding: Padding = 'same',
): Tensor4D {
  return convThenNorm(network, name, x, { strides, padding, isRectified: true });
}

function convThenNorm(
  { weights, normalise }: Network,
  name: string,
  x: Tensor4D,
  {
    strides,
    padding,
    isRectified,
  }: {
    readonly strides: readonly [number, number];
    readonly padding: Padding;
    readonly isRectified: boolean;
  },
): Tensor4D {
  const filter = weights.variables.get(`${name}.filter`) as unknown as Tensor4D;
  const gamma = weights.variables.get(`${name}.gamma`) as unknown as Tensor1D;
  const beta = weights.variables.get(`${name}.beta`) as unknown as Tensor1D;
  return normalise({ name, gamma, beta, isRectified }, conv2d(x, filter, [...strides], padding)) as Tensor4D;
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
