// The units of work of a benchmark: what is trained, what is evaluated. A job is named by what it computes, so that a queue that was killed
// knows which are done, and evaluations share a training. Types and names only.
import type { MethodName } from './method-names.ts';
import type { ProtocolName } from './protocol-names.ts';

/** Which clips of the train split are learned from. `random-N`: as many of each class as are kept, drawn from all, the Nth draw. */
export type CorpusPart = 'kept' | 'all' | 'dropped' | `random-${number}`;

/** Parts differ in size: `epochs` lets each be seen as often, `steps` gives each as many steps as `kept` has in its epochs. */
export type Budget = 'epochs' | 'steps';

/** Which clips of the test split are asked about. `core`: those that all published lists of Kinetics-Sounds share. */
export const TEST_SETS = ['kept', 'all', 'human', 'core'] as const;
export type TestSet = (typeof TEST_SETS)[number];

export interface TrainJob {
  readonly kind: 'train';
  /** Not `chance`; `random-features` draws weights and trains nothing. */
  readonly method: Exclude<MethodName, 'chance'>;
  readonly part: CorpusPart;
  readonly budget: Budget;
  readonly seed: number;
}

/** Looks at one trained model on every test set that has clips. */
export interface EvaluateJob {
  readonly kind: 'evaluate';
  readonly trained: TrainJob;
  readonly protocol: ProtocolName;
}

export type Job = TrainJob | EvaluateJob;

/** A safe file name; equal for equal jobs. */
export function jobName(job: Job): string {
  const trained = job.kind === 'train' ? job : job.trained;
  const name = `${trained.method}.${trained.part}.${trained.budget}.seed-${trained.seed}`;
  return job.kind === 'train' ? name : `${name}.${job.protocol}`;
}
