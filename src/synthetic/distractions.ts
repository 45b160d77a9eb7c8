// What moves without a sound and what sounds without being seen: somebody passing behind the thing, knocks from beside the picture. Drawn by
// chance, alike for all classes, so that not every motion has a sound nor every sound a motion. Changes only what it is given.
import { colourOf, type Picture } from './picture.ts';
import type { Random } from './random.ts';
import type { SoundTrack, Span } from './sounding-class.ts';
import { addBurst } from './tones.ts';

/** Share of shots that somebody passes through, and of those that something knocks beside. */
const PASSING_RATIO = 0.35;
const KNOCKING_RATIO = 0.35;
const STEPS = 6;
/** Knocks a second, and their level against the loudest sample of the clip's own sound. */
const KNOCKS_PER_SECOND = 0.35;
const KNOCK_LEVEL = [0.15, 0.6] as const;

/** Walks from one side to the other in uneven steps, once. */
export function makePasserBy(random: Random, durationSeconds: number): (picture: Picture, seconds: number) => void {
  if (!random.chance(PASSING_RATIO)) return () => {};
  const colour = colourOf(random.unit(), random.between(0.1, 0.6), random.between(0.2, 0.8));
  const start = random.between(-0.5, 0.7) * durationSeconds;
  const [radius, y] = [random.between(0.06, 0.14), random.between(-0.3, 0.3)];
  const direction = random.chance(0.5) ? 1 : -1;
  const arrivals = [start];
  while (arrivals.length < STEPS) arrivals.push(arrivals.at(-1)! + random.between(0.2, 0.7));
  return (picture, seconds) => {
    let position = 0;
    for (const arrival of arrivals) position += 1 / (1 + Math.exp(-(seconds - arrival) * 18));
    const x = direction * (position / STEPS - 0.5) * 1.9;
    picture.ellipse(x, y - radius * 1.5, radius * 0.6, radius * 0.6, colour);
    picture.stroke(x, y, x, y + radius * 3, radius * 1.5, colour);
  };
}

/** The same knocks at the same times of the performance, whatever stretch of it the track covers. */
export function addKnocks(track: SoundTrack, span: Span, random: Random): void {
  if (!random.chance(KNOCKING_RATIO)) return;
  const loudest = track.samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const knock = {
    frequencyHz: random.between(250, 3000),
    quality: random.between(0.6, 2),
    attackSeconds: 0.003,
    decaySeconds: random.between(0.05, 0.3),
  };
  const gapSeconds = 1 / KNOCKS_PER_SECOND;
  for (let at = span.fromSeconds, number = 0; at < span.toSeconds; number += 1) {
    at += gapSeconds * random.between(0.3, 1.7);
    addBurst(track, at, 2 * loudest * random.between(...KNOCK_LEVEL), knock, random.fork(`knock ${number}`));
  }
}
