// The stretch of a clip that a drawing shows from its left to its right edge. Pure.

export interface TimeWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The column in which a moment lies, which may be outside of 0..columns-1. */
export function columnAt(seconds: number, { startSeconds, endSeconds }: TimeWindow, columns: number): number {
  // The hair keeps a moment that was reckoned from a column in that column.
  return Math.floor(((seconds - startSeconds) / (endSeconds - startSeconds)) * columns + 1e-6);
}

/** The moment at a column's left edge. */
export function secondsAt(column: number, { startSeconds, endSeconds }: TimeWindow, columns: number): number {
  return startSeconds + (column / columns) * (endSeconds - startSeconds);
}

/**
 * The steps of a series that fall in each of `count` equal parts of a window, at least one: from (included), to (not). Parts outside of the
 * series have from >= its length or to <= 0.
 */
export function stepsInParts(
  window: TimeWindow,
  count: number,
  stepsPerSecond: number,
): { readonly from: Int32Array; readonly to: Int32Array } {
  const edge = (part: number): number => Math.floor(secondsAt(part, window, count) * stepsPerSecond + 1e-6);
  const from = Int32Array.from({ length: count }, (_, part) => edge(part));
  const to = from.map((first, part) => Math.max(first + 1, edge(part + 1)));
  return { from, to };
}
