// Samples with white noise added: a signal-to-noise ratio and a seed in. Pure.
import { seededRandom } from '../signal/seeded-random.ts';

/**
 * 10 log10(power of the samples / power of the noise) is snrDb on average; silence stays silence. The sum is not cut at full scale.
 * The same seed gives the same noise, louder or softer.
 */
export function withWhiteNoise(samples: Int16Array, snrDb: number, seed: number): Float32Array {
  let power = 0;
  for (let at = 0; at < samples.length; at += 1) power += samples[at]! ** 2 / samples.length;
  // Evenly spread values: as white as any that are independent, and a third of the cost of normal ones. Between -1 and 1 their power is 1/3.
  const reach = Math.sqrt(3 * power * 10 ** (-snrDb / 10));
  const random = seededRandom(seed);
  const noisy = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) noisy[at] = samples[at]! + reach * (2 * random.next() - 1);
  return noisy;
}
