// What findings are about, and which of them the report leads with: fixed here, before anything is measured. Pure.
import type { TestSet } from '../job.ts';
import type { MetricName, ProtocolName } from '../protocol-names.ts';
import type { Finding, Task } from '../result.ts';

/** The number by which a protocol's findings are compared (chosen): Recall@1 of a small gallery is a count of few. */
export const MAIN_METRIC: Readonly<Record<ProtocolName, MetricName>> = {
  'linear-probe': 'top-1',
  'fine-tune': 'top-1',
  retrieval: 'recall-5',
  'missing-modality': 'top-1',
  'noisy-sound': 'top-1',
  'low-shot': 'top-1',
};

/** Protocols whose methods are tested against one another; the others look at the same models under other conditions. */
export const COMPARED_PROTOCOLS: readonly ProtocolName[] = ['linear-probe', 'fine-tune', 'retrieval'];

interface HeadlineQuestion {
  readonly protocol: ProtocolName;
  readonly task: Task;
}

/** Whether filtering helped is told by these three alone: chosen beforehand, so that no table is searched for a good number. */
const HEADLINE_QUESTIONS: readonly HeadlineQuestion[] = [
  { protocol: 'linear-probe', task: 'both' },
  { protocol: 'retrieval', task: 'audio-to-visual' },
  { protocol: 'retrieval', task: 'visual-to-audio' },
];

/** Fewer clips that a person looked at are too few to lead with (chosen). */
const LEAST_HUMAN_CLIPS = 30;

/**
 * Where parts of the corpus are compared: clips that a person checked, else all of them, wrong ones included. Not those that the filter kept:
 * they were chosen by what is on trial.
 */
export function headlineTestSet(findings: readonly Pick<Finding, 'testSet' | 'clips'>[]): TestSet {
  const isChecked = findings.some(({ testSet, clips }) => testSet === 'human' && clips >= LEAST_HUMAN_CLIPS);
  return isChecked ? 'human' : 'all';
}

export type Question = Pick<Finding, 'protocol' | 'task' | 'condition' | 'testSet'>;

/** Equal for equal questions. */
export function questionKey({ protocol, task, condition, testSet }: Question): string {
  return [protocol, task, condition, testSet].join('\u0000');
}

/** Equal for findings of one row: those of all seeds. */
export function rowKey(finding: Pick<Finding, 'method' | 'part' | 'budget'> & Question): string {
  return [finding.method, finding.part, finding.budget, questionKey(finding)].join('\u0000');
}

export function isHeadline({ protocol, task, condition }: Question): boolean {
  return condition === '' && HEADLINE_QUESTIONS.some((asked) => asked.protocol === protocol && asked.task === task);
}

/** In the order in which the keys come first. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}
