// Axes of charts: the range of some numbers in; round ticks, their place on a panel, and the lines and words of the axis as SVG out. Pure.
import { line, type Panel, type Tone, text } from './svg.ts';

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Steps that people count in, of a power of ten. */
const STEPS = [1, 2, 5, 10];

/** From round number to round number, both ends ticks. @param count of ticks about which is asked for */
export function niceAxis(least: number, most: number, count = 5): Axis {
  const span = most > least ? most - least : Math.abs(most) || 1;
  const rough = span / Math.max(1, count - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * STEPS.find((candidate) => candidate * power >= rough * (1 - 1e-9))!;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  // A product, not a sum of steps: 0.3 would be 0.30000000000000004.
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
  return { low: ticks[0]!, high: ticks[ticks.length - 1]!, ticks };
}

/** 0..1 on the axis. */
export function placeOn({ low, high }: Axis, value: number): number {
  return (value - low) / (high - low);
}

/** Faint upright lines with the ticks' words below. */
export function acrossAxis(panel: Panel, axis: Axis, words: (tick: number) => string = String): string[] {
  return axis.ticks.flatMap((tick) => {
    const x = placeOn(axis, tick);
    return [
      rule(panel, { x, y: 0 }, { x, y: 1 }, 'faint'),
      text(panel.x + x * panel.width, panel.y + panel.height + 13, words(tick), 'middle', true),
    ];
  });
}

/** Faint lying lines with the ticks' words to their left. */
export function upAxis(panel: Panel, axis: Axis, words: (tick: number) => string = String): string[] {
  return axis.ticks.flatMap((tick) => {
    const y = placeOn(axis, tick);
    return [
      rule(panel, { x: 0, y }, { x: 1, y }, 'faint'),
      text(panel.x - 5, panel.y + (1 - y) * panel.height + 3, words(tick), 'end', true),
    ];
  });
}

export function rule(
  panel: Panel,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  tone: Tone,
): string {
  return line(panel, [from, to], tone);
}
