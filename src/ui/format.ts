// Numbers, times and foreign text as people read them. Pure; wall-clock times are in the local zone of the process.
import { stripVTControlCharacters } from 'node:util';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `21 904`: grouped by a space, which no locale reads as a decimal point. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

/** `0.31 s`, `42 s`, `11 min`, `5 h 20 min`, `3 d 4 h`: two units at most, never more digits than the size deserves. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 9.995 * SECOND_MS) return `${(durationMs / SECOND_MS).toFixed(2)} s`;
  if (durationMs < 99.5 * SECOND_MS) return `${Math.round(durationMs / SECOND_MS)} s`;
  const minutes = Math.round(durationMs / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  if (durationMs < DAY_MS) return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(durationMs / HOUR_MS);
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `5 to 7 h`, `40 s to 3 min`, or one duration where both ends read the same. Rounded: an estimate has no minutes after hours. */
export function formatDurationRange(lowMs: number, highMs: number): string {
  const low = roughDuration(lowMs);
  const high = roughDuration(highMs);
  if (low === high) return low;
  const [lowNumber, lowUnit] = low.split(' ');
  const highUnit = high.split(' ')[1];
  return lowUnit === highUnit ? `${lowNumber} to ${high}` : `${low} to ${high}`;
}

/** The largest unit that leaves two or more of it. */
function roughDuration(durationMs: number): string {
  if (durationMs < 2 * MINUTE_MS) return `${Math.round(durationMs / SECOND_MS)} s`;
  if (durationMs < 2 * HOUR_MS) return `${Math.round(durationMs / MINUTE_MS)} min`;
  if (durationMs < 2 * DAY_MS) return `${Math.round(durationMs / HOUR_MS)} h`;
  return `${Math.round(durationMs / DAY_MS)} d`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Powers of 1000, three digits: `999 B`, `1.20 MB`, `48.3 GB`. */
export function formatBytes(sizeBytes: number): string {
  let size = sizeBytes;
  let unit = 0;
  while (size >= 999.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return `${size.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}

export function formatByteRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `5.2 clips/h`, `312 clips/h`, `18 000 clips/h`. */
export function formatClipRate(clipsPerHour: number): string {
  const text = clipsPerHour < 9.95 ? clipsPerHour.toFixed(1) : formatCount(Math.round(clipsPerHour));
  return `${text} clips/h`;
}

/** `24 %`; a part that is neither none nor all never reads 0 or 100. An empty whole has no share: `-`. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '-';
  const percent = Math.round((100 * part) / whole);
  const honest = part === 0 || part === whole ? percent : Math.min(99, Math.max(1, percent));
  return `${honest} %`;
}

/** `14:20` local time, with the date in front when it is not the day of `nowMs`. */
export function formatMoment(atMs: number, nowMs: number): string {
  const moment = dateTime(atMs);
  return moment.date === dateTime(nowMs).date ? moment.time : `${moment.date} ${moment.time}`;
}

/** `2026-11-03 14:20` local time. */
export function formatDateTime(atMs: number): string {
  const { date, time } = dateTime(atMs);
  return `${date} ${time}`;
}

function dateTime(atMs: number): { date: string; time: string } {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}

/** Control characters and the marks that turn the direction of text: a label or a tool's text must not steer the terminal. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** One line of foreign text (labels, raw messages) that is safe to print. */
export function printableLine(text: string): string {
  return stripVTControlCharacters(text).replace(UNPRINTABLE, ' ').trim();
}
