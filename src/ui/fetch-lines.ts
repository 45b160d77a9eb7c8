// `fetch` without a screen: one event -> the plain lines that a pipe, a log or the scrollback gets. Pure but for the memory of its closure.
//
// One settled clip is one line that starts with its state; columns are two or more spaces apart (awk -F'  +'):
//   kept      R6llTwEh07w_000000_000010  using segway  val  folder/file  0.31 s
//   dead      D1NO38P8vqI_000003_000013  dog barking  val  youtube  1.20 s  video-private: private video
// Others start with `breaker`, `part`, `note`, `warning`, `error`, `progress` (at most every 30 s), `stage` and `|` (raw text, -v).
import type { FetchEvent } from '../pipeline/events.ts';
import { paceOf, timeLeftOf } from './fetch-pace.ts';
import { type Breaker, type FetchState, INITIAL_FETCH_STATE, reduceFetch, type SettledClip } from './fetch-state.ts';
import {
  formatByteRate,
  formatBytes,
  formatClipRate,
  formatDuration,
  formatDurationRange,
  formatMoment,
  printableLine,
} from './format.ts';
import { meaningOf, stateTotals, statusTable } from './status-table.ts';

/** `quiet` (-q): errors and the final table; `verbose` (-v): stages and the tools' own words too. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

const PROGRESS_EVERY_MS = 30_000;
const RAW_LINES_SHOWN = 20;

/** Returns the function that turns each event, in order, into its lines. */
export function fetchLines(verbosity: Verbosity): (event: FetchEvent) => string[] {
  let state = INITIAL_FETCH_STATE;
  let progressAtMs: number | undefined;
  return (event) => {
    state = reduceFetch(state, event);
    progressAtMs ??= event.atMs;
    const lines = eventLines(event, verbosity);
    if (verbosity !== 'quiet' && event.type !== 'finished' && event.atMs - progressAtMs >= PROGRESS_EVERY_MS) {
      progressAtMs = event.atMs;
      lines.push(progressLine(state));
    }
    return lines;
  };
}

export function eventLines(event: FetchEvent, verbosity: Verbosity): string[] {
  if (event.type === 'finished') return finalLines(event);
  if (event.type === 'note' && event.level === 'error') return [`error     ${printableLine(event.text)}`];
  if (verbosity === 'quiet') return [];
  switch (event.type) {
    case 'started':
      return [
        `fetch     ${printableLine(event.corpus)}  ${event.planned} of ${event.counts.listed} clips to do  from ${event.sources.map(printableLine).join(', ')}`,
      ];
    case 'settled':
      return verbosity === 'verbose' ? [settledLine(event), ...rawLines(event)] : [settledLine(event)];
    case 'stage':
      if (verbosity !== 'verbose') return [];
      return [columns('stage', event.clip, printableLine(event.label), event.stage, event.source)];
    case 'progress':
      return [];
    case 'breaker':
      return [breakerLine(event)];
    case 'part': {
      const size = event.totalBytes === undefined ? [] : [`of ${formatBytes(event.totalBytes)}`];
      const read = [formatBytes(event.receivedBytes), ...size].join(' ');
      const isDone = event.receivedBytes === event.totalBytes;
      if (event.receivedBytes > 0 && !isDone && verbosity !== 'verbose') return [];
      return [columns('part', `${event.partNumber} of ${event.partCount}`, printableLine(event.part), read)];
    }
    case 'note':
      return [`${(event.level === 'info' ? 'note' : event.level).padEnd(8)}  ${printableLine(event.text)}`];
  }
}

function columns(first: string, ...rest: readonly (string | undefined)[]): string {
  return [first.padEnd(8), ...rest.filter((column) => column !== undefined)].join('  ');
}

/** The line of one settled clip; the screen lets it scroll away above its live block. */
export function settledLine(event: SettledClip): string {
  const route = event.route === undefined ? '' : `/${event.route}`;
  const source = event.source === undefined ? '-' : `${event.source}${route}`;
  const reason = event.code === undefined ? undefined : `${event.code}: ${meaningOf(event.code)}`;
  const { clip, split, seconds } = event;
  return columns(event.state, clip, printableLine(event.label), split, source, formatDuration(seconds * 1000), reason);
}

function rawLines(event: SettledClip): string[] {
  const lines = event.message?.split(/[\r\n]+/).map(printableLine) ?? [];
  return lines
    .filter((line) => line !== '')
    .slice(-RAW_LINES_SHOWN)
    .map((line) => `|         ${line}`);
}

/** `breaker   youtube.com  open  bot-check: the site asks for a sign-in  next try 14:20` */
export function breakerLine(event: Breaker): string {
  const reason = event.code === undefined ? undefined : `${event.code}: ${meaningOf(event.code)}`;
  const retry = event.reopensAtMs === undefined ? undefined : `next try ${formatMoment(event.reopensAtMs, event.atMs)}`;
  return event.state === 'open'
    ? columns('breaker', event.host, 'open', reason, retry, `pause ${event.pausesInARow}`)
    : columns('breaker', event.host, event.state);
}

/** `progress  120 of 500  kept 96  dropped 12  ...  52 clips/h  5 to 7 h left` */
export function progressLine(state: FetchState): string {
  const totals = stateTotals(state.counts).map(({ state: name, total }) => `${name} ${total}`);
  const nowMs = state.latestAtMs;
  const pace = paceOf(state, nowMs);
  const left = timeLeftOf(state, nowMs);
  const bytesPerSecond = state.running.reduce((sum, { transfer }) => sum + (transfer?.bytesPerSecond ?? 0), 0);
  return columns(
    'progress',
    `${state.settled} of ${state.planned}`,
    ...totals,
    bytesPerSecond > 0 ? formatByteRate(bytesPerSecond) : undefined,
    pace && formatClipRate(pace.recentPerHour),
    left && `${formatDurationRange(left.lowMs, left.highMs)} left`,
  );
}

const STOPPED = {
  interrupted: 'stopped before the end: interrupted; the same command goes on from here',
  'disk-full': 'stopped before the end: no space left',
  breaker: 'stopped before the end: the site keeps refusing; the same command goes on from here, later',
  error: 'stopped before the end by an error',
} as const;

/** The last word of a run: the status table, and why it stopped early if it did. */
export function finalLines(event: Extract<FetchEvent, { type: 'finished' }>): string[] {
  const retry = event.nextRetryAtMs === undefined ? undefined : { atMs: event.nextRetryAtMs, nowMs: event.atMs };
  const table = statusTable(event.counts, retry);
  return event.stopped === undefined ? table : [...table, '', STOPPED[event.stopped]];
}
