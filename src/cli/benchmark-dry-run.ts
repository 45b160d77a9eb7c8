// `ks-build benchmark --dry-run`: the jobs of a plan, and what they would cost by what such jobs took here, or by one step that is measured.
import { type Job, jobName, type TrainJob } from '../benchmark/job.ts';
import { stepsOf } from '../benchmark/plan-benchmark.ts';
import { secondsOfAll } from '../benchmark/queue/forecast.ts';
import { isDone } from '../benchmark/queue/job-files.ts';
import { type MeasuredStep, measureStep } from '../benchmark/queue/measure-step.ts';
import { jobsOfLanes } from '../benchmark/queue/run-queue.ts';
import { measuredJobs, type OpenBenchmark, usualProcesses } from '../benchmark/run-benchmark.ts';
import { openBackend } from '../tensor/backend.ts';
import type { BackendChoice } from '../tensor/backend-names.ts';
import { formatDuration } from '../ui/format.ts';
import { print, printJson } from './output.ts';

interface DryRunWishes {
  readonly folder: string;
  readonly backend: BackendChoice;
  readonly processes: number | undefined;
  readonly isJson: boolean;
}

export async function showDryRun(open: OpenBenchmark, wishes: DryRunWishes): Promise<void> {
  const jobs = jobsOfLanes(open.planned.lanes);
  const waiting = jobs.filter((job) => !isDone(wishes.folder, job));
  const backend = await openBackend(wishes.backend);
  const processes = wishes.processes ?? usualProcesses(backend.name);
  const measured = secondsOfAll(waiting, measuredJobs(wishes.folder, jobs), processes);
  const trainings = waiting.filter((job) => job.kind === 'train');
  const cost =
    measured === undefined
      ? await costBySteps(open, trainings, processes, () =>
          measureStep(open.request.preset, open.request.settings, backend),
        )
      : { seconds: measured, words: 'by what such jobs took here' };
  const plan = { jobs, waiting, processes, backend: backend.name, cost };
  if (wishes.isJson) printJson(dryRunJson(wishes.folder, plan));
  else for (const line of dryRunLines(open, plan)) print(line);
}

interface Cost {
  readonly seconds: number;
  /** How it was come by. */
  readonly words: string;
}

interface DryPlan {
  readonly jobs: readonly Job[];
  readonly waiting: readonly Job[];
  readonly processes: number;
  readonly backend: string;
  readonly cost: Cost;
}

async function costBySteps(
  { lock, request, planned }: OpenBenchmark,
  trainings: readonly TrainJob[],
  processes: number,
  measure: () => Promise<MeasuredStep>,
): Promise<Cost> {
  const { settings } = request;
  const steps = trainings.reduce((sum, job) => sum + stepsOf(job, lock, settings, planned.evaluation), 0);
  const { secondsPerStep, measuredClips } = await measure();
  const share =
    measuredClips === settings.batchSize
      ? ''
      : ` (from ${measuredClips} of the ${settings.batchSize} clips of a batch)`;
  return {
    seconds: (steps * secondsPerStep) / processes,
    words:
      `${steps} steps, ${formatDuration(1000 * secondsPerStep)} for one measured now${share}; ` +
      'evaluations, and making what models read, are not in it',
  };
}

function dryRunJson(folder: string, { jobs, waiting, processes, backend, cost }: DryPlan): object {
  const names = new Set(waiting.map(jobName));
  return {
    schema: 1,
    folder,
    backend,
    processes,
    jobs: jobs.map((job) => ({ name: jobName(job), isDone: !names.has(jobName(job)) })),
    cost,
  };
}

function dryRunLines({ planned }: OpenBenchmark, { jobs, waiting, processes, backend, cost }: DryPlan): string[] {
  const trainings = waiting.filter(({ kind }) => kind === 'train').length;
  const done = jobs.length - waiting.length;
  return [
    ...planned.lanes.map(({ training, evaluations }) =>
      [jobName(training), ...evaluations.map(({ protocol }) => protocol)].join('  '),
    ),
    ...planned.notes,
    `${trainings} trainings and ${waiting.length - trainings} evaluations to do${done === 0 ? '' : `, ${done} jobs are done`}; ` +
      `backend ${backend}, ${processes} at once`,
    `about ${formatDuration(1000 * cost.seconds)}: ${cost.words}`,
  ];
}
