// How fast a person judges, from the seconds that each of the last verdicts took. Pure.

/** Verdicts that count for the pace. */
const REMEMBERED = 20;
/** A clip that was on the screen for longer was left there: it counts as a pause, not as work. */
const PAUSE_SECONDS = 60;

/** The seconds of the last verdicts with one more, pauses left out. */
export function withVerdict(recentSeconds: readonly number[], seconds: number): readonly number[] {
  return seconds > PAUSE_SECONDS ? recentSeconds : [...recentSeconds, seconds].slice(-REMEMBERED);
}

/** Median seconds a verdict; undefined before the first. */
export function typicalSeconds(recentSeconds: readonly number[]): number | undefined {
  const sorted = recentSeconds.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
