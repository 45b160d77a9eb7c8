// Text as it falls into the cells of a terminal: spans -> one line of exactly so many columns. Wide characters take two cells and are never
// halved, combining ones none. Pure.
import stringWidth from 'string-width';
import type { Theme, Tone } from './theme.ts';

/** A piece of a line. Weight and colour are kept apart from the text, so that a line can be cut anywhere. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone | undefined;
  readonly weight?: 'bold' | 'dim' | 'inverse' | undefined;
}

export type LinePart = Span | string;

/** Only characters of one cell each: ASCII, and what is drawn with (lines, blocks, braille, a few signs). Spares most of the cost of a line. */
const ONE_CELL_EACH = /^[\x20-\x7e\u00b7\u2026\u2500-\u259f\u25b8\u25cf\u2800-\u28ff]*$/;

/** Cells that a text takes. */
export function cellWidth(text: string): number {
  return ONE_CELL_EACH.test(text) ? text.length : stringWidth(text);
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The longest beginning of a text that fits into so many cells. */
export function beginning(text: string, columns: number): string {
  if (ONE_CELL_EACH.test(text)) return text.slice(0, columns);
  let kept = '';
  let width = 0;
  for (const { segment } of letters.segment(text)) {
    width += cellWidth(segment);
    if (width > columns) break;
    kept += segment;
  }
  return kept;
}

/** The text in exactly so many cells: cut with a mark, or padded. */
export function fitText(text: string, columns: number, cutMark: string): string {
  if (columns <= 0) return '';
  const width = cellWidth(text);
  if (width <= columns) return text + ' '.repeat(columns - width);
  const kept = beginning(text, columns - 1);
  return kept + cutMark + ' '.repeat(Math.max(0, columns - 1 - cellWidth(kept)));
}

/** As fitText, padded on the left: for numbers. */
export function fitNumber(text: string, columns: number, cutMark: string): string {
  return cellWidth(text) >= columns ? fitText(text, columns, cutMark) : ' '.repeat(columns - cellWidth(text)) + text;
}

export function partsWidth(parts: readonly LinePart[]): number {
  return parts.reduce((width, part) => width + cellWidth(typeof part === 'string' ? part : part.text), 0);
}

const WEIGHTS = {
  bold: ['\x1b[1m', '\x1b[22m'],
  dim: ['\x1b[2m', '\x1b[22m'],
  inverse: ['\x1b[7m', '\x1b[27m'],
} as const;

function painted({ text, tone, weight }: Span, theme: Theme): string {
  const coloured = theme.paint(tone, text);
  return weight === undefined ? coloured : `${WEIGHTS[weight][0]}${coloured}${WEIGHTS[weight][1]}`;
}

/** One line of exactly so many cells: what does not fit is cut with a mark. */
export function lineOf(parts: readonly LinePart[], columns: number, theme: Theme): string {
  const needsCut = partsWidth(parts) > columns;
  let left = needsCut ? columns - 1 : columns;
  let line = '';
  for (const part of parts) {
    const span = typeof part === 'string' ? { text: part } : part;
    const text = beginning(span.text, left);
    left -= cellWidth(text);
    if (text !== '') line += painted({ ...span, text }, theme);
    if (text !== span.text) break;
  }
  return `${line}${needsCut ? theme.glyphs.cut : ''}${' '.repeat(Math.max(0, left))}`;
}

/** A line with parts at both ends; where both do not fit, the left one is cut. */
export function twoEnds(left: readonly LinePart[], right: readonly LinePart[], columns: number, theme: Theme): string {
  const rightWidth = partsWidth(right);
  if (rightWidth === 0) return lineOf(left, columns, theme);
  if (rightWidth + 2 > columns) return lineOf(left, columns, theme);
  return `${lineOf(left, columns - rightWidth - 2, theme)}  ${lineOf(right, rightWidth, theme)}`;
}

/** Words over as many lines as they need, at most `rows`; the last one is cut where they need more. */
export function wrapWords(text: string, columns: number, rows: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const fits = last !== undefined && (cellWidth(last) + 1 + cellWidth(word) <= columns || lines.length === rows);
    if (fits) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const ASCII_FOR: Readonly<Record<string, string>> = { '\u2026': '~', '\u00b1': '~', '\u00b7': '|' };

/** A line for a terminal of another character set: what it does not have is a sign of its own or `?`, in as many cells. */
export function asciiLine(line: string): string {
  return line.replace(/\P{ASCII}+/gu, (text) =>
    Array.from(letters.segment(text), ({ segment }) => ASCII_FOR[segment] ?? '?'.repeat(cellWidth(segment))).join(''),
  );
}
