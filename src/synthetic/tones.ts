// The building blocks of sound: partials that die away, bursts of filtered noise, a plucked string. Each adds to a track in place.
import type { Random } from './random.ts';
import type { SoundTrack } from './sounding-class.ts';

export interface Partial {
  readonly frequencyHz: number;
  readonly level: number;
  /** Time to fall by 60 dB, seconds. */
  readonly decaySeconds: number;
}

/** The samples of a track that a sound from `seconds` on, `lengthSeconds` long, falls on. */
function reach(track: SoundTrack, seconds: number, lengthSeconds: number): { first: number; from: number; to: number } {
  const first = Math.round((seconds - track.startSeconds) * track.sampleRateHz);
  const to = Math.min(track.samples.length, first + Math.ceil(lengthSeconds * track.sampleRateHz));
  return { first, from: Math.max(0, first), to };
}

/** Damped sinusoids that all begin at `seconds`, as a struck thing rings. Partials above the track's range are left out. */
export function addRinging(track: SoundTrack, seconds: number, level: number, partials: readonly Partial[]): void {
  const { samples, sampleRateHz } = track;
  for (const { frequencyHz, level: share, decaySeconds } of partials) {
    if (frequencyHz >= sampleRateHz * 0.47) continue;
    const { first, from, to } = reach(track, seconds, decaySeconds);
    // y[n] = 2 r cos(w) y[n-1] - r^2 y[n-2]: a decaying sine without a call per sample.
    const angle = (2 * Math.PI * frequencyHz) / sampleRateHz;
    const shrink = 0.001 ** (1 / (decaySeconds * sampleRateHz));
    const [feedback, feedbackSquared] = [2 * shrink * Math.cos(angle), shrink * shrink];
    const at = (n: number): number => level * share * shrink ** n * Math.sin(angle * n);
    let [before, last] = [at(from - first - 1), at(from - first)];
    for (let i = from; i < to; i += 1) {
      samples[i] = (samples[i] as number) + last;
      [before, last] = [last, feedback * last - feedbackSquared * before];
    }
  }
}

export interface Burst {
  /** Middle of the band of noise. */
  readonly frequencyHz: number;
  /** Middle frequency over bandwidth: 0.5 is wide, 5 is nearly a tone. */
  readonly quality: number;
  readonly attackSeconds: number;
  /** Time to fall by 60 dB after the attack, seconds. */
  readonly decaySeconds: number;
}

/** Noise through a two-pole band-pass (RBJ cookbook, constant peak gain), with an attack and a decay. */
export function addBurst(track: SoundTrack, seconds: number, level: number, burst: Burst, random: Random): void {
  const { samples, sampleRateHz } = track;
  const { first, from, to } = reach(track, seconds, burst.attackSeconds + burst.decaySeconds);
  const angle = (2 * Math.PI * Math.min(burst.frequencyHz, sampleRateHz * 0.45)) / sampleRateHz;
  const alpha = Math.sin(angle) / (2 * burst.quality);
  const gain = alpha / (1 + alpha);
  const [a1, a2] = [(-2 * Math.cos(angle)) / (1 + alpha), (1 - alpha) / (1 + alpha)];
  const attackSamples = Math.max(1, burst.attackSeconds * sampleRateHz);
  const shrink = 0.001 ** (1 / (burst.decaySeconds * sampleRateHz));
  let [x1, x2, y1, y2, envelope] = [0, 0, 0, 0, level * shrink ** Math.max(0, from - first - attackSamples)];
  for (let i = from; i < to; i += 1) {
    const x = random.unit() * 2 - 1;
    const y = gain * (x - x2) - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    const sinceStart = i - first;
    if (sinceStart > attackSamples) envelope *= shrink;
    samples[i] =
      (samples[i] as number) + y * (sinceStart < attackSamples ? (envelope * sinceStart) / attackSamples : envelope);
  }
}

/** A string by Karplus and Strong (1983): a burst of noise going round a delay line, softened each time. */
export function addPluck(
  track: SoundTrack,
  seconds: number,
  level: number,
  frequencyHz: number,
  decaySeconds: number,
  random: Random,
): void {
  const { samples, sampleRateHz } = track;
  const first = Math.round((seconds - track.startSeconds) * track.sampleRateHz);
  const to = Math.min(samples.length, first + Math.ceil(decaySeconds * sampleRateHz));
  const line = new Float32Array(Math.max(2, Math.round(sampleRateHz / frequencyHz - 0.5)));
  for (let i = 0; i < line.length; i += 1) line[i] = random.unit() * 2 - 1;
  const loss = 0.001 ** (1 / (decaySeconds * frequencyHz));
  let position = 0;
  for (let i = first; i < to; i += 1) {
    const next = position + 1 === line.length ? 0 : position + 1;
    const value = line[position] as number;
    if (i >= 0) samples[i] = (samples[i] as number) + level * value;
    line[position] = loss * 0.5 * (value + (line[next] as number));
    position = next;
  }
}

/** A held tone of harmonics (levels of the 1st, 2nd, ...) with soft ends. */
export function addTone(
  track: SoundTrack,
  seconds: number,
  lengthSeconds: number,
  level: number,
  frequencyHz: number,
  harmonicLevels: readonly number[],
  edgeSeconds = 0.015,
): void {
  const { samples, sampleRateHz } = track;
  const { first, from, to } = reach(track, seconds, lengthSeconds);
  const edge = Math.max(1, edgeSeconds * sampleRateHz);
  const end = first + lengthSeconds * sampleRateHz;
  harmonicLevels.forEach((share, position) => {
    const angle = (2 * Math.PI * frequencyHz * (position + 1)) / sampleRateHz;
    if (angle >= Math.PI * 0.94) return;
    const feedback = 2 * Math.cos(angle);
    let [before, last] = [Math.sin(angle * (from - first - 1)), Math.sin(angle * (from - first))];
    for (let i = from; i < to; i += 1) {
      const envelope = Math.min(1, (i - first) / edge, (end - i) / edge);
      samples[i] = (samples[i] as number) + level * share * envelope * last;
      [before, last] = [last, feedback * last - before];
    }
  });
}
