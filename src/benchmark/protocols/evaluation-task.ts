// What it takes to look at one trained model by one protocol. Types only.
import type { TrainingClip } from '../../training-data/training-clip.ts';
import type { EvaluateJob } from '../job.ts';
import type { EvaluationPlan } from './plan-evaluation.ts';

export interface EvaluationTask {
  readonly job: EvaluateJob;
  readonly plan: EvaluationPlan;
  /** By name, those clips of the plan whose training media are cached in the shape of the model's preset; a clip that is not here is not asked about. */
  readonly media: ReadonlyMap<string, TrainingClip>;
  /** A checkpoint whose training has ended. The vectors that its clips have are kept beside it, for the other protocols. */
  readonly modelPath: string;
  /** Threads that make batches. */
  readonly workers: number;
  readonly abortSignal: AbortSignal;
}
