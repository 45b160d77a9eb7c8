// Two result cards, and what both found on common questions: in what they differ, by how much, and whether that is noise. Cards and the answers
// that they rest on in, differences out. Pure.
import { seedOf } from '../../signal/seeded-random.ts';
import { holmAdjusted } from '../../statistics/holm.ts';
import { comparePaired } from '../../statistics/paired-test.ts';
import type { MetricName } from '../protocol-names.ts';
import { valueDifferences } from '../run-difference.ts';
import type { AnsweredFinding } from './aggregate.ts';
import { clipScores } from './clip-scores.ts';
import { MAIN_METRIC, rowKey } from './questions.ts';
import type { CardRow, Figure, ResultCard } from './result-card.ts';

/** `unknown`: neither card has an interval of it. `unlike`: guessing gives other numbers, as there is more or less to choose from. */
export type NoiseVerdict = 'same' | 'noise' | 'higher' | 'lower' | 'unknown' | 'unlike';

export interface RowDifference {
  readonly row: Pick<CardRow, 'method' | 'part' | 'budget' | 'protocol' | 'task' | 'condition' | 'testSet'>;
  readonly metric: MetricName;
  readonly first: Figure;
  readonly second: Figure;
  /** Second minus first. */
  readonly difference: number;
  /** 95 %; undefined where neither answers nor intervals are known. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** Asked about the same clips, with answers at hand: a paired bootstrap and test; else the two intervals are put together. */
  readonly isPaired: boolean;
  /** Corrected after Holm for all paired rows; undefined where they are not paired. */
  readonly holmPValue: number | undefined;
  readonly verdict: NoiseVerdict;
}

export interface CardComparison {
  /** Lock, settings, versions, backend and seeds, in words; empty: the same were used. */
  readonly differences: readonly string[];
  readonly rows: readonly RowDifference[];
  /** Rows that only one of the cards has. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/** A card with the answers of its rows, by the row's key; no answers: none are at hand. */
export interface AnsweredCard {
  readonly card: ResultCard;
  readonly answers: ReadonlyMap<string, readonly AnsweredFinding[]>;
}

const SIGNIFICANT = 0.05;
/** Sums of shares differ in their last digits. */
const SAME_CHANCE_WITHIN = 1e-9;

export function compareCards(first: AnsweredCard, second: AnsweredCard): CardComparison {
  const others = new Map(second.card.rows.map((row) => [rowKey(row), row]));
  const common = first.card.rows.filter((row) => others.has(rowKey(row)));
  const compared = common.flatMap((row) => compareRows(row, others.get(rowKey(row))!, first, second));
  return {
    differences: valueDifferences(madeWith(first.card), madeWith(second.card), ['in A', 'in B']),
    rows: withVerdicts(compared),
    onlyFirst: first.card.rows.length - common.length,
    onlySecond: second.card.rows.length - common.length,
  };
}

function madeWith({ lock, settings, seeds, versions, backend }: ResultCard): object {
  return { lock, settings, seeds: seeds.join(', '), versions, backend };
}

type Unjudged = Omit<RowDifference, 'holmPValue' | 'verdict'> & { readonly pValue: number | undefined };

/** Empty: the rows have no common metric to compare them by. */
function compareRows(row: CardRow, other: CardRow, first: AnsweredCard, second: AnsweredCard): Unjudged[] {
  const { method, part, budget, protocol, task, condition, testSet } = row;
  const metric = MAIN_METRIC[protocol];
  const [one, two] = [row.metrics[metric], other.metrics[metric]];
  if (one === undefined || two === undefined) return [];
  const key = rowKey(row);
  const about = {
    row: { method, part, budget, protocol, task, condition, testSet },
    ...{ metric, first: one, second: two },
    difference: two.mean - one.mean,
  };
  const models = [first, second].map(({ answers }) => answers.get(key) ?? []) as [AnsweredFinding[], AnsweredFinding[]];
  if (!areAskedAlike([...models[0], ...models[1]]) || models.some(({ length }) => length === 0))
    return [{ ...about, interval: unpairedInterval(one, two), isPaired: false, pValue: undefined }];
  const [ofFirst, ofSecond] = models.map((answered) => answered.map(({ answers }) => clipScores(metric, answers)!));
  const videos = models[0][0]!.answers.clipNames.map(videoOf);
  const { interval, pValue } = comparePaired(ofSecond!, ofFirst!, videos, { seed: seedOf('compare cards', key) });
  return [{ ...about, interval: interval ?? { low: -1, high: 1 }, isPaired: true, pValue }];
}

/** `<video>_<start>_<end>`: a card has no lock that would tell copies of a video. */
function videoOf(clipName: string): string {
  return clipName.replace(/_\d{6}_\d{6}$/, '');
}

/** The same clips in the same order, and of retrieval therefore the same gallery. */
function areAskedAlike(answered: readonly AnsweredFinding[]): boolean {
  const names = answered.map(({ answers }) => answers.clipNames.join('\n'));
  return names.every((text) => text === names[0]);
}

/** Of the difference of two numbers that vary by themselves: half the widths add as sides of a right angle. undefined: one has none. */
function unpairedInterval(one: Figure, two: Figure): RowDifference['interval'] {
  if (one.low === undefined || one.high === undefined || two.low === undefined || two.high === undefined)
    return undefined;
  return {
    low: two.mean - one.mean - Math.hypot(two.mean - two.low, one.high - one.mean),
    high: two.mean - one.mean + Math.hypot(two.high - two.mean, one.mean - one.low),
  };
}

function withVerdicts(rows: readonly Unjudged[]): RowDifference[] {
  const paired = rows.filter(({ pValue }) => pValue !== undefined);
  const adjusted = holmAdjusted(paired.map(({ pValue }) => pValue!));
  const holm = new Map(paired.map((row, at) => [row, adjusted[at]!]));
  return rows.map((row) => {
    const { pValue: _uncorrected, ...rest } = row;
    const holmPValue = holm.get(row);
    return { ...rest, holmPValue, verdict: verdictOf(row, holmPValue) };
  });
}

function verdictOf({ first, second, difference, interval }: Unjudged, holmPValue: number | undefined): NoiseVerdict {
  if (Math.abs(first.chance - second.chance) > SAME_CHANCE_WITHIN) return 'unlike';
  if (interval === undefined) return difference === 0 ? 'same' : 'unknown';
  if (difference === 0) return 'same';
  const isOutside = interval.low > 0 || interval.high < 0;
  if (!isOutside || (holmPValue !== undefined && holmPValue >= SIGNIFICANT)) return 'noise';
  return difference > 0 ? 'higher' : 'lower';
}
