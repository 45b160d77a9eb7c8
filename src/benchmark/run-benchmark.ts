// A benchmark from its lock to its card: checks everything that can be checked, makes what models read, works through the queue, and puts
// together what is there. Whatever ends it, its folder is whole, and the same command with --resume goes on.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { AVCL_PRESETS, type PresetName } from '../avcl/presets.ts';
import type { TrainSettings } from '../avcl/train-settings.ts';
import type { CorpusLock } from '../dataset/corpus-lock.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { readLock } from '../store/corpus-lock-file.ts';
import { lockWorkspace } from '../store/workspace-lock.ts';
import { type BackendChoice, type BackendName, CORE_BACKENDS } from '../tensor/backend-names.ts';
import { exampleShape } from '../training-data/example-shape.ts';
import { takeFolder } from './benchmark-identity.ts';
import { readEvaluationIfThere } from './card/read-results.ts';
import type { Job } from './job.ts';
import { type LockedMediaContext, prepareLockedMedia, withoutClips } from './locked-media.ts';
import { type PlannedBenchmark, planBenchmark } from './plan-benchmark.ts';
import type { BenchmarkWishes } from './plan-jobs.ts';
import type { EvaluationPlan } from './protocols/plan-evaluation.ts';
import { coreTestNames, type PublishedList, readPublishedLists } from './published-lists.ts';
import { openCurveFiles } from './queue/curve-files.ts';
import type { MeasuredJob } from './queue/forecast.ts';
import { curvesFolder, forgetFailure, isDone, noteFailure, noteTimes, readTimes } from './queue/job-files.ts';
import type { ChosenBackend } from './queue/job-messages.ts';
import { chooseBackend, startJobProcess } from './queue/job-process.ts';
import type { PlannedJob, QueueEvent } from './queue/queue-events.ts';
import { jobsOfLanes, lanesLeft, runQueue } from './queue/run-queue.ts';
import { refuseChangedFiles } from './refuse-changed-files.ts';

interface BenchmarkRequest {
  readonly lockPath: string;
  readonly preset: PresetName;
  readonly settings: TrainSettings;
  readonly wishes: Omit<BenchmarkWishes, 'parts'>;
}

/** What is known before anything is computed. */
export interface OpenBenchmark {
  readonly request: BenchmarkRequest;
  readonly lock: CorpusLock;
  readonly lists: readonly PublishedList[];
  readonly planned: PlannedBenchmark;
}

/** @throws UsageError, ManifestError or KsBuildError when the lock cannot be read, or nothing learned from it or asked */
export async function openBenchmark(request: BenchmarkRequest): Promise<OpenBenchmark> {
  const lock = await readLock(request.lockPath);
  const lists = await readPublishedLists();
  return { request, lock, lists, planned: planOn(lock, lists, request) };
}

function planOn(lock: CorpusLock, lists: readonly PublishedList[], { settings, wishes }: BenchmarkRequest) {
  return planBenchmark(lock, coreTestNames(lock, lists), settings.batchSize, wishes);
}

interface RunWishes {
  /** Of the benchmark; made where it is missing. */
  readonly folder: string;
  readonly backend: BackendChoice;
  /** At once; undefined: one a core where a job computes on one, else one. */
  readonly processes: number | undefined;
  readonly budgetSeconds: number | undefined;
  readonly isResumed: boolean;
}

export interface RunContext extends LockedMediaContext {
  readonly onVerified: (done: number, of: number) => void;
  /** Something that is not as one may expect, in words. */
  readonly onNote: (note: string) => void;
  /** Before the first event of the queue. */
  readonly onBegins: (backend: ChosenBackend) => void;
}

export interface FinishedQueue {
  readonly backend: ChosenBackend;
  readonly processes: number;
  /** Of the plan, in its order. */
  readonly jobs: readonly Job[];
  /** What was asked about: clips that no model can read are not among it. */
  readonly evaluation: EvaluationPlan;
  /** What was not as one may expect, in words; the same on every run. */
  readonly notes: readonly string[];
  readonly startedAt: Date;
}

/** @throws KsBuildError, or the abort signal's reason; the folder is whole then */
export async function workThrough(
  { request, lock, lists, planned }: OpenBenchmark,
  wishes: RunWishes,
  context: RunContext,
  listen: (event: QueueEvent) => void,
): Promise<FinishedQueue> {
  const { folder } = wishes;
  const startedAt = new Date();
  mkdirSync(folder, { recursive: true });
  const writer = lockWorkspace(folder, 'benchmark');
  try {
    const backend = await chooseBackend(wishes.backend);
    const { preset, settings } = request;
    const identity = { lockSha256: lock.sha256, preset, settings: { ...settings }, backend: backend.name };
    await takeFolder(folder, { ...identity, version: PROGRAM_VERSION }, wishes.isResumed);
    await refuseChangedFiles(planned.clips, context);
    const unusable = await prepareLockedMedia(planned.clips, exampleShape(AVCL_PRESETS[preset]), context);
    const usable = withoutClips(lock, unusable);
    const { lanes, evaluation, ...again } = planOn(usable, lists, request);
    const notes = [...[...unusable].map(([name, problem]) => `left out: ${name}: ${problem}`), ...again.notes];
    for (const note of notes) context.onNote(note);

    const jobs = jobsOfLanes(lanes);
    const processes = wishes.processes ?? usualProcesses(backend.name);
    context.onBegins(backend);
    const addCurves = openCurveFiles(curvesFolder(folder), Date.now);
    listen({ kind: 'planned', processes, jobs: jobs.map((job) => plannedJob(folder, job)) });
    const setup = {
      ...{ folder, root: context.root, lockPath: request.lockPath, preset, settings, backend: backend.name },
      unusableClips: [...unusable.keys()],
      coreNames: [...coreTestNames(usable, lists)],
    };
    await runQueue({
      lanes: lanesLeft(lanes, (job) => isDone(folder, job)),
      isTrained: ({ training }) => isDone(folder, training),
      processes,
      startRunner: () => startJobProcess(setup),
      measured: measuredJobs(folder, jobs),
      budgetSeconds: wishes.budgetSeconds,
      onStarted: (job) => forgetFailure(folder, job),
      onFailure: (job, failure) => noteFailure(folder, job, failure),
      onDone: (job, seconds) => noteTimes(folder, job, { seconds, endedAt: new Date().toISOString() }),
      onEvent: (event) => {
        addCurves(event);
        listen(event);
      },
      abortSignal: context.abortSignal,
    });
    return { backend, processes, jobs, evaluation, notes, startedAt };
  } finally {
    writer.release();
  }
}

/** Of earlier runs in the folder: what jobs of this plan took. */
export function measuredJobs(folder: string, jobs: readonly Job[]): MeasuredJob[] {
  return jobs.flatMap((job) => {
    const times = isDone(folder, job) ? readTimes(folder, job) : undefined;
    return times === undefined ? [] : [{ job, seconds: times.seconds }];
  });
}

/** A backend that computes on one core leaves room for as many jobs as there are cores; the others are one device. */
export function usualProcesses(backend: BackendName): number {
  return (CORE_BACKENDS as readonly BackendName[]).includes(backend) ? availableParallelism() : 1;
}

function plannedJob(folder: string, job: Job): PlannedJob {
  if (!isDone(folder, job)) return { job, state: 'waiting', findings: [], seconds: undefined };
  const evaluation = job.kind === 'evaluate' ? readEvaluationIfThere(folder, job) : undefined;
  const findings = evaluation?.results.map(({ finding }) => finding) ?? [];
  return { job, state: 'done', findings, seconds: readTimes(folder, job)?.seconds };
}
