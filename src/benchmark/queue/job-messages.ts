// What the process of a benchmark and those that do its jobs say to each other. Types only; everything in them survives JSON.

import type { PresetName } from '../../avcl/presets.ts';
import type { TrainSettings } from '../../avcl/train-settings.ts';
import type { BackendChoice, BackendName } from '../../tensor/backend-names.ts';
import type { Job } from '../job.ts';
import type { Finding } from '../result.ts';
import type { JobFailure } from './job-files.ts';
import type { StepNews } from './queue-events.ts';

/** What all jobs of a benchmark have in common. */
export interface JobSetup {
  /** Of the benchmark. */
  readonly folder: string;
  /** The workspace. */
  readonly root: string;
  readonly lockPath: string;
  /** Clips of the lock that are no use to a model: without picture, without sound, or not to be decoded. */
  readonly unusableClips: readonly string[];
  /** Clips that all published lists ask about. */
  readonly coreNames: readonly string[];
  readonly preset: PresetName;
  readonly settings: TrainSettings;
  readonly backend: BackendName;
}

/** The backend that all jobs of a benchmark compute with. */
export interface ChosenBackend {
  readonly name: BackendName;
  readonly device: string;
}

export type ToWorker =
  /** Which backend a choice comes to on this machine; asked of a process that does nothing else, since some hold a device until they end. */
  | { readonly kind: 'choose'; readonly backend: BackendChoice }
  | { readonly kind: 'setup'; readonly setup: JobSetup }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'stop' };

export type FromWorker =
  | { readonly kind: 'chosen'; readonly backend: ChosenBackend }
  | { readonly kind: 'step'; readonly news: StepNews }
  | { readonly kind: 'done'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly failure: JobFailure }
  | { readonly kind: 'stopped' }
  /** No other job would survive it either. */
  | { readonly kind: 'disk-full'; readonly message: string };
