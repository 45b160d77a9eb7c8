// The room that a sound is heard in: reverberation and the noise of the place, both drawn by chance and alike for all classes. Works in place.
import type { Random } from './random.ts';
import type { SoundTrack } from './sounding-class.ts';

export interface Room {
  /** Time to fall by 60 dB, seconds. */
  readonly reverberationSeconds: number;
  /** Amplitude of the reverberation against the sound itself. */
  readonly wetRatio: number;
  /** Noise of the place against the mean level of the sound, dB. */
  readonly noiseDb: number;
  /** 0: white; towards 1: only its low part is left. */
  readonly noiseDullness: number;
}

export function drawRoom(random: Random): Room {
  return {
    reverberationSeconds: random.between(0.15, 0.9),
    wetRatio: random.between(0, 0.35),
    noiseDb: random.between(-34, -16),
    noiseDullness: random.between(0.5, 0.97),
  };
}

/** Lengths of Schroeder's parallel combs, seconds: no common divisor (M. R. Schroeder, 1962). */
const COMB_SECONDS = [0.0297, 0.0371, 0.0411, 0.0437];
const ALL_PASS_SECONDS = [0.005, 0.0017];
const ALL_PASS_GAIN = 0.7;

export function addRoom(track: SoundTrack, room: Room, random: Random): void {
  addReverberation(track, room);
  addNoise(track, room, random);
}

function addReverberation({ samples, sampleRateHz }: SoundTrack, room: Room): void {
  const wet = new Float32Array(samples.length);
  for (const seconds of COMB_SECONDS) {
    const delay = Math.round(seconds * sampleRateHz);
    const feedback = 0.001 ** (seconds / room.reverberationSeconds);
    const comb = new Float32Array(samples.length);
    for (let i = 0; i < samples.length; i += 1) {
      comb[i] = (samples[i] as number) + (i < delay ? 0 : feedback * (comb[i - delay] as number));
      wet[i] = (wet[i] as number) + (comb[i] as number) / COMB_SECONDS.length;
    }
  }
  let diffused = wet;
  for (const seconds of ALL_PASS_SECONDS) {
    const delay = Math.round(seconds * sampleRateHz);
    const out = new Float32Array(samples.length);
    for (let i = 0; i < samples.length; i += 1) {
      const [inBefore, outBefore] = i < delay ? [0, 0] : [diffused[i - delay] as number, out[i - delay] as number];
      out[i] = -ALL_PASS_GAIN * (diffused[i] as number) + inBefore + ALL_PASS_GAIN * outBefore;
    }
    diffused = out;
  }
  for (let i = 0; i < samples.length; i += 1) {
    samples[i] = (samples[i] as number) + room.wetRatio * (diffused[i] as number);
  }
}

function addNoise({ samples }: SoundTrack, room: Room, random: Random): void {
  const noise = new Float32Array(samples.length);
  let low = 0;
  for (let i = 0; i < noise.length; i += 1) {
    low += (1 - room.noiseDullness) * (random.unit() * 2 - 1 - low);
    noise[i] = low;
  }
  const scale = (rms(samples) / (rms(noise) || 1)) * 10 ** (room.noiseDb / 20);
  for (let i = 0; i < samples.length; i += 1) samples[i] = (samples[i] as number) + scale * (noise[i] as number);
}

function rms(samples: Float32Array): number {
  let sum = 0;
  for (const value of samples) sum += value * value;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
