// What lies behind the thing that sounds, and the hand that holds the camera. Numbers from chance in, pixels out; pure.
import { type Colour, colourOf, Picture } from './picture.ts';
import type { Random } from './random.ts';

/** Pixels that the backdrop reaches beyond the picture on each side: the furthest that the camera wanders. */
const MARGIN_PX = 5;

export interface Backdrop {
  readonly widthPx: number;
  readonly pixels: Uint8Array;
}

/** A sloping light, soft patches and a few bars, in two colours that say nothing about the class. */
export function makeBackdrop(widthPx: number, heightPx: number, random: Random): Backdrop {
  const [fullWidthPx, fullHeightPx] = [widthPx + 2 * MARGIN_PX, heightPx + 2 * MARGIN_PX];
  const pixels = new Uint8Array(fullWidthPx * fullHeightPx * 3);
  const hue = random.unit();
  const saturation = random.between(0.05, 0.4);
  const from = colourOf(hue, saturation, random.between(0.25, 0.75));
  const to = colourOf(hue + random.between(-0.15, 0.15), saturation, random.between(0.25, 0.75));
  const slope = random.between(0, 2 * Math.PI);
  for (let row = 0, at = 0; row < fullHeightPx; row += 1) {
    for (let column = 0; column < fullWidthPx; column += 1, at += 3) {
      const along = (column / fullWidthPx - 0.5) * Math.cos(slope) + (row / fullHeightPx - 0.5) * Math.sin(slope);
      for (let c = 0; c < 3; c += 1) pixels[at + c] = mix(from, to, 0.5 + along * 0.7, c);
    }
  }
  const picture = new Picture(fullWidthPx, fullHeightPx, pixels);
  const patches = random.below(7);
  for (let patch = 0; patch < patches; patch += 1) {
    const colour = colourOf(hue + random.between(-0.2, 0.2), saturation, random.between(0.25, 0.75));
    const [x, y] = [random.between(-0.8, 0.8), random.between(-0.6, 0.6)];
    if (random.chance(0.5)) picture.ellipse(x, y, random.between(0.05, 0.3), random.between(0.05, 0.3), colour);
    else
      picture.stroke(
        x,
        y,
        x + random.between(-0.6, 0.6),
        y + random.between(-0.6, 0.6),
        random.between(0.02, 0.08),
        colour,
      );
  }
  return { widthPx: fullWidthPx, pixels };
}

function mix(from: Colour, to: Colour, share: number, channel: number): number {
  const t = Math.min(1, Math.max(0, share));
  return (from[channel] as number) * (1 - t) + (to[channel] as number) * t;
}

/** Copies the part that the camera sees. */
export function paintBackdrop(picture: Picture, backdrop: Backdrop, offset: CameraOffset): void {
  const rowBytes = picture.widthPx * 3;
  for (let row = 0; row < picture.heightPx; row += 1) {
    const from = ((row + MARGIN_PX - offset.yPx) * backdrop.widthPx + MARGIN_PX - offset.xPx) * 3;
    picture.pixels.set(backdrop.pixels.subarray(from, from + rowBytes), row * rowBytes);
  }
}

/** How far the picture has moved, whole pixels. */
export interface CameraOffset {
  readonly xPx: number;
  readonly yPx: number;
}

/** A tripod, or a hand that sways slowly and not in time with anything. */
export function makeCamera(random: Random): (seconds: number) => CameraOffset {
  const reachPx = random.chance(0.4) ? 0 : random.between(0.6, 1.8);
  const waves = Array.from({ length: 4 }, () => ({
    turnsPerSecond: random.between(0.08, 0.6),
    start: random.between(0, 2 * Math.PI),
  }));
  const sway = (wave: number, seconds: number): number => {
    const { turnsPerSecond, start } = waves[wave]!;
    return Math.sin(2 * Math.PI * turnsPerSecond * seconds + start);
  };
  return (seconds) => ({
    xPx: Math.round(reachPx * (sway(0, seconds) + sway(1, seconds))),
    yPx: Math.round(reachPx * (sway(2, seconds) + sway(3, seconds))),
  });
}
