// A made-up run of `fetch` as the list of its events: the same list for the same arguments.
import type { Counts } from '../../src/dataset/clip-state.ts';
import type { FetchEvent } from '../../src/pipeline/events.ts';

type Settled = Extract<FetchEvent, { type: 'settled' }>;

const LABELS = ['using segway', 'playing drums', 'dog barking', 'tap dancing', '演奏 二胡', 'blowing out candles'];

/** One in twenty of each kind below; the rest is kept. */
const OUTCOMES: Record<number, Pick<Settled, 'state' | 'code' | 'message'>> = {
  3: { state: 'dropped', code: 'no-audio' },
  7: { state: 'dead', code: 'video-private', message: 'ERROR: [youtube] Private video. Sign in if you have access' },
  9: { state: 'dropped', code: 'silent' },
  12: { state: 'dead', code: 'video-removed', message: 'ERROR: [youtube] This video has been removed by the uploader' },
  15: { state: 'deferred', code: 'stalled', message: 'no byte for 30 s, 1.2 MB received' },
  18: { state: 'failed', code: 'cut-failed', message: 'ffmpeg ended with 1: Invalid data found when processing input' },
};

export function pendingCounts(listed: number): Counts {
  return { listed, kept: 0, pending: listed, dropped: {}, ask: {}, dead: {}, deferred: {}, failed: {} };
}

export interface MadeUpRun {
  readonly clips: number;
  readonly slots: number;
  readonly startMs: number;
  /** How long a clip is in hand, ms. */
  readonly clipMs: number;
}

/** Clips go through acquire, cut and measure, `slots` of them at a time, evenly shifted; no `finished` at the end. */
export function madeUpRun({ clips, slots, startMs, clipMs }: MadeUpRun): FetchEvent[] {
  const events: FetchEvent[] = [
    {
      type: 'started',
      atMs: startMs,
      corpus: 'ks32',
      counts: pendingCounts(clips),
      planned: clips,
      sources: ['folder', 'youtube'],
      downloads: slots,
      slots,
    },
  ];
  for (let number = 0; number < clips; number += 1)
    events.push(...clipEvents(number, startMs + (number * clipMs) / slots, clipMs));
  return events.sort((a, b) => a.atMs - b.atMs);
}

function clipEvents(number: number, fromMs: number, clipMs: number): FetchEvent[] {
  const id = (number * 7_919_191).toString(36).padStart(11, 'Kx7_tMPoaU2').slice(-11);
  const clip = `${id}_${String(number % 300).padStart(6, '0')}_${String((number % 300) + 10).padStart(6, '0')}`;
  const label = LABELS[number % LABELS.length] ?? 'none';
  const source = 'youtube';
  const totalBytes = 3_000_000 + (number % 17) * 700_000;
  const outcome = OUTCOMES[number % 20] ?? { state: 'kept' };
  const at = (share: number): number => fromMs + share * clipMs;
  const progress = [0.1, 0.2, 0.3, 0.4, 0.5].map((share): FetchEvent => {
    const receivedBytes = Math.round((totalBytes * share) / 0.55);
    return {
      type: 'progress',
      atMs: at(share),
      clip,
      receivedBytes,
      totalBytes,
      bytesPerSecond: 900_000 + (number % 9) * 250_000,
    };
  });
  return [
    { type: 'stage', atMs: at(0), clip, label, stage: 'acquire', source },
    ...progress,
    { type: 'stage', atMs: at(0.6), clip, label, stage: 'cut' },
    { type: 'stage', atMs: at(0.9), clip, label, stage: 'measure' },
    {
      type: 'settled',
      atMs: at(0.999),
      clip,
      label,
      split: 'val',
      previousState: 'pending',
      source,
      route: 'section',
      seconds: clipMs / 1000,
      ...outcome,
    },
  ];
}
