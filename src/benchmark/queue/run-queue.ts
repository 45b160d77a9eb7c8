// Works through the lanes of a benchmark with several processes at once: lanes and a way to run a job in; events, failures and times out. Which
// process does what changes no result. A job that fails is noted and the others go on; what makes all others fail too ends the queue.
import { performance } from 'node:perf_hooks';
import type { Job } from '../job.ts';
import type { Lane } from '../plan-jobs.ts';
import type { Finding } from '../result.ts';
import { type MeasuredJob, secondsOfAll } from './forecast.ts';
import type { JobFailure } from './job-files.ts';
import type { QueueEvent, StepNews } from './queue-events.ts';

export type JobOutcome =
  | { readonly kind: 'done'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly failure: JobFailure };

/** Does one job after the other. */
export interface JobRunner {
  /** @throws what no other job would survive either, such as a full disk; and InterruptedError after `stop` */
  run(job: Job, onStep: (news: StepNews) => void): Promise<JobOutcome>;
  /** The step in hand is finished and saved first. */
  stop(): void;
  close(): Promise<void>;
}

export interface QueueTask {
  /** Without the jobs that are done. */
  readonly lanes: readonly Lane[];
  /** Of `lanes`: those whose training an earlier run has done. */
  readonly isTrained: (lane: Lane) => boolean;
  readonly processes: number;
  readonly startRunner: () => JobRunner;
  readonly measured: readonly MeasuredJob[];
  /** A lane that would not end within it is not begun; undefined: no limit. */
  readonly budgetSeconds: number | undefined;
  readonly onStarted: (job: Job) => void;
  /** Before its outcome is told, so that a kill loses nothing that was. */
  readonly onFailure: (job: Job, failure: JobFailure) => Promise<void>;
  readonly onDone: (job: Job, seconds: number) => Promise<void>;
  readonly onEvent: (event: QueueEvent) => void;
  readonly abortSignal: AbortSignal;
}

/** @throws what a runner throws, or the abort signal's reason; all that was in hand has then been saved */
export async function runQueue(task: QueueTask): Promise<void> {
  const waiting = [...task.lanes];
  const measured = [...task.measured];
  const runners = new Set<JobRunner>();
  const startMs = performance.now();
  let isEnded = false;
  let firstError: unknown;

  const end = (): void => {
    isEnded = true;
    for (const runner of runners) runner.stop();
  };

  const jobsOf = (lane: Lane): readonly Job[] =>
    task.isTrained(lane) ? lane.evaluations : [lane.training, ...lane.evaluations];

  const isWithinBudget = (lane: Lane): boolean => {
    if (task.budgetSeconds === undefined) return true;
    const usedSeconds = (performance.now() - startMs) / 1000;
    return usedSeconds + (secondsOfAll(jobsOf(lane), measured, 1) ?? 0) <= task.budgetSeconds;
  };

  const runJob = async (runner: JobRunner, job: Job): Promise<JobOutcome> => {
    task.onStarted(job);
    task.onEvent({ kind: 'started', job });
    const jobStartMs = performance.now();
    const outcome = await runner.run(job, (news) => task.onEvent({ kind: 'step', job, ...news }));
    if (outcome.kind === 'failed') {
      await task.onFailure(job, outcome.failure);
      task.onEvent({ kind: 'failed', job, failure: outcome.failure });
      return outcome;
    }
    const seconds = (performance.now() - jobStartMs) / 1000;
    measured.push({ job, seconds });
    await task.onDone(job, seconds);
    task.onEvent({ kind: 'done', job, seconds, findings: outcome.findings });
    return outcome;
  };

  const work = async (): Promise<void> => {
    let runner: JobRunner | undefined;
    try {
      for (let lane = waiting.shift(); lane !== undefined && !isEnded; lane = waiting.shift()) {
        const jobs = jobsOf(lane);
        if (!isWithinBudget(lane)) {
          for (const job of jobs) task.onEvent({ kind: 'left', job });
          continue;
        }
        runner ??= task.startRunner();
        runners.add(runner);
        for (const [at, job] of jobs.entries()) {
          if (isEnded) return;
          const outcome = await runJob(runner, job);
          if (outcome.kind === 'done' || job.kind === 'evaluate') continue;
          for (const blocked of jobs.slice(at + 1)) task.onEvent({ kind: 'blocked', job: blocked });
          break;
        }
      }
    } catch (error) {
      firstError ??= error;
      end();
    } finally {
      await runner?.close();
    }
  };

  task.abortSignal.addEventListener('abort', end, { once: true });
  await Promise.all(Array.from({ length: task.processes }, work));
  task.abortSignal.removeEventListener('abort', end);
  task.abortSignal.throwIfAborted();
  if (firstError !== undefined) throw firstError;
}

/** Lanes without what is done; a lane with nothing left is not among them. */
export function lanesLeft(lanes: readonly Lane[], isDone: (job: Job) => boolean): Lane[] {
  return lanes
    .map(({ training, evaluations }) => ({ training, evaluations: evaluations.filter((job) => !isDone(job)) }))
    .filter(({ training, evaluations }) => evaluations.length > 0 || !isDone(training));
}

export function jobsOfLanes(lanes: readonly Lane[]): Job[] {
  return lanes.flatMap(({ training, evaluations }) => [training, ...evaluations]);
}
