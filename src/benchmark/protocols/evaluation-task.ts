// What it takes to look at one trained model by one protocol, and what a protocol answers. Types only.
import type { TrainSettings } from '../../avcl/train-settings.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';
import type { EvaluateJob } from '../job.ts';
import type { TrainingWorld } from '../methods/run-training.ts';
import type { ClipAnswers, Finding } from '../result.ts';
import type { EvaluationPlan } from './plan-evaluation.ts';

/** `workers`, `abortSignal`, `backend`; `onEvent` tells of fine-tuning, which is a training. */
export interface EvaluationTask extends Omit<TrainingWorld, 'checkpointPath'> {
  readonly job: EvaluateJob;
  readonly plan: EvaluationPlan;
  /** By name, every clip of the plan; their media are cached, `label` is the position in the plan's `classNames`. */
  readonly media: ReadonlyMap<string, TrainingClip>;
  /** A checkpoint whose training has ended. What other protocols need too is kept beside it: the vectors of clips, fine-tuned models. */
  readonly modelPath: string;
  /** By which the model's method trains: fine-tuning shortens them. */
  readonly settings: TrainSettings;
}

/** One finding but for the names of the job, and what it rests on. */
export interface Answered extends Pick<Finding, 'task' | 'condition' | 'testSet' | 'clips' | 'metrics' | 'chance'> {
  readonly answers: ClipAnswers;
}
