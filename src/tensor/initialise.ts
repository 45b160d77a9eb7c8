// First values of weights, from a seed: numbers only, no tensors.
import type { SeededRandom } from '../signal/seeded-random.ts';

/** He et al. 2015 (arXiv 1502.01852, eq. 10, stated): normal with variance 2 / fan-in; the last axis of the shape is the output. */
export function heNormal(shape: readonly number[], random: SeededRandom): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  const fanIn = size / shape[shape.length - 1]!;
  const deviation = Math.sqrt(2 / fanIn);
  return Float32Array.from({ length: size }, () => deviation * random.normal());
}
