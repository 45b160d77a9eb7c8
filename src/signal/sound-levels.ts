// Silence, clipping and the difference of two channels, from 16-bit PCM. Pure.

/** A window whose RMS is below this is silent, dBFS: 10 dB above the noise of 8-bit dither, far below any room (chosen). */
const SILENT_BELOW_DBFS = -60;
const SILENCE_WINDOW_SECONDS = 0.05;

/** Full scale less 1 %: AAC brings clipped samples back slightly below it (chosen). */
const CLIPPED_FROM = 32440;
/** A run of this many samples near full scale is flat, not a peak. */
const SHORTEST_FLAT_RUN = 3;

const FULL_SCALE = 32768;
/** Reported when both channels are equal to the last bit, dB: 16-bit samples cannot show more. */
const MOST_SEPARATION_DB = 96;

/** Share of windows of 50 ms whose RMS lies below -60 dBFS; undefined without a whole window. */
export function measureSilence(mono: Int16Array, sampleRateHz: number): number | undefined {
  const windowSamples = Math.round(sampleRateHz * SILENCE_WINDOW_SECONDS);
  const windows = Math.floor(mono.length / windowSamples);
  if (windows === 0) return undefined;
  const threshold = (FULL_SCALE * 10 ** (SILENT_BELOW_DBFS / 20)) ** 2 * windowSamples;
  let silent = 0;
  for (let window = 0; window < windows; window += 1) {
    let energy = 0;
    for (let n = window * windowSamples; n < (window + 1) * windowSamples; n += 1) energy += mono[n]! ** 2;
    if (energy < threshold) silent += 1;
  }
  return silent / windows;
}

/** Share of samples that lie in runs of three or more at full scale with one sign, over all channels. */
export function measureClipping(samples: Int16Array, channels: number): number | undefined {
  if (samples.length === 0) return undefined;
  let clipped = 0;
  for (let channel = 0; channel < channels; channel += 1) {
    let run = 0;
    let sign = 0;
    for (let at = channel; at < samples.length; at += channels) {
      const sample = samples[at]!;
      const now = sample >= CLIPPED_FROM ? 1 : sample <= -CLIPPED_FROM ? -1 : 0;
      run = now !== 0 && now === sign ? run + 1 : Math.abs(now);
      sign = now;
      if (run === SHORTEST_FLAT_RUN) clipped += SHORTEST_FLAT_RUN;
      else if (run > SHORTEST_FLAT_RUN) clipped += 1;
    }
  }
  return clipped / samples.length;
}

/**
 * 10 log10(sum (l^2 + r^2) / sum (l - r)^2), dB: 0 for unlike channels of one level, large where the stereo holds one channel twice.
 * undefined for anything but two channels, and for digital silence.
 */
export function measureStereoSeparation(samples: Int16Array, channels: number): number | undefined {
  if (channels !== 2) return undefined;
  let both = 0;
  let difference = 0;
  for (let at = 0; at + 1 < samples.length; at += 2) {
    const left = samples[at]!;
    const right = samples[at + 1]!;
    both += left * left + right * right;
    difference += (left - right) ** 2;
  }
  if (both === 0) return undefined;
  return difference === 0 ? MOST_SEPARATION_DB : Math.min(MOST_SEPARATION_DB, 10 * Math.log10(both / difference));
}
