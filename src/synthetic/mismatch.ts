// Breaks the bond between sound and picture in known ways, on PCM and video frames of any clip, made or real. Pure: each returns new arrays.
import { applyGain, loudnessOf, setLoudness, softenPeaks } from './level.ts';

/** Where two ends of sound are joined they fade into each other over this long, so that no click gives the joint away. */
const JOINT_SECONDS = 0.02;

/** Exactly as long as wanted: cut, or begun again with a soft joint; without any samples, silence. */
export function fitSound(samples: Float32Array, length: number, sampleRateHz: number): Float32Array {
  const fitted = new Float32Array(length);
  const joint = Math.min(Math.round(JOINT_SECONDS * sampleRateHz), Math.floor(samples.length / 2));
  const step = samples.length - joint;
  if (step <= 0) return fitted;
  for (let start = 0; start < length; start += step) {
    const end = Math.min(length, start + samples.length);
    for (let i = start; i < end; i += 1) {
      const at = i - start;
      const rising = start === 0 ? 1 : Math.min(1, (at + 1) / (joint + 1));
      const isLast = start + samples.length >= length;
      const falling = isLast ? 1 : Math.min(1, (samples.length - at) / (joint + 1));
      fitted[i] = (fitted[i] as number) + Math.min(rising, falling) * (samples[at] as number);
    }
  }
  return fitted;
}

/** The donor's sound, as long and as loud as the clip's own. */
export function swapSound(own: Float32Array, donor: Float32Array, sampleRateHz: number): Float32Array {
  const swapped = fitSound(donor, own.length, sampleRateHz);
  const loudness = loudnessOf(own, sampleRateHz);
  if (loudness !== undefined) setLoudness(swapped, loudness, sampleRateHz);
  softenPeaks(swapped);
  return swapped;
}

/** Late by so much (early below zero), going round: what falls off one end comes in at the other, joined softly. */
export function shiftSound(samples: Float32Array, lateSeconds: number, sampleRateHz: number): Float32Array {
  const { length } = samples;
  const shifted = new Float32Array(length);
  if (length === 0) return shifted;
  const late = ((Math.round(lateSeconds * sampleRateHz) % length) + length) % length;
  shifted.set(samples.subarray(length - late), 0);
  shifted.set(samples.subarray(0, length - late), late);
  const joint = Math.min(Math.round(JOINT_SECONDS * sampleRateHz), late, length - late);
  for (let i = 0; i < joint && late > 0; i += 1) {
    const share = (i + 0.5) / joint;
    // The end fades out while the beginning, which lies after it, fades in.
    shifted[late - joint + i] = (shifted[late - joint + i] as number) * Math.sqrt(1 - share);
    shifted[late + i] = (shifted[late + i] as number) * Math.sqrt(share);
  }
  return shifted;
}

export interface Levels {
  /** Of what is laid over, against the loudness that the clip's own sound had, dB. */
  readonly overDb: number;
  /** By how much the clip's own sound is changed, dB. */
  readonly originalDb: number;
}

/** Music or a voice over the clip's own sound; the whole is then as loud as the clip was, so that loudness gives nothing away. */
export function layOver(own: Float32Array, over: Float32Array, levels: Levels, sampleRateHz: number): Float32Array {
  const loudness = loudnessOf(own, sampleRateHz) ?? DEFAULT_LUFS;
  const mixed = fitSound(over, own.length, sampleRateHz);
  setLoudness(mixed, loudness + levels.overDb, sampleRateHz);
  const ownFactor = 10 ** (levels.originalDb / 20);
  for (let i = 0; i < mixed.length; i += 1) mixed[i] = (mixed[i] as number) + ownFactor * (own[i] as number);
  setLoudness(mixed, loudness, sampleRateHz);
  softenPeaks(mixed);
  return mixed;
}

/** For clips that have no loudness of their own. */
const DEFAULT_LUFS = -26;

export function silenceOf(own: Float32Array): Float32Array {
  return new Float32Array(own.length);
}

/** Far too much gain, cut off hard at full scale. */
export function clipSound(own: Float32Array, gainDb: number): Float32Array {
  const clipped = own.slice();
  applyGain(clipped, gainDb);
  return clipped.map((value) => Math.min(1, Math.max(-1, value)));
}

/** One video frame for all. */
export function freezePicture(pixels: Uint8Array, frameBytes: number, videoFrame: number): Uint8Array {
  const frozen = new Uint8Array(pixels.length);
  const held = pixels.subarray(videoFrame * frameBytes, (videoFrame + 1) * frameBytes);
  for (let at = 0; at + frameBytes <= pixels.length; at += frameBytes) frozen.set(held, at);
  return frozen;
}

export function blackPicture(pixels: Uint8Array): Uint8Array {
  return new Uint8Array(pixels.length);
}
