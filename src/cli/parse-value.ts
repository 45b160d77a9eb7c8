// Values of flags: counts, sizes, rates. Each parser throws a UsageError that names the flag, what was expected and what was got. Pure.
import { didYouMean } from '../dataset/nearest-name.ts';
import { UsageError } from '../errors.ts';

const SIZE = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$/i;
const FACTORS: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** `500M`, `20G`, `1.5TiB` -> bytes; units are powers of 1024. */
export function parseSize(flag: string, text: string): number {
  const match = SIZE.exec(text.trim());
  const bytes = match === null ? Number.NaN : Number(match[1]) * FACTORS[match[2]!.toLowerCase()]!;
  if (!(bytes > 0)) throw new UsageError(`${flag}: expected a size such as 500M or 20G, got "${text}"`);
  return Math.floor(bytes);
}

const RATE = /^(\d+(?:\.\d+)?)\s*(?:\/?\s*(s|second|min|minute|h|hour))?$/i;
const PER_HOUR: Record<string, number> = { s: 3600, second: 3600, min: 60, minute: 60, h: 1, hour: 1 };

/** `300`, `300/h`, `5/min` -> videos an hour. */
export function parseRate(flag: string, text: string): number {
  const match = RATE.exec(text.trim());
  const perHour = match === null ? Number.NaN : Number(match[1]) * PER_HOUR[(match[2] ?? 'h').toLowerCase()]!;
  if (!(perHour > 0))
    throw new UsageError(`${flag}: expected videos an hour such as 300, 300/h or 5/min, got "${text}"`);
  return perHour;
}

export function parseCount(flag: string, text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text.trim()) || count < 1)
    throw new UsageError(`${flag}: expected a whole number above 0, got "${text}"`);
  return count;
}

export function parseChoice<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new UsageError(`${flag}: expected one of ${choices.join(', ')}, got "${text}"${didYouMean(text, choices)}`);
}
