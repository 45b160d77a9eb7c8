// Verdicts, reasons and numbers of one clip in words. Pure.

import { NUMBER_COLUMNS, type NumberColumn } from '../../curation/clip-columns.ts';
import type { ClipRow } from '../../curation/clip-table.ts';
import type { AnyReason } from '../../dataset/verdict.ts';
import type { LinePart, Span } from '../cell-text.ts';
import { printableLine } from '../format.ts';
import { meaningOf } from '../status-table.ts';
import { STATE_TONES } from '../theme.ts';

/** A letter or sign for each state, so that a colour is never the only sign. */
const SIGNS: Readonly<Record<string, string>> = { kept: 'a kept', dropped: 'x dropped', ask: '? ask' };

export function stateSpan(row: Pick<ClipRow, 'state'>): Span {
  const state = row.state as keyof typeof STATE_TONES;
  return { text: SIGNS[state] ?? state, tone: STATE_TONES[state] };
}

/** A number with as many digits as it deserves: three. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** Names of measurements in reasons that the table of clips calls otherwise. */
const OTHER_NAMES: Readonly<Record<string, string>> = { probability: 'score' };

function measurementName(measurement: string): string {
  return (
    OTHER_NAMES[measurement] ??
    (NUMBER_COLUMNS as Readonly<Record<string, { name: string }>>)[measurement]?.name ??
    measurement
  );
}

/** `sound and picture may or may not belong together: score 0.43, below 0.50; 12 % of its class lie lower`. */
export function reasonText({ code, measurement, value, threshold, classPercentile, otherClip }: AnyReason): string {
  const doubled = otherClip === undefined ? '' : ` ${printableLine(otherClip)}`;
  if (measurement === undefined || value === undefined) return `${meaningOf(code)}${doubled}`;
  const side = threshold === undefined ? '' : `, ${value < threshold ? 'below' : 'above'} ${formatNumber(threshold)}`;
  const rank = classPercentile === undefined ? '' : `; ${Math.round(100 * classPercentile)} % of its class lie lower`;
  return `${meaningOf(code)}${doubled}: ${measurementName(measurement)} ${formatNumber(value)}${side}${rank}`;
}

/** Numbers that tell most, in the order of their worth: as many are shown as there is room. */
const TELLING: readonly NumberColumn[] = [
  'swapProbability',
  'shiftProbability',
  'musicBedProbability',
  'voiceOverProbability',
  'correspondenceZ',
  'pairLagSeconds',
  'speechRatio',
  'sceneCuts',
  'sync',
  'otherClass',
  'sameClass',
  'beatStrength',
  'soundFill',
  'cutContinuity',
];

/** Positive: the sound comes after the picture. */
function lagText(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  return `${milliseconds > 0 ? '+' : ''}${milliseconds} ms`;
}

function scoreText({ score, spread }: Pick<ClipRow, 'score' | 'spread'>): string {
  if (score === undefined) return 'no score';
  return `score ${formatNumber(score)}${spread === undefined ? '' : ` ±${formatNumber(spread)}`}`;
}

/** `? ask  score 0.52 ±0.08   swap 0.30  shift 0.10 ...`: whole numbers only, none is cut. */
export function numbersLine(row: ClipRow, columns: number): LinePart[] {
  const parts: LinePart[] = [stateSpan(row), '  ', { text: scoreText(row), weight: 'bold' }, ' '];
  let width = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part : part.text).length, 0);
  for (const column of TELLING) {
    const value = row[column];
    if (value === undefined) continue;
    const [name, number] = [
      `  ${NUMBER_COLUMNS[column].name} `,
      column === 'pairLagSeconds' ? lagText(value) : formatNumber(value),
    ];
    width += name.length + number.length;
    if (width > columns) break;
    parts.push({ text: name, weight: 'dim' }, number);
  }
  return parts;
}
