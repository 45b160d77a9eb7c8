// Comparisons on the same clips: whether filtering helped, and which methods differ. Answers of all models in, differences with intervals and
// corrected p-values out. Pure.
import { seedOf } from '../../signal/seeded-random.ts';
import { holmAdjusted } from '../../statistics/holm.ts';
import { comparePaired } from '../../statistics/paired-test.ts';
import type { Budget, CorpusPart } from '../job.ts';
import { METHODS, type MethodName } from '../method-names.ts';
import type { ClipAnswers, Finding } from '../result.ts';
import type { AnsweredFinding } from './aggregate.ts';
import { clipScores } from './clip-scores.ts';
import { COMPARED_PROTOCOLS, grouped, headlineTestSet, isHeadline, MAIN_METRIC, questionKey } from './questions.ts';
import type { ComparedSide, Comparison } from './result-card.ts';

/** What a comparison has on one side: a method, and what it learned from; `random`: all draws. */
interface Learner {
  readonly method: MethodName;
  readonly part: CorpusPart | 'random';
  readonly budget: Budget;
}

type Uncorrected = Omit<Comparison, 'holmPValue' | 'verdict'>;

/** Below it a corrected p-value counts (chosen, as everywhere). */
const SIGNIFICANT = 0.05;
/** Of the intervals and p-values. */
const SEED = 1;

/** @param groupOf video of a clip, one text for all copies */
export function compareAll(results: readonly AnsweredFinding[], groupOf: (clipName: string) => string): Comparison[] {
  const asked = results.filter(
    ({ finding: { protocol, condition } }) => condition === '' && COMPARED_PROTOCOLS.includes(protocol),
  );
  const ledBy = headlineTestSet(asked.map(({ finding }) => finding));
  const byQuestion = grouped(asked, ({ finding }) => questionKey(finding));
  const compared = [...byQuestion.values()].flatMap((ofQuestion) => {
    const learners = grouped(ofQuestion, ({ finding }) => learnerKey(learnerOf(finding)));
    const pairs = [...filteringPairs(ofQuestion), ...methodPairs(ofQuestion)];
    return pairs.flatMap(({ kind, first, second }) => {
      const [one, other] = [first, second].map((learner) => learners.get(learnerKey(learner)) ?? []);
      const found = compare(kind, { learner: first, models: one! }, { learner: second, models: other! }, groupOf);
      if (found === undefined) return [];
      const leads = kind === 'filtering' && second.part === 'random' && found.testSet === ledBy && isHeadline(found);
      return [{ ...found, isHeadline: leads }];
    });
  });
  return corrected(compared);
}

function learnerOf({ method, part, budget }: Finding): Learner {
  return { method, part: part.startsWith('random-') ? 'random' : part, budget };
}

interface Pair {
  readonly kind: Comparison['kind'];
  readonly first: Learner;
  readonly second: Learner;
}

/** What is kept against every other part of the corpus, for each method that learned from both. */
function filteringPairs(results: readonly AnsweredFinding[]): Pair[] {
  const learners = learnersOf(results);
  return learners
    .filter(({ part }) => part === 'kept')
    .flatMap((first) =>
      learners
        .filter(({ method, part }) => method === first.method && part !== 'kept')
        .map((second) => ({ kind: 'filtering', first, second }) as const),
    );
}

/** On what is kept, asked about what is kept: each method against untrained encoders, and against the plainest of its kind. */
function methodPairs(results: readonly AnsweredFinding[]): Pair[] {
  const learners = learnersOf(results.filter(({ finding }) => finding.testSet === 'kept')).filter(
    ({ part }) => part === 'kept',
  );
  return learners.flatMap((first) =>
    learners
      .filter(({ method, budget }) => budget === first.budget && referencesOf(first.method).includes(method))
      .map((second) => ({ kind: 'method', first, second }) as const),
  );
}

