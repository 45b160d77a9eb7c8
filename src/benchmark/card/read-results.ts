// What the jobs of a benchmark left in its folder, checked: jobs in; evaluations, trainings, failures and times out.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { KsBuildError } from '../../errors.ts';
import { type EvaluateJob, type Job, jobName, type TrainJob } from '../job.ts';
import { METRIC_NAMES } from '../protocol-names.ts';
import { isDone, readFailure, readTimes, resultPath } from '../queue/job-files.ts';
import type { Evaluation, TrainSummary } from '../result.ts';
import type { AnsweredFinding } from './aggregate.ts';
import { BudgetField, Count, MethodField, PartField, QUESTION_FIELDS } from './finding-fields.ts';
import { grouped, rowKey } from './questions.ts';
import type { CardRow } from './result-card.ts';

export interface BenchmarkResults {
  readonly evaluations: readonly { readonly job: EvaluateJob; readonly evaluation: Evaluation }[];
  readonly trainings: readonly { readonly job: TrainJob; readonly summary: TrainSummary }[];
  readonly failures: readonly { readonly job: string; readonly message: string }[];
  /** Jobs that are neither done nor failed. */
  readonly missing: readonly string[];
  /** Job name -> seconds. */
  readonly jobSeconds: Readonly<Record<string, number>>;
}

/** @param jobs of the plan; what else lies in the folder is not looked at. @throws KsBuildError naming the file that cannot be understood */
export function readResults(folder: string, jobs: readonly Job[]): BenchmarkResults {
  const done = jobs.filter((job) => isDone(folder, job));
  const names = new Map<string, readonly string[]>();
  const evaluations = done.flatMap((job) =>
    job.kind === 'evaluate' ? [{ job, evaluation: readEvaluation(resultPath(folder, job), names) }] : [],
  );
  const trainings = done.flatMap((job) =>
    job.kind === 'train' ? [{ job, summary: readSummary(resultPath(folder, job)) }] : [],
  );
  const undone = jobs.filter((job) => !done.includes(job)).map((job) => ({ job, failure: readFailure(folder, job) }));
  return {
    evaluations,
    trainings,
    failures: undone.flatMap(({ job, failure }) =>
      failure === undefined ? [] : [{ job: jobName(job), message: failure.message }],
    ),
    missing: undone.flatMap(({ job, failure }) => (failure === undefined ? [jobName(job)] : [])),
    jobSeconds: Object.fromEntries(
      done.flatMap((job) => {
        const times = readTimes(folder, job);
        return times === undefined ? [] : [[jobName(job), times.seconds]];
      }),
    ),
  };
}

/** undefined: there is none. */
export function readEvaluationIfThere(folder: string, job: EvaluateJob): Evaluation | undefined {
  const path = resultPath(folder, job);
  return existsSync(path) ? readEvaluation(path, new Map()) : undefined;
}

/** Of the rows of a card, as far as they are there, by row: for comparisons of what two benchmarks asked about the same clips. */
export function readAnswers(folder: string, rows: readonly CardRow[]): Map<string, AnsweredFinding[]> {
  const evaluations = new Map<string, Evaluation | undefined>();
  for (const { method, part, budget, protocol, seeds } of rows) {
    if (method === 'chance') continue;
    for (const seed of seeds) {
      const job: EvaluateJob = { kind: 'evaluate', trained: { kind: 'train', method, part, budget, seed }, protocol };
      if (!evaluations.has(jobName(job))) evaluations.set(jobName(job), readEvaluationIfThere(folder, job));
    }
  }
  const answered = [...evaluations.values()].flatMap((evaluation) => evaluation?.results ?? []);
  return grouped(answered, ({ finding }) => rowKey(finding));
}

const MetricValues = z.partialRecord(z.enum(METRIC_NAMES), z.number());

const EvaluationFile = z.strictObject({
  classNames: z.array(z.string()),
  results: z.array(
    z.strictObject({
      finding: z.strictObject({
        method: MethodField,
        part: PartField,
        budget: BudgetField,
        seed: Count,
        ...QUESTION_FIELDS,
        metrics: MetricValues,
        chance: MetricValues,
      }),
      answers: z.strictObject({
        clipNames: z.array(z.string()),
        labels: z.array(Count),
        // Left out by JSON where they are undefined.
        predicted: z.array(Count).optional(),
        ranks: z.array(z.number()),
        first: z.array(Count).optional(),
      }),
    }),
  ),
});

/** @param names lists of clips that were read before: hundreds of findings are on the same clips, and need one list in memory */
function readEvaluation(path: string, names: Map<string, readonly string[]>): Evaluation {
  const shared = (clipNames: readonly string[]): readonly string[] => {
    const text = clipNames.join('\n');
    const known = names.get(text);
    if (known === undefined) names.set(text, clipNames);
    return known ?? clipNames;
  };
  const { classNames, results } = readFile(path, EvaluationFile, 'an evaluation');
  return {
    classNames,
    results: results.map(({ finding, answers: { clipNames, labels, predicted, ranks, first } }) => ({
      finding,
      answers: { clipNames: shared(clipNames), labels, predicted, ranks, first },
    })),
  };
}

const SummaryFile = z.strictObject({
  clips: Count,
  steps: Count,
  history: z.array(z.record(z.string(), z.number())),
  leak: z.record(z.string(), z.number()).optional(),
});

function readSummary(path: string): TrainSummary {
  const { leak, ...summary } = readFile(path, SummaryFile, 'the summary of a training');
  return { ...summary, leak };
}

function readFile<T>(path: string, schema: z.ZodType<T>, meaning: string): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const { path: place, message } = parsed.error.issues[0]!;
  throw new KsBuildError(
    'result-file',
    7,
    `${path}: expected ${meaning} of this version of ks-build, got at ${place.join('.')}: ${message}; delete the file and run the benchmark with --resume`,
  );
}
