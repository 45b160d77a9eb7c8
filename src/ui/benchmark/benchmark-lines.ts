// The news of a benchmark as plain lines: one a job that has ended, with what it found. Pure but for the count that it keeps.
import { type Job, jobName } from '../../benchmark/job.ts';
import type { QueueEvent } from '../../benchmark/queue/queue-events.ts';
import type { Finding } from '../../benchmark/result.ts';
import { formatDuration } from '../format.ts';
import { jobWords } from './job-words.ts';
import { RESULT_COLUMNS } from './result-rows.ts';

/** Gives the lines of each event. */
export function benchmarkLines(): (event: QueueEvent) => string[] {
  let jobs = 0;
  let ended = 0;
  const losses = new Map<string, number | undefined>();
  const numbered = (text: string): string[] => {
    ended += 1;
    return [`${ended} of ${jobs}: ${text}`];
  };
  return (event) => {
    switch (event.kind) {
      case 'planned':
        jobs = event.jobs.length;
        ended = event.jobs.filter(({ state }) => state === 'done').length;
        return ended === 0 ? [`${jobs} jobs`] : [`${jobs} jobs, ${ended} of them done before`];
      case 'started':
        return [];
      case 'step':
        losses.set(jobName(event.job), event.losses.total);
        return [];
      case 'done':
        return numbered(
          `${jobWords(event.job)}: ${doneText(event.job, event.findings, losses)}, ${formatDuration(1000 * event.seconds)}`,
        );
      case 'failed':
        return numbered(`failed: ${jobWords(event.job)}: ${event.failure.message}`);
      case 'blocked':
        return numbered(`blocked: ${jobWords(event.job)}: its training failed`);
      case 'left':
        return numbered(`left out: ${jobWords(event.job)}: it would not end within the budget`);
    }
  };
}

function doneText(job: Job, findings: readonly Finding[], losses: ReadonlyMap<string, number | undefined>): string {
  if (job.kind === 'train') {
    const loss = losses.get(jobName(job));
    return loss === undefined ? 'ready' : `trained, loss ${loss.toFixed(3)}`;
  }
  const main = findings.filter(({ condition, testSet }) => condition === '' && testSet === 'kept');
  const numbers = RESULT_COLUMNS.flatMap(({ title, protocol, task, metric }) => {
    const finding = main.find((other) => other.protocol === protocol && other.task === task);
    const [value, chance] = [finding?.metrics[metric], finding?.chance[metric]];
    return value === undefined || chance === undefined
      ? []
      : [`${title} ${percent(value)} (chance ${percent(chance)})`];
  });
  return numbers.length === 0 ? `${findings.length} findings` : numbers.join(', ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
