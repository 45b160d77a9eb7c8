// What a benchmark's queue tells whoever watches it: facts, no prose. Types only.
import type { Job } from '../job.ts';
import type { Finding } from '../result.ts';
import type { JobFailure } from './job-files.ts';

/** `blocked`: its training failed. `left`: the budget ended before it. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'blocked' | 'left';

export interface PlannedJob {
  readonly job: Job;
  /** `done` and with it `findings`, where an earlier run did it; else `waiting`. */
  readonly state: JobState;
  readonly findings: readonly Finding[];
  readonly seconds: number | undefined;
}

export interface StepNews {
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly learningRate: number;
  readonly gradientNorm: number;
  readonly remainingSeconds: number;
}

export type QueueEvent =
  | { readonly kind: 'planned'; readonly jobs: readonly PlannedJob[]; readonly processes: number }
  | { readonly kind: 'started'; readonly job: Job }
  | ({ readonly kind: 'step'; readonly job: Job } & StepNews)
  | { readonly kind: 'done'; readonly job: Job; readonly seconds: number; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly job: Job; readonly failure: JobFailure }
  | { readonly kind: 'blocked'; readonly job: Job }
  | { readonly kind: 'left'; readonly job: Job };
