// What the home screen knows of a workspace at one moment. Types only; cli/ reads them.
import type { Counts } from '../../dataset/clip-state.ts';
import type { Funnel } from '../../dataset/funnel.ts';
import type { AuditProgress, OpenWork } from '../../store/open-work.ts';
import type { PastRun } from '../../store/runs.ts';
import type { LockHolder } from '../../store/workspace-lock.ts';

export interface CorpusFacts {
  readonly name: string;
  readonly counts: Counts;
  readonly funnel: Funnel;
  /** When the first deferred clip may be tried again. */
  readonly retryAtMs: number | undefined;
  readonly work: OpenWork;
  /** As `--source` takes them; empty: never fetched. */
  readonly sources: readonly string[];
  readonly audit: AuditProgress | undefined;
  /** Under its usual name; undefined: none. */
  readonly lock: LockFacts | undefined;
}

/** A lock, and the benchmark that runs on it. */
export interface LockFacts {
  /** As typed. */
  readonly path: string;
  readonly lockedAtMs: number;
  /** Fetched, filtered or judged after that: the corpus may be another one now. */
  readonly isOlder: boolean;
  readonly benchmark: 'none' | 'begun' | { readonly reportPath: string };
}

export interface HomeFacts {
  /** As typed. */
  readonly workspace: string;
  /** Commands take it without -w. */
  readonly isDefaultWorkspace: boolean;
  /** Empty: no corpus was fetched yet, or there is no workspace. */
  readonly corpora: readonly CorpusFacts[];
  readonly indexBytes: number;
  /** Undefined: there is no such folder. */
  readonly freeBytes: number | undefined;
  /** Another process that is at work here. */
  readonly holder: LockHolder | undefined;
  /** The latest first. */
  readonly lastRuns: readonly PastRun[];
  /** Of the last judgements, seconds each. */
  readonly recentSeconds: readonly number[];
}
