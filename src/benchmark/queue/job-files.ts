// Where a benchmark's folder has what each job made, and what is known of a job by its files: done, failed, how long it took.
// A file under its final name is complete, so the folder is all that a killed benchmark needs to go on.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWholeFile } from '../../tools/write-whole-file.ts';
import { type Job, jobName, type TrainJob } from '../job.ts';

const Failure = z.strictObject({
  /** That of the error, see errors.ts; `crashed`: the process that worked on it ended. */
  code: z.string(),
  message: z.string(),
});
export type JobFailure = Readonly<z.infer<typeof Failure>>;

const Times = z.strictObject({
  /** Of wall clock, over all processes that worked on the job. */
  seconds: z.number(),
  endedAt: z.string(),
});
type JobTimes = Readonly<z.infer<typeof Times>>;

interface TrainingPaths {
  /** While it is in hand. */
  readonly checkpoint: string;
  /** Written before the model. */
  readonly summary: string;
  /** The last checkpoint, moved here: with it the training is done. */
  readonly model: string;
}

export function trainingPaths(folder: string, job: TrainJob): TrainingPaths {
  const name = jobName(job);
  return {
    model: join(folder, 'models', `${name}.safetensors`),
    summary: join(folder, 'models', `${name}.json`),
    checkpoint: join(folder, 'in-hand', `${name}.safetensors`),
  };
}

/** For TensorBoard. */
export function curvesFolder(folder: string): string {
  return join(folder, 'tensorboard');
}

export function resultPath(folder: string, job: Job): string {
  return job.kind === 'train' ? trainingPaths(folder, job).summary : join(folder, 'results', `${jobName(job)}.json`);
}

function failurePath(folder: string, job: Job): string {
  return join(folder, 'failed', `${jobName(job)}.json`);
}

function timesPath(folder: string, job: Job): string {
  return join(folder, 'times', `${jobName(job)}.json`);
}

export function isDone(folder: string, job: Job): boolean {
  return existsSync(job.kind === 'train' ? trainingPaths(folder, job).model : resultPath(folder, job));
}

export function readFailure(folder: string, job: Job): JobFailure | undefined {
  return readIfThere(failurePath(folder, job), Failure);
}

export function readTimes(folder: string, job: Job): JobTimes | undefined {
  return readIfThere(timesPath(folder, job), Times);
}

export async function noteFailure(folder: string, job: Job, failure: JobFailure): Promise<void> {
  await writeJson(failurePath(folder, job), failure);
}

/** Before it is tried again. */
export function forgetFailure(folder: string, job: Job): void {
  rmSync(failurePath(folder, job), { force: true });
}

export async function noteTimes(folder: string, job: Job, times: JobTimes): Promise<void> {
  await writeJson(timesPath(folder, job), times);
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeWholeFile(path, [Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`)]);
}

function readIfThere<T>(path: string, schema: z.ZodType<T>): T | undefined {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}
