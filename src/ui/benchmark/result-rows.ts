// The table of results that fills in while a benchmark runs: findings in, a row for each model with its chance above them out. Pure.
import type { TrainJob } from '../../benchmark/job.ts';
import type { MetricName, ProtocolName } from '../../benchmark/protocol-names.ts';
import type { Finding, Metrics, Task } from '../../benchmark/result.ts';
import { modelWords } from './job-words.ts';

interface ResultColumn {
  readonly title: string;
  readonly protocol: ProtocolName;
  readonly task: Task;
  readonly metric: MetricName;
}

/** One number a question: the report has all of them. Kept test clips, nothing changed. */
export const RESULT_COLUMNS: readonly ResultColumn[] = [
  { title: 'audio', protocol: 'linear-probe', task: 'audio', metric: 'top-1' },
  { title: 'visual', protocol: 'linear-probe', task: 'visual', metric: 'top-1' },
  { title: 'both', protocol: 'linear-probe', task: 'both', metric: 'top-1' },
  { title: 'a2v', protocol: 'retrieval', task: 'audio-to-visual', metric: 'recall-5' },
  { title: 'v2a', protocol: 'retrieval', task: 'visual-to-audio', metric: 'recall-5' },
];

export interface ResultRow {
  readonly words: string;
  /** Mean over the seeds that are done, 0 to 1, a column of RESULT_COLUMNS each; undefined: nothing yet. */
  readonly shares: readonly (number | undefined)[];
  readonly seeds: number;
}

/** @param trainings in the order of the rows; models of other seeds share one */
export function resultRows(trainings: readonly TrainJob[], findings: readonly Finding[]): ResultRow[] {
  const main = findings.filter(({ condition, testSet }) => condition === '' && testSet === 'kept');
  const rowOf = (words: string, ofRow: readonly Finding[], read: (finding: Finding) => Metrics): ResultRow => ({
    words,
    shares: RESULT_COLUMNS.map(({ protocol, task, metric }) =>
      meanOf(
        ofRow
          .filter((finding) => finding.protocol === protocol && finding.task === task)
          .map((finding) => read(finding)[metric]),
      ),
    ),
    seeds: new Set(ofRow.map(({ seed }) => seed)).size,
  });
  const models = [...new Set(trainings.map(modelWords))];
  return [
    rowOf('chance', main, ({ chance }) => chance),
    ...models.map((words) =>
      rowOf(
        words,
        main.filter((finding) => modelWords(finding) === words),
        ({ metrics }) => metrics,
      ),
    ),
  ];
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
