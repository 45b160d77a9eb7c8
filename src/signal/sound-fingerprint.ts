// A fingerprint of sound that survives re-encoding and changes of level: signs of how band energies differ in frequency and time. Pure.
// After Haitsma and Kalker, "A highly robust audio fingerprinting system" (ISMIR 2002), on our log-mel instead of their bands.
import { countOnes } from './bit-count.ts';
import type { LogMel } from './log-mel.ts';

const BITS = 32;
/** Mel frames between two words: 40 ms. */
export const FRAMES_PER_WORD = 4;
/** Mel frames over which each word is smoothed: 370 ms, as theirs. */
const WINDOW_FRAMES = 37;
/** Words that two fingerprints must share to be compared: 3 s. */
const LEAST_SHARED_WORDS = 75;

/** Sums over time of each band, so that any window is one subtraction: `[melFrames + 1, BITS + 1]`. */
function runningBandSums({ values, melFrames, melBins }: LogMel): Float64Array {
  const bands = BITS + 1;
  const sums = new Float64Array((melFrames + 1) * bands);
  for (let frame = 0; frame < melFrames; frame += 1) {
    for (let band = 0; band < bands; band += 1) {
      const firstBin = Math.floor((band * melBins) / bands);
      const endBin = Math.floor(((band + 1) * melBins) / bands);
      let sum = 0;
      for (let bin = firstBin; bin < endBin; bin += 1) sum += values[frame * melBins + bin]!;
      sums[(frame + 1) * bands + band] = sums[frame * bands + band]! + sum / (endBin - firstBin);
    }
  }
  return sums;
}

/**
 * Bit b of word t: whether (E[t, b] - E[t, b+1]) - (E[t-1, b] - E[t-1, b+1]) > 0, with E the mean log-mel of a band in a window.
 * A word of nothing but zeros says that nothing changed (silence); it matches no other.
 */
export function fingerprintSound(logMel: LogMel): Uint32Array {
  const bands = BITS + 1;
  const sums = runningBandSums(logMel);
  const words = new Uint32Array(Math.max(0, Math.floor((logMel.melFrames - WINDOW_FRAMES) / FRAMES_PER_WORD)));
  const energy = (frame: number, band: number): number =>
    sums[(frame + WINDOW_FRAMES) * bands + band]! - sums[frame * bands + band]!;
  for (let word = 0; word < words.length; word += 1) {
    const before = word * FRAMES_PER_WORD;
    const after = before + FRAMES_PER_WORD;
    let bits = 0;
    for (let bit = 0; bit < BITS; bit += 1) {
      const change = energy(after, bit) - energy(after, bit + 1) - energy(before, bit) + energy(before, bit + 1);
      // Rounding must not look like a change.
      if (change > 1e-9) bits |= 1 << bit;
    }
    words[word] = bits >>> 0;
  }
  return words;
}

/**
 * Share of differing bits of `a[k]` and `b[k + lagWords]`, 0..1, over the words that both have and in which something changes:
 * below about 0.3 one recording, 0.5 unrelated. undefined when those are less than three seconds.
 */
export function distanceAtLag(a: Uint32Array, b: Uint32Array, lagWords: number): number | undefined {
  let differing = 0;
  let shared = 0;
  for (let k = Math.max(0, -lagWords); k < Math.min(a.length, b.length - lagWords); k += 1) {
    const first = a[k]!;
    const second = b[k + lagWords]!;
    if (first === 0 || second === 0) continue;
    differing += countOnes(first ^ second);
    shared += 1;
  }
  return shared < LEAST_SHARED_WORDS ? undefined : differing / (BITS * shared);
}
