// One job of a benchmark from its beginning, or from where it was left, to its file: a job and what all jobs have in common in; findings out.
import { rename } from 'node:fs/promises';
import { AVCL_PRESETS } from '../../avcl/presets.ts';
import type { TrainEvent } from '../../avcl/train-events.ts';
import type { CorpusLock, LockedClip } from '../../dataset/corpus-lock.ts';
import { readLock } from '../../store/corpus-lock-file.ts';
import type { OpenBackend } from '../../tensor/backend.ts';
import { type ExampleShape, exampleShape } from '../../training-data/example-shape.ts';
import type { TrainingClip } from '../../training-data/training-clip.ts';
import { lockedGallery } from '../corpus-parts.ts';
import type { EvaluateJob, Job, TrainJob } from '../job.ts';
import { trainingClips, withoutClips } from '../locked-media.ts';
import type { TrainingWorld } from '../methods/run-training.ts';
import { trainMethod } from '../methods/train-method.ts';
import { jobSettings, learnedFrom } from '../plan-benchmark.ts';
import { evaluateModel } from '../protocols/evaluate-model.ts';
import { clipsOfPlan, type EvaluationPlan, planEvaluation } from '../protocols/plan-evaluation.ts';
import type { Finding } from '../result.ts';
import { resultPath, trainingPaths, writeJson } from './job-files.ts';
import type { JobSetup } from './job-messages.ts';
import type { StepNews } from './queue-events.ts';

interface JobWatch {
  readonly onStep: (news: StepNews) => void;
  /** The step in hand is finished and saved first. */
  readonly abortSignal: AbortSignal;
}

export interface OpenJobs {
  /** @returns what an evaluation found. @throws KsBuildError, or the abort signal's reason */
  run(job: Job, watch: JobWatch): Promise<readonly Finding[]>;
}

/** A job has a core of its own: one thread beside it makes batches. */
const BATCH_THREADS = 1;

interface World {
  readonly setup: JobSetup;
  readonly backend: OpenBackend;
  /** Without the clips that no model can read. */
  readonly lock: CorpusLock;
  readonly plan: EvaluationPlan;
  readonly shape: ExampleShape;
}

export async function openJobs(setup: JobSetup, backend: OpenBackend): Promise<OpenJobs> {
  const whole = await readLock(setup.lockPath);
  const lock = withoutClips(whole, new Set(setup.unusableClips));
  const plan = planEvaluation(lock, new Set(setup.coreNames));
  const world = { setup, backend, lock, plan, shape: exampleShape(AVCL_PRESETS[setup.preset]) };
  return {
    run: (job, watch) => (job.kind === 'train' ? runTrainJob(job, world, watch) : runEvaluateJob(job, world, watch)),
  };
}

/** Whatever it is killed between, the checkpoint of an ended training gives the same summary and is the model. */
async function runTrainJob(job: TrainJob, world: World, watch: JobWatch): Promise<readonly Finding[]> {
  const { setup, lock, plan } = world;
  const paths = trainingPaths(setup.folder, job);
  const summary = await trainMethod({
    ...trainingWorld(world, watch),
    job,
    clips: mediaOf(learnedFrom(lock, job.part, plan), world),
    classNames: plan.classNames,
    gallery: mediaOf(lockedGallery(plan.testSets[0]!.clips), world),
    preset: setup.preset,
    settings: jobSettings(job, setup.settings, plan),
    checkpointPath: paths.checkpoint,
  });
  await writeJson(paths.summary, summary);
  await rename(paths.checkpoint, paths.model);
  return [];
}

async function runEvaluateJob(job: EvaluateJob, world: World, watch: JobWatch): Promise<readonly Finding[]> {
  const { setup, plan } = world;
  const evaluation = await evaluateModel({
    ...trainingWorld(world, watch),
    job,
    plan,
    media: new Map(mediaOf(clipsOfPlan(plan), world).map((clip) => [clip.clipId, clip])),
    modelPath: trainingPaths(setup.folder, job.trained).model,
    settings: setup.settings,
  });
  await writeJson(resultPath(setup.folder, job), evaluation);
  return evaluation.results.map(({ finding }) => finding);
}

function trainingWorld({ backend }: World, { onStep, abortSignal }: JobWatch): Omit<TrainingWorld, 'checkpointPath'> {
  const onEvent = (event: TrainEvent): void => {
    if (event.kind !== 'step') return;
    const { step, steps, epoch, losses, learningRate, gradientNorm, remainingSeconds } = event;
    onStep({ step, steps, epoch, losses, learningRate, gradientNorm, remainingSeconds });
  };
  return { workers: BATCH_THREADS, onEvent, abortSignal, backend };
}

function mediaOf(clips: readonly LockedClip[], { plan, setup, shape }: World): TrainingClip[] {
  return trainingClips(clips, plan.classNames, setup.root, shape);
}
