// Batch normalisation over rows with a gradient of its own: equal to moments + batchNorm, but in few passes over memory. Tensors in, tensors
// out; the caller owns what it gets.
import {
  customGrad,
  type GradSaveFunc,
  reshape,
  slice,
  stack,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { channelGradient, channelGradientSums, channelMoments, scaleChannels } from './channel-kernels.ts';
import { ALONE, type Communicator } from './communicator.ts';
import { readNumbersNow } from './read-numbers.ts';

export interface Moments {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/** Mean and variance of every channel (the last axis) over all other axes. */
export function batchMoments(x: Tensor): Moments {
  return tidy(() => {
    const moments = channelMoments(x);
    return { mean: rowOf(moments, 0), variance: rowOf(moments, 1) };
  });
}

interface BatchNormOptions {
  /** Whether a ReLU follows. */
  readonly isRectified?: boolean;
  /** Where x has a replica's rows of a batch only; on wasm. */
  readonly communicator?: Communicator;
}

/**
 * Training form. n rows, 1 a row of n ones, x^ = (x - mu) r:
 *   mu = (1/n) 1 x    var = (1/n) 1 (x - mu)^2    r = (var + eps)^(-1/2)    y = gamma x^ + beta
 *   dbeta = 1 dy      dgamma = 1 (dy * x^)        dx = gamma r (dy - dbeta / n - x^ dgamma / n)
 * With replicas n, mu and var are of all their rows, and so are dbeta and dgamma in dx; those that come out are of the rows at hand.
 */
export function batchNormTrain(
  x: Tensor,
  gamma: Tensor1D,
  beta: Tensor1D,
  { isRectified = false, communicator = ALONE }: BatchNormOptions = {},
): Tensor {
  const channels = x.shape[x.rank - 1]!;
  const attributes = { isRectified };
  const normalise = customGrad((...inputs) => {
    const [x, gamma, beta, save] = inputs as [Tensor, Tensor1D, Tensor1D, GradSaveFunc];
    const { moments, rows } = momentsOfAll(channelMoments(x), x.size / channels, communicator);
    save([x, moments, gamma, beta]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [x, moments, gamma, beta] = saved as [Tensor, Tensor2D, Tensor1D, Tensor1D];
      const scaled = { x, moments, gamma, beta };
      const sums = channelGradientSums(scaled, dy, attributes);
      const dx = channelGradient(scaled, dy, sumsOfAll(sums, communicator), { ...attributes, rows });
      return [dx, rowOf(sums, 1), rowOf(sums, 0)];
    };
    return { value: scaleChannels({ x, moments, gamma, beta }, attributes), gradFunc };
  });
  return normalise(x, gamma, beta);
}

/** Form for use after training: with the moments of the training set. It has no gradient. */
export function batchNormApply(
  x: Tensor,
  { mean, variance }: Moments,
  gamma: Tensor1D,
  beta: Tensor1D,
  { isRectified = false }: Pick<BatchNormOptions, 'isRectified'> = {},
): Tensor {
  return tidy(() => scaleChannels({ x, moments: stack([mean, variance]) as Tensor2D, gamma, beta }, { isRectified }));
}

/**
 * Moments over the rows of all replicas (Chan, Golub and LeVeque 1983, equations 1.1 to 2.1, stated there for two samples):
 *   mu = (1/n) sum n_r mu_r      var = (1/n) sum n_r (var_r + (mu_r - mu)^2)
 * symbols: r -> a replica, n_r -> its rows, n -> rows
 */
function momentsOfAll(
  own: Tensor2D,
  ownRows: number,
  communicator: Communicator,
): { readonly moments: Tensor2D; readonly rows: number } {
  if (communicator.size === 1) return { moments: own, rows: ownRows };
  const channels = own.shape[1];
  const told = communicator.exchange(Float32Array.of(ownRows, ...readNumbersNow(own)));
  const rows = told.reduce((sum, [count]) => sum + count!, 0);
  const moments = new Float32Array(2 * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    const mean = told.reduce((sum, of) => sum + of[0]! * of[1 + channel]!, 0) / rows;
    const squares = told.reduce(
      (sum, of) => sum + of[0]! * (of[1 + channels + channel]! + (of[1 + channel]! - mean) ** 2),
      0,
    );
    moments[channel] = mean;
    moments[channels + channel] = squares / rows;
  }
  return { moments: tensor2d(moments, [2, channels]), rows };
}

function sumsOfAll(own: Tensor2D, communicator: Communicator): Tensor2D {
  if (communicator.size === 1) return own;
  const told = communicator.exchange(readNumbersNow(own));
  const sums = told[0]!.map((_, index) => told.reduce((sum, of) => sum + of[index]!, 0));
  return tensor2d(sums, own.shape);
}

function rowOf(rows: Tensor2D, index: number): Tensor1D {
  return reshape(slice(rows, [index, 0], [1, rows.shape[1]]), [rows.shape[1]]);
}
