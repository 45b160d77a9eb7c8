// The whole report of a benchmark in its order: card, results, lock and pictures in, a document out. Pure.
import type { CorpusLock } from '../../dataset/corpus-lock.ts';
import type { Funnel } from '../../dataset/funnel.ts';
import { headlineTestSet } from '../card/questions.ts';
import type { BenchmarkResults } from '../card/read-results.ts';
import type { ResultCard } from '../card/result-card.ts';
import type { MethodName } from '../method-names.ts';
import { classCharts } from './class-charts.ts';
import { corpusAblation, methodTests } from './comparison-tables.ts';
import { corpusSection } from './corpus-section.ts';
import { type Block, paragraph, type ReportDocument, section, spansOf } from './document.ts';
import { headline } from './headline.ts';
import { leakSection } from './leak-section.ts';
import { learningCurves } from './learning-curves.ts';
import { gaps, provenanceLine, provenanceSection } from './provenance-section.ts';
import { methodChart, partChart } from './result-charts.ts';
import { resultTables } from './result-tables.ts';

export interface ReportParts {
  readonly card: ResultCard;
  readonly results: BenchmarkResults;
  readonly lock: CorpusLock;
  /** Of the corpus in the workspace; undefined: not known. */
  readonly funnel: Funnel | undefined;
  /** Sections with pictures, made from vectors and media of the shown method. */
  readonly pictures: readonly Block[];
}

/** Whose classes, map and examples are shown: what learns without labels first, AVCL before all (chosen). */
const SHOWN_FIRST: readonly MethodName[] = [
  'avcl-pairwise',
  'avcl',
  'infonce',
  'avc',
  'cgra-selfcl',
  'supervised-concat',
];

/** undefined: nothing was evaluated. */
export function shownMethod({ evaluations }: Pick<BenchmarkResults, 'evaluations'>): MethodName | undefined {
  const kept = evaluations.filter(({ job }) => job.trained.part === 'kept').map(({ job }) => job.trained.method);
  return SHOWN_FIRST.find((method) => kept.includes(method as (typeof kept)[number])) ?? kept[0];
}

export function buildReport({ card, results, lock, funnel, pictures }: ReportParts): ReportDocument {
  const answered = results.evaluations.flatMap(({ evaluation }) => evaluation.results);
  const classNames = results.evaluations[0]?.evaluation.classNames ?? [];
  const shown = shownMethod(results);
  return {
    title: `What ${lock.corpus} is worth`,
    blocks: [
      paragraph(...spansOf(provenanceLine(card))),
      { kind: 'command', text: card.command },
      section('In short'),
      ...headline(card),
      ...asList(methodChart(card)),
      ...gaps(card),
      ...withChart(corpusAblation(card), card),
      ...resultTables(card),
      ...methodTests(card),
      ...(shown === undefined ? [] : classCharts(answered, classNames, shown)),
      ...pictures,
      ...leakSection(card),
      ...learningCurves(results.trainings),
      ...corpusSection(lock, funnel, card.coverage),
      ...provenanceSection(card),
    ],
  };
}

/** The chart of the parts stands behind the section's first words. */
function withChart(blocks: readonly Block[], card: ResultCard): Block[] {
  const methods = [
    ...new Set(card.comparisons.filter(({ kind }) => kind === 'filtering').map(({ first }) => first.method)),
  ];
  const charts = methods.flatMap((method) => asList(partChart(card, method, headlineTestSet(card.rows))));
  return [...blocks.slice(0, 2), ...charts, ...blocks.slice(2)];
}

function asList<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
