// Clip views ready before they are looked at: which clips are wanted comes in, views come out; what is no longer wanted is called off,
// and memory stays bounded.
import type { ClipView } from '../dataset/clip-view.ts';
import type { ClipViewOutcome } from './clip-view.ts';

export interface ViewCacheOptions {
  readonly make: (clipId: number, abortSignal: AbortSignal) => Promise<ClipViewOutcome>;
  /** How many clips after the one on the screen are made ready. */
  readonly ahead: number;
  /** Views that nobody wants any more are kept up to this; those that are wanted are kept in any case. */
  readonly mostBytes: number;
  /** A view that was being made can be had now. */
  readonly onReady: (clipId: number) => void;
}

export interface ViewCache {
  /** What there is of a clip at this moment; asking brings nothing about. */
  get(clipId: number): ClipViewOutcome | undefined;
  /** The clip on the screen first, then those that come next, as far as `ahead` goes. */
  want(clipIds: readonly number[]): void;
  /** Calls everything off and waits until it has stopped. */
  close(): Promise<void>;
}

interface Making {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export function createViewCache({ make, ahead, mostBytes, onReady }: ViewCacheOptions): ViewCache {
  /** In order of use, the latest last. */
  const made = new Map<number, ClipViewOutcome>();
  const making = new Map<number, Making>();
  let wanted: readonly number[] = [];
  let isClosed = false;

  const start = (clipId: number): void => {
    const abort = new AbortController();
    const work = async (): Promise<void> => {
      try {
        const outcome = await make(clipId, abort.signal);
        if (!abort.signal.aborted) made.set(clipId, outcome);
      } catch (error) {
        // Whoever is judging goes on: one clip cannot be seen, and that is said.
        if (!abort.signal.aborted) made.set(clipId, { kind: 'failed', because: `a fault of ours: ${String(error)}` });
      } finally {
        making.delete(clipId);
      }
      if (isClosed) return;
      forget();
      advance();
      if (made.has(clipId)) onReady(clipId);
    };
    making.set(clipId, { abort, done: work() });
  };
  /** The clip on the screen waits for nothing; the others are made one after the other, so that it does not share its core for long. */
  const advance = (): void => {
    for (const [rank, clipId] of wanted.entries()) {
      if (made.has(clipId) || making.has(clipId)) continue;
      if (rank > 0 && making.size > 0) return;
      start(clipId);
    }
  };
  const forget = (): void => {
    let bytes = 0;
    for (const outcome of made.values()) bytes += bytesOf(outcome);
    for (const [clipId, outcome] of made) {
      if (bytes <= mostBytes) return;
      if (wanted.includes(clipId)) continue;
      made.delete(clipId);
      bytes -= bytesOf(outcome);
    }
  };

  return {
    get: (clipId) => made.get(clipId),
    want(clipIds) {
      wanted = clipIds.slice(0, 1 + ahead);
      for (const [clipId, { abort }] of making) if (!wanted.includes(clipId)) abort.abort();
      for (const [clipId, outcome] of made) {
        // Tried again when it is wanted again: a file may have come back.
        if (outcome.kind === 'failed' && !wanted.includes(clipId)) made.delete(clipId);
      }
      for (const clipId of wanted.toReversed()) {
        const outcome = made.get(clipId);
        if (outcome === undefined) continue;
        made.delete(clipId);
        made.set(clipId, outcome);
      }
      forget();
      advance();
    },
    async close() {
      isClosed = true;
      wanted = [];
      for (const { abort } of making.values()) abort.abort();
      await Promise.all([...making.values()].map(({ done }) => done));
    },
  };
}

function bytesOf(outcome: ClipViewOutcome): number {
  return outcome.kind === 'view' ? viewBytes(outcome.view) : 0;
}

function viewBytes({ film, sound }: ClipView): number {
  return (film?.rgb.byteLength ?? 0) + (sound?.envelope.byteLength ?? 0) + (sound?.mel.byteLength ?? 0);
}
