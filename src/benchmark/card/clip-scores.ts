// What a model got on each clip, so that the mean over clips is the metric: answers in, a number a clip out. Pure.
import type { MetricName } from '../protocol-names.ts';
import type { ClipAnswers } from '../result.ts';

/** Of the metrics that count a clip as found among the first K. */
const FIRST: Readonly<Partial<Record<MetricName, number>>> = {
  'top-1': 1,
  'top-5': 5,
  'recall-1': 1,
  'recall-5': 5,
  'recall-10': 10,
};

/** undefined: the metric is no mean over clips (median rank, average precision). */
export function clipScores(metric: MetricName, answers: ClipAnswers): number[] | undefined {
  if (metric === 'mean-per-class') return perClass(answers);
  const first = FIRST[metric];
  return first === undefined ? undefined : answers.ranks.map((rank) => (rank <= first ? 1 : 0));
}

/** A clip counts for as much as its class has few: the mean over clips is the mean over classes of their means. */
function perClass({ labels, ranks }: ClipAnswers): number[] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const evenShare = labels.length / counts.size;
  return labels.map((label, at) => (ranks[at]! <= 1 ? evenShare / counts.get(label)! : 0));
}
