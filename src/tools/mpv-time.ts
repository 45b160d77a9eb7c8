// What is heard at a time that mpv tells while it loops. Pure.
import type { PlayingRange } from './player.ts';

/** mpv is given its times in milliseconds. */
const SAME_SECONDS = 0.001;

/**
 * mpv goes back to the start of a loop when it has decoded its end, some 0.3 s before that is heard, and tells times relative to what
 * it decodes: from - 0.2 s is 0.2 s before the end of the round that is still heard.
 * @returns undefined at the moment of going back, whose time says nothing about what is heard
 */
export function heardSeconds(
  toldSeconds: number,
  { fromSeconds, toSeconds, isLooping }: PlayingRange,
  durationSeconds: number | undefined,
): number | undefined {
  if (!isLooping) return toldSeconds;
  const early = fromSeconds - toldSeconds;
  if (Math.abs(early) < SAME_SECONDS) return undefined;
  const endSeconds = Math.min(toSeconds, durationSeconds ?? toSeconds);
  if (early < 0 || endSeconds <= fromSeconds) return toldSeconds;
  return endSeconds - (early % (endSeconds - fromSeconds));
}
