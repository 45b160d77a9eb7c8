// The counts of a corpus -> lines: the accounting identity, then each state with its reasons and their meaning. Pure.
import { type Counts, sumOf } from '../dataset/clip-state.ts';
import { FAILURES, isFailureCode } from '../dataset/failure.ts';
import { ASK_REASONS, DROP_REASONS } from '../dataset/verdict.ts';
import { formatDateTime, formatShare } from './format.ts';

/** What a code of a state means, in words; a code that this version does not know explains itself. */
export function meaningOf(code: string): string {
  if (isFailureCode(code)) return FAILURES[code].meaning;
  const reasons: Readonly<Record<string, string>> = { ...DROP_REASONS, ...ASK_REASONS };
  return Object.hasOwn(reasons, code) ? reasons[code]! : code;
}

/** Codes with their counts, most frequent first, then by name. */
export function byFrequency(byCode: Readonly<Record<string, number>>): [code: string, count: number][] {
  return Object.entries(byCode).sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
}

export interface StateTotal {
  readonly state: 'kept' | 'dropped' | 'ask' | 'dead' | 'deferred' | 'failed' | 'pending';
  readonly total: number;
  readonly byCode: Readonly<Record<string, number>>;
}

/** The states in the order of the identity. */
export function stateTotals(counts: Counts): StateTotal[] {
  return [
    { state: 'kept', total: counts.kept, byCode: {} },
    { state: 'dropped', total: sumOf(counts.dropped), byCode: counts.dropped },
    { state: 'ask', total: sumOf(counts.ask), byCode: counts.ask },
    { state: 'dead', total: sumOf(counts.dead), byCode: counts.dead },
    { state: 'deferred', total: sumOf(counts.deferred), byCode: counts.deferred },
    { state: 'failed', total: sumOf(counts.failed), byCode: counts.failed },
    { state: 'pending', total: counts.pending, byCode: {} },
  ];
}

/** `listed 500 = kept 412 + dropped 31 + ask 0 + dead 40 + deferred 12 + failed 0 + pending 5`: digits ungrouped, to be checked by a script. */
export function identityLine(counts: Counts): string {
  const parts = stateTotals(counts).map(({ state, total }) => `${state} ${total}`);
  return `listed ${counts.listed} = ${parts.join(' + ')}`;
}

/** The earliest time at which a deferred clip may be tried again. */
export interface NextRetry {
  readonly atMs: number;
  readonly nowMs: number;
}

/**
 * ```
 * listed 10 = kept 7 + dropped 2 + ask 0 + dead 1 + deferred 0 + failed 0 + pending 0
 *
 *   kept       7   70 %
 *   dropped    2   20 %
 *              2         no-audio       no sound stream
 * ```
 */
export function statusTable(counts: Counts, retry?: NextRetry): string[] {
  const shown = stateTotals(counts);
  const countWidth = Math.max(4, String(counts.listed).length);
  const codeWidth = Math.max(...shown.flatMap(({ byCode }) => Object.keys(byCode).map((code) => code.length)), 0);
  const lines = [identityLine(counts), ''];
  for (const { state, total, byCode } of shown) {
    const share = formatShare(total, counts.listed).padStart(5);
    lines.push(`  ${state.padEnd(8)}  ${String(total).padStart(countWidth)}  ${share}`);
    for (const [code, count] of byFrequency(byCode)) {
      lines.push(
        `${' '.repeat(12)}${String(count).padStart(countWidth)}${' '.repeat(9)}${code.padEnd(codeWidth)}  ${meaningOf(code)}`,
      );
    }
  }
  if (retry !== undefined) {
    const when = retry.atMs <= retry.nowMs ? 'now: run the same fetch again' : `from ${formatDateTime(retry.atMs)}`;
    lines.push('', `deferred clips can be tried again ${when}`);
  }
  return lines;
}
