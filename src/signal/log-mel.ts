// Log-mel of mono PCM: `librosa.feature.melspectrogram(center=True, pad_mode='constant')`, then a natural logarithm with a floor. Pure.
import { createPowerSpectrum, type PowerSpectrum } from './fourier.ts';
import { type MelFilter, type MelParameters, makeMelFilters } from './mel-filters.ts';

export interface LogMelParameters extends MelParameters {
  readonly winLength: number;
  readonly hopLength: number;
}

export interface LogMel {
  /** `[melFrames, melBins]`, natural logarithm of the mel power of samples within -1..1. */
  readonly values: Float32Array;
  readonly melFrames: number;
  readonly melBins: number;
}

/** Mel power below this counts as this: what the rounding of 16-bit samples leaves lies another 14 dB lower (chosen). */
const POWER_FLOOR = 1e-8;
export const LOG_MEL_FLOOR = Math.log(POWER_FLOOR);
const FULL_SCALE = 32768;

/** Hann window of `winLength`, periodic, in the middle of `nFft` zeros. */
function centredHann(winLength: number, nFft: number): Float64Array {
  const window = new Float64Array(nFft);
  const begin = Math.floor((nFft - winLength) / 2);
  for (let n = 0; n < winLength; n += 1) window[begin + n] = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / winLength);
  return window;
}

interface Tables {
  readonly window: Float64Array;
  readonly filters: readonly MelFilter[];
  readonly spectrum: PowerSpectrum;
}

/** Made once for each set of parameters, not once for each clip. */
const madeTables = new Map<string, Tables>();

function tablesFor(parameters: LogMelParameters): Tables {
  const key = JSON.stringify(parameters);
  const known = madeTables.get(key);
  if (known !== undefined) return known;
  const tables = {
    window: centredHann(parameters.winLength, parameters.nFft),
    filters: makeMelFilters(parameters),
    spectrum: createPowerSpectrum(parameters.nFft),
  };
  madeTables.set(key, tables);
  return tables;
}

/** Samples are at the scale of 16 bits. Mel frame t is centred on sample t * hopLength; there are 1 + floor(samples / hopLength) of them, and none without samples. */
export function computeLogMel(samples: Int16Array | Float32Array, parameters: LogMelParameters): LogMel {
  const { nFft, hopLength, nMels } = parameters;
  const melFrames = samples.length === 0 ? 0 : 1 + Math.floor(samples.length / hopLength);
  const values = new Float32Array(melFrames * nMels);
  const { window, filters, spectrum } = tablesFor(parameters);
  const windowed = new Float64Array(nFft);
  const power = new Float64Array(nFft / 2 + 1);
  for (let melFrame = 0; melFrame < melFrames; melFrame += 1) {
    const begin = melFrame * hopLength - nFft / 2;
    for (let n = 0; n < nFft; n += 1) {
      const sample = begin + n >= 0 && begin + n < samples.length ? samples[begin + n]! : 0;
      windowed[n] = (sample / FULL_SCALE) * window[n]!;
    }
    spectrum.compute(windowed, power);
    for (let mel = 0; mel < nMels; mel += 1) {
      const { firstBin, weights } = filters[mel]!;
      let sum = 0;
      for (let k = 0; k < weights.length; k += 1) sum += weights[k]! * power[firstBin + k]!;
      values[melFrame * nMels + mel] = Math.log(Math.max(POWER_FLOOR, sum));
    }
  }
  return { values, melFrames, melBins: nMels };
}
