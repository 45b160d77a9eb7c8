// Moments of every normalised layer, averaged over some batches after training: what batch norm uses from then on.
import { keep, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Moments } from './batch-norm.ts';
import { type Normalise, normaliseAndTell, normaliseBy } from './network.ts';
import { readNumbers } from './read-numbers.ts';

export interface MomentValues {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** By the name of the layer. */
export type CollectedMoments = ReadonlyMap<string, MomentValues>;

export interface MomentCollector {
  /** Runs `forward` once, as while training, in a tidy. */
  add(forward: (normalise: Normalise) => void): Promise<void>;
  /** Of all batches so far, which weigh alike. */
  average(): CollectedMoments;
}

export function createMomentCollector(): MomentCollector {
  const sums = new Map<string, MomentValues>();
  let batches = 0;
  return {
    add: async (forward) => {
      const told = new Map<string, Moments>();
      tidy(() => {
        forward(
          normaliseAndTell((name, moments) =>
            told.set(name, { mean: keep(moments.mean), variance: keep(moments.variance) }),
          ),
        );
      });
      batches += 1;
      for (const [name, moments] of told) {
        const sum = sums.get(name) ?? emptySum(moments.mean.size);
        sums.set(name, sum);
        addTo(sum.mean, await readNumbers(moments.mean));
        addTo(sum.variance, await readNumbers(moments.variance));
        moments.mean.dispose();
        moments.variance.dispose();
      }
    },
    average: () =>
      new Map(
        [...sums].map(([name, { mean, variance }]) => [
          name,
          { mean: mean.map((value) => value / batches), variance: variance.map((value) => value / batches) },
        ]),
      ),
  };
}

export interface NormaliseAfterTraining {
  readonly normalise: Normalise;
  dispose(): void;
}

export function normaliseByCollected(collected: CollectedMoments): NormaliseAfterTraining {
  const moments = new Map(
    [...collected].map(([name, { mean, variance }]) => [name, { mean: tensor1d(mean), variance: tensor1d(variance) }]),
  );
  return {
    normalise: normaliseBy(moments),
    dispose: () => {
      for (const { mean, variance } of moments.values()) {
        mean.dispose();
        variance.dispose();
      }
    },
  };
}

function emptySum(size: number): MomentValues {
  return { mean: new Float32Array(size), variance: new Float32Array(size) };
}

function addTo(sum: Float32Array, values: Float32Array): void {
  for (let at = 0; at < sum.length; at += 1) sum[at]! += values[at]!;
}
