// What a watcher of `fetch` knows: (state, event) -> state. Pure, and bounded: it holds the clips in hand and the last few of the rest.
import type { ClipState, Counts, StateCode } from '../dataset/clip-state.ts';
import type { FetchEvent } from '../pipeline/events.ts';

type EventOf<Type extends FetchEvent['type']> = Extract<FetchEvent, { type: Type }>;

export interface RunningClip {
  /** 1-based row on the screen, kept as long as the clip is in hand. */
  readonly slot: number;
  readonly clip: string;
  readonly label: string;
  readonly stage: EventOf<'stage'>['stage'];
  readonly stageSinceMs: number;
  readonly source?: string;
  readonly transfer?: Pick<EventOf<'progress'>, 'receivedBytes' | 'totalBytes' | 'bytesPerSecond'>;
}

export type SettledClip = EventOf<'settled'>;
export type Breaker = EventOf<'breaker'>;

/** Clips settled in one slice of time; the moving rate counts over these. */
export interface RateBucket {
  readonly sinceMs: number;
  readonly settled: number;
}

export interface FetchState {
  readonly corpus: string;
  readonly sources: readonly string[];
  readonly downloads: number;
  readonly slots: number;
  /** Undefined before the first event. */
  readonly startedAtMs?: number;
  readonly latestAtMs: number;
  /** Clips that this run means to settle, and how many of them it has. */
  readonly planned: number;
  readonly settled: number;
  readonly counts: Counts;
  /** By slot. */
  readonly running: readonly RunningClip[];
  /** The last settled clips that are not kept, newest last. */
  readonly unwell: readonly SettledClip[];
  /** Hosts whose breaker is not closed. */
  readonly breakers: readonly Breaker[];
  readonly part?: EventOf<'part'>;
  /** The last notes, newest last. */
  readonly notes: readonly EventOf<'note'>[];
  /** Oldest first, at most RATE_WINDOW_MS back. */
  readonly rateBuckets: readonly RateBucket[];
  readonly finished?: EventOf<'finished'>;
}

const KEPT_UNWELL = 20;
const KEPT_NOTES = 5;
/** The moving rate looks back this far: long enough to be calm, short enough to follow a change of source. */
export const RATE_WINDOW_MS = 10 * 60_000;
const RATE_BUCKET_MS = 10_000;

const NO_COUNTS: Counts = {
  listed: 0,
  kept: 0,
  pending: 0,
  dropped: {},
  ask: {},
  dead: {},
  deferred: {},
  failed: {},
};

export const INITIAL_FETCH_STATE: FetchState = {
  corpus: '',
  sources: [],
  downloads: 0,
  slots: 0,
  latestAtMs: 0,
  planned: 0,
  settled: 0,
  counts: NO_COUNTS,
  running: [],
  unwell: [],
  breakers: [],
  notes: [],
  rateBuckets: [],
};

export function reduceFetch(state: FetchState, event: FetchEvent): FetchState {
  const next = { ...state, latestAtMs: Math.max(state.latestAtMs, event.atMs) };
  switch (event.type) {
    case 'started': {
      const { corpus, sources, downloads, slots, planned, counts, atMs } = event;
      const plan = { corpus, sources, downloads, slots, planned, counts };
      return { ...INITIAL_FETCH_STATE, ...plan, startedAtMs: atMs, latestAtMs: atMs };
    }
    case 'stage':
      return { ...next, running: withStage(state.running, event) };
    case 'progress':
      return { ...next, running: withTransfer(state.running, event) };
    case 'settled':
      return withSettled(next, event);
    case 'breaker': {
      const others = state.breakers.filter(({ host }) => host !== event.host);
      return { ...next, breakers: event.state === 'closed' ? others : [...others, event] };
    }
    case 'part':
      return { ...next, part: event };
    case 'note':
      return { ...next, notes: [...state.notes, event].slice(-KEPT_NOTES) };
    case 'finished':
      return { ...next, counts: event.counts, running: [], breakers: [], finished: event };
  }
}

function withStage(running: readonly RunningClip[], event: EventOf<'stage'>): readonly RunningClip[] {
  const known = running.find(({ clip }) => clip === event.clip);
  const source = event.source ?? known?.source;
  const clip: RunningClip = {
    slot: known?.slot ?? firstFreeSlot(running),
    clip: event.clip,
    label: event.label,
    stage: event.stage,
    stageSinceMs: event.atMs,
    ...(source === undefined ? {} : { source }),
  };
  return [...running.filter((other) => other !== known), clip].sort((a, b) => a.slot - b.slot);
}

function firstFreeSlot(running: readonly RunningClip[]): number {
  const gap = running.findIndex(({ slot }, position) => slot !== position + 1);
  return (gap === -1 ? running.length : gap) + 1;
}

function withTransfer(running: readonly RunningClip[], event: EventOf<'progress'>): readonly RunningClip[] {
  const { type: _type, atMs: _atMs, clip: _clip, ...transfer } = event;
  return running.map((clip) => (clip.clip === event.clip ? { ...clip, transfer } : clip));
}

function withSettled(state: FetchState, event: SettledClip): FetchState {
  const running = state.running.filter(({ clip }) => clip !== event.clip);
  const left = added(state.counts, event.previousState, event.previousCode, -1);
  const counts = added(left, event.state, event.code, 1);
  // Handed back without an answer: no progress.
  if (event.state === 'pending') return { ...state, running, counts };
  return {
    ...state,
    running,
    counts,
    settled: state.settled + 1,
    unwell: event.state === 'kept' ? state.unwell : [...state.unwell, event].slice(-KEPT_UNWELL),
    rateBuckets: withOneMore(state.rateBuckets, event.atMs),
  };
}

/** Moving a clip is taking it from one state and adding it to another, so `listed` and the identity never change. */
function added(counts: Counts, state: ClipState, code: StateCode | undefined, change: 1 | -1): Counts {
  if (state === 'kept' || state === 'pending') return { ...counts, [state]: counts[state] + change };
  const key = code ?? 'unknown';
  const { [key]: before = 0, ...others } = counts[state];
  const after = before + change;
  return { ...counts, [state]: after === 0 ? others : { ...others, [key]: after } };
}

function withOneMore(buckets: readonly RateBucket[], atMs: number): readonly RateBucket[] {
  const sinceMs = Math.floor(atMs / RATE_BUCKET_MS) * RATE_BUCKET_MS;
  const last = buckets.at(-1);
  if (last?.sinceMs === sinceMs) return [...buckets.slice(0, -1), { sinceMs, settled: last.settled + 1 }];
  return [...buckets.filter((bucket) => bucket.sinceMs > atMs - RATE_WINDOW_MS), { sinceMs, settled: 1 }];
}
