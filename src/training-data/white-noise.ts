// Samples with white noise added: a signal-to-noise ratio and a seed in. Pure.
import { seededRandom } from '../signal/seeded-random.ts';

/**
 * 10 log10(power of the samples / power of the noise) is snrDb on average; silence stays silence. The sum is not cut at full scale.
 * The same seed gives the same noise, louder or softer.
 */
export function withWhiteNoise(samples: Int16Array, snrDb: number, seed: number): Float32Array {
  let power = 0;
  for (const sample of samples) power += sample ** 2 / samples.length;
  const deviation = Math.sqrt(power * 10 ** (-snrDb / 10));
  const random = seededRandom(seed);
  return Float32Array.from(samples, (sample) => sample + deviation * random.normal());
}
