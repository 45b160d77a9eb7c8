// What a query may say of a number or a date: `0.3`, `<0.3`, `>=0.5`, `0.1..0.5`, `2026-11-20`. Pure.

/** Closed at both ends unless said otherwise. */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly isLowOpen: boolean;
  readonly isHighOpen: boolean;
}

/** What a value covers: a number itself, a day all its milliseconds. */
interface Extent {
  readonly from: number;
  readonly to: number;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/;
const MINUTE_MS = 60_000;

/** Undefined: not a number, nor a share in percent. */
export function parseNumber(text: string): Extent | undefined {
  const isPercent = text.endsWith('%');
  const digits = isPercent ? text.slice(0, -1) : text;
  if (!NUMBER.test(digits)) return undefined;
  const value = Number(digits) / (isPercent ? 100 : 1);
  return { from: value, to: value };
}

/** A day, or a minute of it, on the clock of this machine, as ms since 1970. Undefined: neither. */
export function parseMoment(text: string): Extent | undefined {
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const from = new Date(year!, month! - 1, day!, hour ?? 0, minute ?? 0);
  if (from.getMonth() !== month! - 1 || from.getDate() !== day || (hour ?? 0) > 23 || (minute ?? 0) > 59)
    return undefined;
  const next = hour === undefined ? new Date(year!, month! - 1, day + 1).getTime() : from.getTime() + MINUTE_MS;
  return { from: from.getTime(), to: next - 1 };
}

const OPERATOR = /^(<=|>=|<|>|=)?(.*)$/s;

/** Undefined: nothing that a range can be made of. */
export function parseRange(text: string, parse: (text: string) => Extent | undefined): NumberRange | undefined {
  const between = text.indexOf('..');
  if (between !== -1) {
    const [low, high] = [text.slice(0, between), text.slice(between + 2)];
    const from = low === '' ? Number.NEGATIVE_INFINITY : parse(low)?.from;
    const to = high === '' ? Number.POSITIVE_INFINITY : parse(high)?.to;
    return from === undefined || to === undefined || low + high === '' ? undefined : closed(from, to);
  }
  const [, operator, rest] = OPERATOR.exec(text)!;
  const extent = parse(rest!);
  if (extent === undefined) return undefined;
  switch (operator) {
    case '<':
      return { ...closed(Number.NEGATIVE_INFINITY, extent.from), isHighOpen: true };
    case '<=':
      return closed(Number.NEGATIVE_INFINITY, extent.to);
    case '>':
      return { ...closed(extent.to, Number.POSITIVE_INFINITY), isLowOpen: true };
    case '>=':
      return closed(extent.from, Number.POSITIVE_INFINITY);
    default:
      return closed(extent.from, extent.to);
  }
}

function closed(low: number, high: number): NumberRange {
  return { low, high, isLowOpen: false, isHighOpen: false };
}
