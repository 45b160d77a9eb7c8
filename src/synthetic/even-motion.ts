// Evens out how much moves, so that the amount of motion tells nothing about the class: bands of light and shade drift over a clip as fast as
// is missing to the amount drawn for it; where too much moves, contrast is taken away. Changes the pixels it is given.
import type { Random } from './random.ts';

/** How bright the bands are, levels of 255. */
const SWING = 22;
const TABLE_STEPS = 256;
/** What contrast is taken away towards: the middle grey. */
const MIDDLE = 118;
/** Pixels that are looked at to find the speed of the bands, and how often the guess is halved. */
const PROBES = 6000;
const HALVINGS = 10;
/** The bands at their fastest, turns a video frame: above this they would flicker. */
const FASTEST = 0.2;

export interface VideoFrames {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB video frames, one after the other. */
  readonly pixels: Uint8Array;
}

/** Mean absolute change of the green channel from one video frame to the next, levels of 255. */
export function motionAmount({ widthPx, heightPx, pixels }: VideoFrames): number {
  const frameBytes = widthPx * heightPx * 3;
  let sum = 0;
  let count = 0;
  for (let at = frameBytes + 1; at < pixels.length; at += 3) {
    sum += Math.abs((pixels[at] as number) - (pixels[at - frameBytes] as number));
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Bands across the picture: where they are in their turn at a place and time, in steps of the table. */
interface Bands {
  readonly startStep: number;
  readonly acrossStep: number;
  readonly downStep: number;
}

export function evenMotion(frames: VideoFrames, wantedMotion: number, random: Random): void {
  const direction = random.between(0, 2 * Math.PI);
  const stepsPerPx = (TABLE_STEPS * random.between(0.8, 1.6)) / frames.widthPx;
  const bands: Bands = {
    startStep: TABLE_STEPS * random.unit(),
    acrossStep: stepsPerPx * Math.cos(direction),
    downStep: stepsPerPx * Math.sin(direction),
  };
  const motion = motionAmount(frames);
  const contrast = motion > wantedMotion ? wantedMotion / motion : 1;
  const light = Float32Array.from(
    { length: TABLE_STEPS },
    (_, step) => SWING * Math.sin((2 * Math.PI * step) / TABLE_STEPS) + MIDDLE * (1 - contrast) + 0.5,
  );
  const speed = contrast < 1 ? 0 : findSpeed(frames, wantedMotion, bands, light, random);
  addBands(frames, bands, light, contrast, speed);
}

/** Turns a video frame that bring the motion of some pixels to what is wanted: more speed is more motion, so halving finds it. */
function findSpeed(
  frames: VideoFrames,
  wantedMotion: number,
  bands: Bands,
  light: Float32Array,
  random: Random,
): number {
  const { widthPx, heightPx, pixels } = frames;
  const framePixels = widthPx * heightPx;
  const videoFrames = pixels.length / (framePixels * 3);
  if (videoFrames < 2) return 0;
  const probes = Array.from({ length: PROBES }, () => {
    const place = random.below(framePixels);
    const now = ((1 + random.below(videoFrames - 1)) * framePixels + place) * 3 + 1;
    const step =
      bands.startStep +
      (place % widthPx) * bands.acrossStep +
      Math.floor(place / widthPx) * bands.downStep +
      TABLE_STEPS * random.unit();
    return { before: pixels[now - framePixels * 3] as number, after: pixels[now] as number, step };
  });
  const motionAt = (speed: number): number => {
    let sum = 0;
    for (const { before, after, step } of probes) {
      sum += Math.abs(lit(after, light, step + speed * TABLE_STEPS) - lit(before, light, step));
    }
    return sum / PROBES;
  };
  let [low, high] = [0, FASTEST];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (motionAt(middle) < wantedMotion) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function lit(value: number, light: Float32Array, step: number): number {
  const sum = value + (light[Math.floor(step) & (TABLE_STEPS - 1)] as number);
  return sum < 0 ? 0 : Math.floor(Math.min(255, sum));
}

function addBands(frames: VideoFrames, bands: Bands, light: Float32Array, contrast: number, speed: number): void {
  const { widthPx, heightPx, pixels } = frames;
  const videoFrames = pixels.length / (widthPx * heightPx * 3);
  let at = 0;
  for (let number = 0; number < videoFrames; number += 1) {
    for (let row = 0; row < heightPx; row += 1) {
      let step = bands.startStep + number * speed * TABLE_STEPS + row * bands.downStep;
      for (let column = 0; column < widthPx; column += 1, step += bands.acrossStep) {
        const shade = light[Math.floor(step) & (TABLE_STEPS - 1)] as number;
        for (const end = at + 3; at < end; at += 1) {
          const value = (pixels[at] as number) * contrast + shade;
          pixels[at] = value < 0 ? 0 : Math.min(value, 255);
        }
      }
    }
  }
}