function referencesOf(method: MethodName): MethodName[] {
  const plainest: MethodName = METHODS[method].learns === 'with-labels' ? 'supervised-concat' : 'infonce';
  const references: MethodName[] = ['random-features', plainest];
  return METHODS[method].learns === 'none' ? [] : references.filter((name) => name !== method);
}

function learnersOf(results: readonly AnsweredFinding[]): Learner[] {
  return [
    ...grouped(
      results.map(({ finding }) => learnerOf(finding)),
      learnerKey,
    ).values(),
  ].map(([learner]) => learner!);
}

interface Contender {
  readonly learner: Learner;
  readonly models: readonly AnsweredFinding[];
}

/** undefined: they were asked about no clip in common. */
function compare(
  kind: Comparison['kind'],
  one: Contender,
  other: Contender,
  groupOf: (clipName: string) => string,
): Uncorrected | undefined {
  const { protocol, task, condition, testSet } = one.models[0]!.finding;
  const metric = MAIN_METRIC[protocol];
  const names = commonClips([...one.models, ...other.models]);
  if (names.length === 0) return undefined;
  const valuesOf = ({ models }: Contender) => models.map(({ answers }) => scoresOf(metric, answers, names));
  const [firstValues, secondValues] = [valuesOf(one), valuesOf(other)];
  const seed = seedOf(SEED, learnerKey(one.learner), learnerKey(other.learner), protocol, task, testSet);
  const { difference, interval, pValue } = comparePaired(firstValues, secondValues, names.map(groupOf), { seed });
  return {
    kind,
    first: sideOf(one.learner, firstValues),
    second: sideOf(other.learner, secondValues),
    protocol,
    task,
    condition,
    testSet,
    clips: names.length,
    metric,
    isHeadline: false,
    difference,
    // As wide as can be where there are too few videos to tell.
    low: interval?.low ?? -1,
    high: interval?.high ?? 1,
    pValue,
  };
}

function sideOf(learner: Learner, values: readonly (readonly number[])[]): ComparedSide {
  const means = values.map((ofModel) => ofModel.reduce((sum, value) => sum + value, 0) / ofModel.length);
  return { ...learner, models: values.length, mean: means.reduce((sum, mean) => sum + mean, 0) / means.length };
}

function commonClips(models: readonly AnsweredFinding[]): string[] {
  const [first, ...others] = models.map(({ answers }) => answers.clipNames);
  const sets = others.map((names) => new Set(names));
  return first!.filter((name) => sets.every((names) => names.has(name)));
}

function scoresOf(metric: Comparison['metric'], answers: ClipAnswers, names: readonly string[]): number[] {
  const scores = clipScores(metric, answers)!;
  const places = new Map(answers.clipNames.map((name, at) => [name, at]));
  return names.map((name) => scores[places.get(name)!]!);
}

/** Holm within each family: the headline of a method; its other comparisons of parts; all methods against one reference. */
function corrected(comparisons: readonly Uncorrected[]): Comparison[] {
  const pValues = new Map<Uncorrected, number>();
  for (const family of grouped(comparisons, familyOf).values()) {
    const adjusted = holmAdjusted(family.map(({ pValue }) => pValue));
    for (const [at, comparison] of family.entries()) pValues.set(comparison, adjusted[at]!);
  }
  return comparisons.map((comparison) => {
    const holmPValue = pValues.get(comparison)!;
    return { ...comparison, holmPValue, verdict: verdictOf({ ...comparison, holmPValue }) };
  });
}

function familyOf({ kind, isHeadline: leads, first, second }: Uncorrected): string {
  if (kind === 'method') return `method ${second.method}`;
  return leads ? `headline ${first.method}` : `filtering ${first.method} ${second.part} ${second.budget}`;
}

function verdictOf({ low, high, holmPValue }: Omit<Comparison, 'verdict'>): Comparison['verdict'] {
  if (holmPValue >= SIGNIFICANT || (low <= 0 && high >= 0)) return 'undecided';
  return low > 0 ? 'better' : 'worse';
}

function learnerKey({ method, part, budget }: Learner): string {
  return [method, part, budget].join(' ');
}
