// A learning curve of any length in little memory, and as one line of text. Pure.
import { sparkline } from '../graphics/sparkline.ts';

export interface LossCurve {
  /** Means of `perPoint` values each. */
  readonly points: readonly number[];
  readonly perPoint: number;
  /** Of the point that is not whole yet. */
  readonly sum: number;
  readonly count: number;
}

export const NO_CURVE: LossCurve = { points: [], perPoint: 1, sum: 0, count: 0 };

/** More than a terminal is wide; then neighbours are joined. */
const MOST_POINTS = 512;

export function addLoss({ points, perPoint, sum, count }: LossCurve, loss: number): LossCurve {
  if (count + 1 < perPoint) return { points, perPoint, sum: sum + loss, count: count + 1 };
  const longer = [...points, (sum + loss) / perPoint];
  if (longer.length < MOST_POINTS) return { points: longer, perPoint, sum: 0, count: 0 };
  return { points: halved(longer), perPoint: 2 * perPoint, sum: 0, count: 0 };
}

/** At most `columns` characters; the lowest loss is the lowest bar. */
export function curveText({ points }: LossCurve, columns: number, isUnicode: boolean): string {
  if (points.length === 0 || columns < 1) return '';
  const shown = Math.min(columns, points.length);
  const means = Array.from({ length: shown }, (_, column) => {
    const [from, to] = [column, column + 1].map((edge) => Math.floor((edge * points.length) / shown));
    return mean(points.slice(from, to));
  });
  const lowest = Math.min(...means);
  const range = Math.max(...means) - lowest;
  // A bar of nothing would be a gap in the curve.
  const floor = range === 0 ? 1 : range / 1000;
  return sparkline(
    means.map((value) => value - lowest + floor),
    { isUnicode },
  );
}

function halved(points: readonly number[]): number[] {
  return Array.from({ length: points.length / 2 }, (_, pair) => (points[2 * pair]! + points[2 * pair + 1]!) / 2);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
