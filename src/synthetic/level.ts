// How loud a sound is and how to make it as loud as another. Pure but for gain and peaks, which are changed in place.
import { measureLoudness } from '../signal/loudness.ts';

/** From here on a sample is bent towards full scale instead of being cut off. */
const KNEE = 0.8;
const INT16_PEAK = 32767;

/** Integrated loudness, LUFS, of samples of any size; undefined when there is nothing to hear or not one whole block of 400 ms. */
export function loudnessOf(samples: Float32Array, sampleRateHz: number): number | undefined {
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (peak === 0) return undefined;
  // Measured at full scale, so that neither the gates nor the 16 bits come into it.
  const fullScale = Int16Array.from(samples, (value) => Math.round((value / peak) * INT16_PEAK));
  const loudness = measureLoudness(fullScale, 1, sampleRateHz);
  return loudness === undefined ? undefined : loudness + 20 * Math.log10(peak);
}

export function applyGain(samples: Float32Array, gainDb: number): void {
  const factor = 10 ** (gainDb / 20);
  for (let i = 0; i < samples.length; i += 1) samples[i] = (samples[i] as number) * factor;
}

/** Brings a sound to a loudness; one that is silent stays as it is. */
export function setLoudness(samples: Float32Array, wantedLufs: number, sampleRateHz: number): void {
  const is = loudnessOf(samples, sampleRateHz);
  if (is !== undefined) applyGain(samples, wantedLufs - is);
}

/** Keeps peaks below full scale by bending them; what lies below the knee stays as it is. */
export function softenPeaks(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i += 1) {
    const size = Math.abs(samples[i] as number);
    if (size <= KNEE) continue;
    const bent = KNEE + (1 - KNEE) * Math.tanh((size - KNEE) / (1 - KNEE)) * 0.98;
    samples[i] = Math.sign(samples[i] as number) * bent;
  }
}
