// What `fetch` tells whoever watches it: the terminal screen, the plain lines, the tests. Facts, no prose.
import type { ClipState, Counts, Stage, StateCode } from '../dataset/clip-state.ts';
import type { Split } from '../dataset/segment.ts';

export type FetchEvent =
  | {
      readonly type: 'started';
      readonly atMs: number;
      readonly corpus: string;
      readonly counts: Counts;
      readonly planned: number;
      readonly sources: readonly string[];
      /** Downloads at once, as set at the start. */
      readonly downloads: number;
      /** Clips in hand at once, in whatever stage, at most. */
      readonly slots: number;
    }
  | {
      readonly type: 'stage';
      readonly atMs: number;
      readonly clip: string;
      readonly label: string;
      readonly stage: Stage;
      readonly source?: string;
    }
  | {
      readonly type: 'progress';
      readonly atMs: number;
      readonly clip: string;
      readonly receivedBytes: number;
      readonly totalBytes?: number;
      readonly bytesPerSecond?: number;
    }
  | {
      readonly type: 'settled';
      readonly atMs: number;
      readonly clip: string;
      readonly label: string;
      readonly split: Split;
      /** `pending` when the clip left our hands without an answer (interrupted). */
      readonly state: ClipState;
      readonly previousState: ClipState;
      readonly previousCode?: StateCode;
      readonly code?: StateCode;
      readonly source?: string;
      readonly route?: string;
      readonly seconds: number;
      readonly message?: string;
    }
  | {
      readonly type: 'breaker';
      readonly atMs: number;
      readonly host: string;
      readonly state: 'open' | 'probing' | 'closed';
      readonly code?: StateCode;
      readonly reopensAtMs?: number;
      readonly pausesInARow: number;
    }
  | {
      readonly type: 'part';
      readonly atMs: number;
      readonly part: string;
      readonly partNumber: number;
      readonly partCount: number;
      readonly receivedBytes: number;
      readonly totalBytes?: number;
    }
  | {
      readonly type: 'note';
      readonly atMs: number;
      readonly level: 'info' | 'warning' | 'error';
      readonly text: string;
    }
  | {
      readonly type: 'finished';
      readonly atMs: number;
      readonly counts: Counts;
      readonly nextRetryAtMs?: number;
      readonly stopped?: 'interrupted' | 'disk-full' | 'breaker' | 'error';
    };

export type FetchListener = (event: FetchEvent) => void;
