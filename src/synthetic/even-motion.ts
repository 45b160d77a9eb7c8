// Evens out how much moves, so that the amount of motion tells nothing about the class: light and shade run through a strip of the picture as
// fast as is missing to the amount drawn for it; where too much moves, contrast is taken away. Changes the pixels it is given.
import type { Random } from './random.ts';

/** How bright the bands are, levels of 255. */
const SWING = 34;
/** Share of the width that the strip takes: so little that what moves there is not taken for the camera. */
const STRIP_RATIO = 0.36;
const STRIP_EDGE_PX = 6;
/** Fields of the picture in which motion is compared: what half of them share is the camera's. */
const FIELDS_ACROSS = 8;
const FIELDS_DOWN = 6;
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

export interface MotionAmount {
  /** Mean absolute change of the green channel from one video frame to the next, levels of 255. */
  readonly all: number;
  /** The same without what the whole picture shares: of each field's change the middle field's is taken away. */
  readonly local: number;
}

export function motionAmount({ widthPx, heightPx, pixels }: VideoFrames): MotionAmount {
  const frameBytes = widthPx * heightPx * 3;
  const fieldPixels = (widthPx * heightPx) / (FIELDS_ACROSS * FIELDS_DOWN);
  const fieldOf = Uint8Array.from({ length: widthPx * heightPx }, (_, place) => {
    const [column, row] = [place % widthPx, Math.floor(place / widthPx)];
    return Math.floor((row * FIELDS_DOWN) / heightPx) * FIELDS_ACROSS + Math.floor((column * FIELDS_ACROSS) / widthPx);
  });
  const fields = new Float64Array(FIELDS_ACROSS * FIELDS_DOWN);
  let [all, local, steps] = [0, 0, 0];
  for (let start = frameBytes; start < pixels.length; start += frameBytes) {
    fields.fill(0);
    for (let place = 0, at = start + 1; place < fieldOf.length; place += 1, at += 3) {
      const change = Math.abs((pixels[at] as number) - (pixels[at - frameBytes] as number));
      const field = fieldOf[place] as number;
      fields[field] = (fields[field] as number) + change;
    }
    const middle = fields.toSorted()[fields.length >> 1] as number;
    for (const change of fields) {
      all += change;
      local += Math.max(0, change - middle);
    }
    steps += 1;
  }
  const scale = steps === 0 ? 0 : 1 / (steps * fields.length * fieldPixels);
  return { all: all * scale, local: local * scale };
}

/** Bands across the picture: where they are in their turn at a place and time, in steps of the table. */
interface Bands {
  readonly startStep: number;
  readonly acrossStep: number;
  readonly downStep: number;
  /** 0..1 for each column: where the strip is. */
  readonly strength: Float32Array;
}

function drawStrip(widthPx: number, random: Random): Float32Array {
  const width = STRIP_RATIO * widthPx;
  const left = random.unit() * (widthPx - width);
  return Float32Array.from({ length: widthPx }, (_, column) => {
    const depth = Math.min(column - left, left + width - column) / STRIP_EDGE_PX;
    return Math.max(0, Math.min(1, depth));
  });
}

/** @param wantedMotion the local motion that the clip shall have */
export function evenMotion(frames: VideoFrames, wantedMotion: number, random: Random): void {
  const direction = random.between(0, 2 * Math.PI);
  const stepsPerPx = (TABLE_STEPS * random.between(0.8, 1.6)) / frames.widthPx;
  const bands: Bands = {
    startStep: TABLE_STEPS * random.unit(),
    acrossStep: stepsPerPx * Math.cos(direction),
    downStep: stepsPerPx * Math.sin(direction),
    strength: drawStrip(frames.widthPx, random),
  };
  const { all, local } = motionAmount(frames);
  const contrast = local > wantedMotion ? wantedMotion / local : 1;
  const light = Float32Array.from(
    { length: TABLE_STEPS },
    (_, step) => SWING * Math.sin((2 * Math.PI * step) / TABLE_STEPS),
  );
  // What the camera moves is left as it is.
  const speed = contrast < 1 ? 0 : findSpeed(frames, wantedMotion + all - local, bands, light, random);
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
    const strength = bands.strength[place % widthPx] as number;
    return { strength, before: pixels[now - framePixels * 3] as number, after: pixels[now] as number, step };
  });
  const motionAt = (speed: number): number => {
    let sum = 0;
    for (const { strength, before, after, step } of probes) {
      sum += Math.abs(lit(after, strength, light, step + speed * TABLE_STEPS) - lit(before, strength, light, step));
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

function lit(value: number, strength: number, light: Float32Array, step: number): number {
  const sum = value + 0.5 + strength * (light[Math.floor(step) & (TABLE_STEPS - 1)] as number);
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
        const swing = (bands.strength[column] as number) * (light[Math.floor(step) & (TABLE_STEPS - 1)] as number);
        const shade = swing + MIDDLE * (1 - contrast) + 0.5;
        for (const end = at + 3; at < end; at += 1) {
          const value = (pixels[at] as number) * contrast + shade;
          pixels[at] = value < 0 ? 0 : Math.min(value, 255);
        }
      }
    }
  }
}
