// What the screen of a benchmark knows: (state, event, time) -> state. Pure.
import { type Job, jobName } from '../../benchmark/job.ts';
import { type MeasuredJob, secondsOf } from '../../benchmark/queue/forecast.ts';
import type { JobState, QueueEvent, StepNews } from '../../benchmark/queue/queue-events.ts';
import type { Finding } from '../../benchmark/result.ts';
import { addLoss, type LossCurve, NO_CURVE } from './loss-curve.ts';

export interface RunningJob {
  readonly job: Job;
  readonly sinceMs: number;
  readonly news: StepNews | undefined;
  readonly curve: LossCurve;
}

export interface FailedJob {
  readonly job: Job;
  readonly message: string;
}

export interface BenchmarkState {
  /** In the order of the plan. */
  readonly jobs: readonly Job[];
  /** By the name of the job. */
  readonly states: ReadonlyMap<string, JobState>;
  readonly running: readonly RunningJob[];
  readonly failed: readonly FailedJob[];
  readonly findings: readonly Finding[];
  readonly measured: readonly MeasuredJob[];
  readonly processes: number;
  readonly startedMs: number;
}

export const NOTHING_PLANNED: BenchmarkState = {
  jobs: [],
  states: new Map(),
  running: [],
  failed: [],
  findings: [],
  measured: [],
  processes: 1,
  startedMs: 0,
};

export function reduceBenchmark(state: BenchmarkState, event: QueueEvent, nowMs: number): BenchmarkState {
  if (event.kind === 'planned')
    return {
      ...NOTHING_PLANNED,
      jobs: event.jobs.map(({ job }) => job),
      states: new Map(event.jobs.map(({ job, state: jobState }) => [jobName(job), jobState])),
      findings: event.jobs.flatMap(({ findings }) => findings),
      measured: event.jobs.flatMap(({ job, seconds }) => (seconds === undefined ? [] : [{ job, seconds }])),
      processes: event.processes,
      startedMs: nowMs,
    };
  const name = jobName(event.job);
  const with_ = (jobState: JobState) => new Map([...state.states, [name, jobState]]);
  const others = state.running.filter(({ job }) => jobName(job) !== name);
  switch (event.kind) {
    case 'started': {
      const begun = { job: event.job, sinceMs: nowMs, news: undefined, curve: NO_CURVE };
      return { ...state, states: with_('running'), running: [...others, begun] };
    }
    case 'step':
      return {
        ...state,
        running: state.running.map((running) =>
          jobName(running.job) === name
            ? { ...running, news: event, curve: addLoss(running.curve, event.losses.total ?? Number.NaN) }
            : running,
        ),
      };
    case 'done':
      return {
        ...state,
        states: with_('done'),
        running: others,
        findings: [...state.findings, ...event.findings],
        measured: [...state.measured, { job: event.job, seconds: event.seconds }],
      };
    case 'failed':
      return {
        ...state,
        states: with_('failed'),
        running: others,
        failed: [...state.failed, { job: event.job, message: event.failure.message }],
      };
    default:
      return { ...state, states: with_(event.kind) };
  }
}

export function countStates({ states }: BenchmarkState): Readonly<Record<JobState, number>> {
  const counts = { waiting: 0, running: 0, done: 0, failed: 0, blocked: 0, left: 0 };
  for (const jobState of states.values()) counts[jobState] += 1;
  return counts;
}

/** Undefined as long as there is nothing to go by. */
export function remainingSeconds(state: BenchmarkState, nowMs: number): number | undefined {
  let sum = 0;
  for (const job of state.jobs) {
    const jobState = state.states.get(jobName(job));
    if (jobState !== 'waiting' && jobState !== 'running') continue;
    const running = state.running.find((other) => jobName(other.job) === jobName(job));
    const left = running === undefined ? secondsOf(job, allMeasured(state)) : secondsLeft(state, running, nowMs);
    if (left === undefined) return undefined;
    sum += left;
  }
  return sum / Math.max(1, Math.min(state.processes, state.running.length || state.processes));
}

function secondsLeft(state: BenchmarkState, { job, news, sinceMs }: RunningJob, nowMs: number): number | undefined {
  if (news !== undefined) return news.remainingSeconds;
  const whole = secondsOf(job, allMeasured(state));
  return whole === undefined ? undefined : Math.max(0, whole - (nowMs - sinceMs) / 1000);
}

/** Before the first training has ended, one that is in hand tells by its steps how long it will have taken. */
function allMeasured({ measured, running }: BenchmarkState): readonly MeasuredJob[] {
  if (measured.some(({ job }) => job.kind === 'train')) return measured;
  const foretold = running.flatMap(({ job, news }) =>
    news === undefined
      ? []
      : [{ job, seconds: (news.remainingSeconds * news.steps) / Math.max(1, news.steps - news.step) }],
  );
  return [...measured, ...foretold];
}
