// What one cell of a manifest or CSV may hold: seconds and class names, and how a bad cell is quoted in a message. Pure.
import { MAX_LABEL_CHARACTERS } from './label.ts';

/** Latest time that we accept, seconds (11 days): Kinetics' file names have six digits. */
export const MAX_SECONDS = 999_999;

const PLAIN_NUMBER = /^\d+(?:\.\d+)?$/;

/** Longest piece of a bad cell that a message repeats, characters. */
const MAX_QUOTED_CHARACTERS = 60;

/**
 * Seconds from plain decimal text, or undefined when it is anything else (negative, `NaN`, `1e3`, `0x10`, empty, beyond MAX_SECONDS).
 * Rounded to milliseconds, the resolution of clip names: segments that differ by less would share a file.
 */
export function parseSeconds(text: string): number | undefined {
  if (!PLAIN_NUMBER.test(text)) return undefined;
  const exact = Number(text);
  const seconds = Number.isInteger(exact) ? exact : Math.round(exact * 1000) / 1000;
  return seconds <= MAX_SECONDS ? seconds : undefined;
}

/** What is wrong with a class name, as `expected ..., got ...`; undefined when nothing is. */
export function labelProblem(label: string): string | undefined {
  if (label.trim() === '') return 'expected a class name, got nothing';
  if (label !== label.trim()) return `expected a class name without spaces around it, got ${quoted(label)}`;
  if (label.length > MAX_LABEL_CHARACTERS) {
    return `expected a class name of at most ${MAX_LABEL_CHARACTERS} characters, got ${label.length}: ${quoted(label)}`;
  }
  if (label.includes('\uFFFD')) return `expected text in UTF-8, got ${quoted(label)}`;
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(label)) {
    return `expected a class name without control characters, got ${quoted(label)}`;
  }
  return undefined;
}

/** A bad cell in quotes, cut short, with everything that could steer a terminal written out as `\u{..}`. */
export function quoted(text: string): string {
  const head = text.slice(0, MAX_QUOTED_CHARACTERS);
  const visible = head.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
  return text.length > MAX_QUOTED_CHARACTERS ? `"${visible}..." (${text.length} characters)` : `"${visible}"`;
}
