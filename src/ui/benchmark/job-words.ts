// Jobs of a benchmark in words, for screens and plain lines. Pure.
import type { Job } from '../../benchmark/job.ts';
import type { Finding } from '../../benchmark/result.ts';

/** `avcl-pairwise`, `avcl-pairwise on random-1`, `avcl-pairwise on all (steps)`: what is learned from what, without the seed. */
export function modelWords({ method, part, budget }: Pick<Finding, 'method' | 'part' | 'budget'>): string {
  const where = part === 'kept' ? '' : ` on ${part}`;
  return `${method}${where}${budget === 'steps' ? ' (steps)' : ''}`;
}

export function jobWords(job: Job): string {
  const training = job.kind === 'train' ? job : job.trained;
  const words = `${modelWords(training)} seed ${training.seed}`;
  return job.kind === 'train' ? words : `${words}, ${job.protocol}`;
}
