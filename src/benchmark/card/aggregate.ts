// Findings of several seeds as rows of the card: findings with the answers that they rest on in, means with deviations and intervals out. Pure.
import { seedOf } from '../../signal/seeded-random.ts';
import { quantile } from '../../statistics/bootstrap.ts';
import { type ClipStatistic, crossedBootstrap, crossedShare, meanOfClips } from '../../statistics/crossed-bootstrap.ts';
import { spreadOf } from '../../statistics/spread.ts';
import { TEST_SETS } from '../job.ts';
import { METHOD_NAMES } from '../method-names.ts';
import { METRIC_NAMES, type MetricName, PROTOCOL_NAMES } from '../protocol-names.ts';
import { type ClipAnswers, type Finding, TASKS } from '../result.ts';
import { clipScores } from './clip-scores.ts';
import { grouped, rowKey } from './questions.ts';
import type { CardRow, Figure } from './result-card.ts';

export interface AnsweredFinding {
  readonly finding: Finding;
  readonly answers: ClipAnswers;
}

/** Of the intervals: every figure on the same clips sees the same samples. */
const SEED = seedOf('result card');

/** @param groupOf video of a clip, one text for all copies */
export function aggregate(results: readonly AnsweredFinding[], groupOf: (clipName: string) => string): CardRow[] {
  const rows = grouped(results, ({ finding }) => rowKey(finding));
  return [...rows.values()].map((ofRow) => rowOf(ofRow, groupOf)).sort(byPlace);
}

function rowOf(unsorted: readonly AnsweredFinding[], groupOf: (clipName: string) => string): CardRow {
  const ofSeeds = unsorted.toSorted((a, b) => a.finding.seed - b.finding.seed);
  const { method, part, budget, protocol, task, condition, testSet, clips } = ofSeeds[0]!.finding;
  const metrics = METRIC_NAMES.flatMap((metric) => {
    const figure = figureOf(metric, ofSeeds, groupOf);
    return figure === undefined ? [] : [[metric, figure] as const];
  });
  return {
    ...{ method, part, budget, protocol, task, condition, testSet, clips },
    seeds: ofSeeds.map(({ finding }) => finding.seed),
    metrics: Object.fromEntries(metrics),
  };
}

/** undefined: not a metric of this protocol. */
function figureOf(
  metric: MetricName,
  ofSeeds: readonly AnsweredFinding[],
  groupOf: (clipName: string) => string,
): Figure | undefined {
  const values = ofSeeds.flatMap(({ finding }) => finding.metrics[metric] ?? []);
  const chance = ofSeeds[0]!.finding.chance[metric];
  if (values.length < ofSeeds.length || chance === undefined) return undefined;
  const { mean, deviation } = spreadOf(values);
  return {
    mean,
    ...(deviation === undefined ? {} : { deviation }),
    ...intervalAround(mean, metric, ofSeeds, groupOf),
    chance,
  };
}

/** Clips are resampled by what the answers say of them; where scores tied, that is not quite the metric, and the interval is moved onto it. */
function intervalAround(
  mean: number,
  metric: MetricName,
  ofSeeds: readonly AnsweredFinding[],
  groupOf: (clipName: string) => string,
): Pick<Figure, 'low' | 'high'> {
  const values = ofSeeds.map(({ answers }) => (metric === 'median-rank' ? answers.ranks : clipScores(metric, answers)));
  const known = values.filter((ofModel) => ofModel !== undefined);
  if (known.length < values.length || known.some(({ length }) => length !== known[0]!.length)) return {};
  const videos = ofSeeds[0]!.answers.clipNames.map(groupOf);
  const isShare = metric !== 'median-rank' && metric !== 'mean-per-class';
  const estimate = isShare
    ? crossedShare(known, videos, meanOfClips, { seed: SEED })
    : crossedBootstrap(known, videos, metric === 'median-rank' ? medianOfClips : meanOfClips, { seed: SEED });
  if (estimate?.interval === undefined) return {};
  const { value, interval } = estimate;
  const moved = (end: number): number => {
    const place = end + mean - value;
    return metric === 'median-rank' ? Math.max(1, place) : Math.min(1, Math.max(0, place));
  };
  return { low: moved(interval.low), high: moved(interval.high) };
}

const medianOfClips: ClipStatistic = (values, clips) =>
  quantile(
    Array.from(clips, (clip) => values[clip]!).sort((a, b) => a - b),
    0.5,
  );

/** `random-2` stands between `random-1` and `random-3`, the conditions as they came. */
function byPlace(a: CardRow, b: CardRow): number {
  return (
    METHOD_NAMES.indexOf(a.method) - METHOD_NAMES.indexOf(b.method) ||
    partPlace(a) - partPlace(b) ||
    a.budget.localeCompare(b.budget) ||
    PROTOCOL_NAMES.indexOf(a.protocol) - PROTOCOL_NAMES.indexOf(b.protocol) ||
    TEST_SETS.indexOf(a.testSet) - TEST_SETS.indexOf(b.testSet) ||
    TASKS.indexOf(a.task) - TASKS.indexOf(b.task)
  );
}

const FIXED_PARTS = ['kept', 'all', 'dropped'];

function partPlace({ part }: CardRow): number {
  const fixed = FIXED_PARTS.indexOf(part);
  return fixed >= 0 ? fixed : FIXED_PARTS.length + Number(part.slice('random-'.length));
}
