// How long jobs will take, from how long such jobs took: measured times in, seconds out; undefined as long as there is nothing to go by. Pure.
import type { Job } from '../job.ts';

export interface MeasuredJob {
  readonly job: Job;
  readonly seconds: number;
}

/** The mean of jobs of the same method and part or the same protocol, else of the same kind. */
export function secondsOf(job: Job, measured: readonly MeasuredJob[]): number | undefined {
  const sameKind = measured.filter((other) => other.job.kind === job.kind);
  const alike = sameKind.filter((other) => isAlike(other.job, job));
  const used = alike.length > 0 ? alike : sameKind;
  if (used.length === 0) return undefined;
  return used.reduce((sum, { seconds }) => sum + seconds, 0) / used.length;
}

/** Of jobs that are worked on by several processes; the end, when some have nothing left to do, is not thought of. */
export function secondsOfAll(
  jobs: readonly Job[],
  measured: readonly MeasuredJob[],
  processes: number,
): number | undefined {
  let sum = 0;
  for (const job of jobs) {
    const seconds = secondsOf(job, measured);
    if (seconds === undefined) return undefined;
    sum += seconds;
  }
  return sum / processes;
}

function isAlike(first: Job, second: Job): boolean {
  if (first.kind === 'train' && second.kind === 'train')
    return first.method === second.method && first.part === second.part && first.budget === second.budget;
  return first.kind === 'evaluate' && second.kind === 'evaluate' && first.protocol === second.protocol;
}
