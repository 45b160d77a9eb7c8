// What a class of made clips is: given a stage and chance, when things happen, how they look and how they sound. Types only, and the rhythm
// that classes share. A new class is one file in classes/ and one line in class-list.ts.
import type { Colour, Picture } from './picture.ts';
import type { Random } from './random.ts';

/** The time that a performance covers, seconds; the clip is 0..its length, what lies around it serves shifts and ringing tails. */
export interface Span {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

export interface Stage {
  readonly span: Span;
  readonly random: Random;
  /** Size of the thing against the middle of its class, about 0.7..1.4: the larger it looks, the lower it sounds. */
  readonly sizeRatio: number;
  /** Events against the middle tempo of the class, about 0.75..1.3. */
  readonly tempoRatio: number;
  readonly colours: {
    readonly main: Colour;
    readonly accent: Colour;
    readonly dark: Colour;
    readonly light: Colour;
  };
}

/** Something that is seen and heard at once. */
export interface SoundingEvent {
  readonly seconds: number;
  /** How hard, 0..1. */
  readonly strength: number;
}

/** A stretch of sound being written. Its sample 0 is heard at `startSeconds` of the performance. */
export interface SoundTrack {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
  readonly startSeconds: number;
}

export interface Performance {
  /** Ascending. */
  readonly events: readonly SoundingEvent[];
  draw(picture: Picture, seconds: number): void;
  /** Adds the sound of the whole track, in any level: the clip's level is set later. */
  play(track: SoundTrack): void;
}

export interface SoundingClass {
  readonly label: string;
  /** Middle of the hues of its things, 0..1; each thing's own lies around it. */
  readonly hue: number;
  perform(stage: Stage): Performance;
}

/** Beats with uneven gaps, so that no shift lays them on one another. */
export function unevenBeats(stage: Stage, gapSeconds: number, unevenness: number): SoundingEvent[] {
  const random = stage.random.fork('beats');
  const events: SoundingEvent[] = [];
  let seconds = stage.span.fromSeconds + random.between(0, gapSeconds);
  while (seconds < stage.span.toSeconds) {
    events.push({ seconds, strength: random.between(0.5, 1) });
    seconds += (gapSeconds / stage.tempoRatio) * random.between(1 - unevenness, 1 + unevenness);
  }
  return events;
}

/** The last event at or before a time, and the first after it. */
export function neighbours<T extends { readonly seconds: number }>(
  events: readonly T[],
  seconds: number,
): { readonly last: T | undefined; readonly next: T | undefined } {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as T).seconds <= seconds) low = middle + 1;
    else high = middle;
  }
  return { last: events[low - 1], next: events[low] };
}
