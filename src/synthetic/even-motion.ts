// Evens out how much moves, so that the amount of motion tells nothing about the class: bands of light and shade drift over a clip as fast as
// is missing to the amount drawn for it; where too much moves, contrast is taken away. Changes the pixels it is given.
import type { Random } from './random.ts';

/** How bright the bands are, levels of 255. */
const SWING = 22;
const TABLE_STEPS = 256;
/** What contrast is taken away towards: the middle grey. */
const MIDDLE = 118;

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

export function evenMotion(frames: VideoFrames, wantedMotion: number, random: Random): void {
  const { widthPx, heightPx, pixels } = frames;
  const motion = motionAmount(frames);
  const contrast = motion > wantedMotion ? wantedMotion / motion : 1;
  // A sine of swing A that turns f times a video frame changes by 4 A f in the mean.
  const turnsPerFrame = Math.max(0, wantedMotion - motion) / (4 * SWING);
  const bands = Float32Array.from(
    { length: TABLE_STEPS },
    (_, step) => SWING * Math.sin((2 * Math.PI * step) / TABLE_STEPS) + MIDDLE * (1 - contrast) + 0.5,
  );
  const direction = random.between(0, 2 * Math.PI);
  const stepsPerPx = (TABLE_STEPS * random.between(0.8, 1.6)) / widthPx;
  const [acrossStep, downStep] = [stepsPerPx * Math.cos(direction), stepsPerPx * Math.sin(direction)];
  const start = TABLE_STEPS * random.unit();
  const videoFrames = pixels.length / (widthPx * heightPx * 3);
  let at = 0;
  for (let number = 0; number < videoFrames; number += 1) {
    for (let row = 0; row < heightPx; row += 1) {
      let phase = start + number * turnsPerFrame * TABLE_STEPS + row * downStep;
      for (let column = 0; column < widthPx; column += 1, phase += acrossStep) {
        const light = bands[Math.floor(phase) & (TABLE_STEPS - 1)] as number;
        for (const end = at + 3; at < end; at += 1) {
          const value = (pixels[at] as number) * contrast + light;
          pixels[at] = value < 0 ? 0 : Math.min(value, 255);
        }
      }
    }
  }
}
