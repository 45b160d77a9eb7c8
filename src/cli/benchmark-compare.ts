// `ks-build benchmark compare`: two result cards in; in what they differ, by how much, and whether that is noise out.
import { dirname } from 'node:path';
import { readCard } from '../benchmark/card/card-file.ts';
import { type CardComparison, compareCards, type RowDifference } from '../benchmark/card/compare-cards.ts';
import { readAnswers } from '../benchmark/card/read-results.ts';
import type { ResultCard } from '../benchmark/card/result-card.ts';
import { figureText, METRIC_TITLES, PROTOCOL_TITLES, pointsText, TASK_TITLES } from '../benchmark/report/words.ts';
import type { CompareFlags } from './benchmark.ts';
import { print, printJson } from './output.ts';
import { formatTable } from './table.ts';

export function runBenchmarkCompare(a: string, b: string, flags: CompareFlags): void {
  const [first, second] = [readCard(a), readCard(b)];
  const comparison = compareCards(
    { card: first.card, answers: readAnswers(dirname(first.path), first.card.rows) },
    { card: second.card, answers: readAnswers(dirname(second.path), second.card.rows) },
  );
  if (flags.json) {
    const cards = { a: first.card.resultSha256, b: second.card.resultSha256 };
    printJson({ schema: 1, ...cards, ...comparison });
    return;
  }
  for (const line of compareLines(first.card, second.card, comparison, flags.all === true)) print(line);
}

const WORDS: Readonly<Record<RowDifference['verdict'], string>> = {
  same: 'the same',
  noise: 'noise',
  higher: 'higher in B',
  lower: 'lower in B',
  unknown: 'no interval to tell by',
  unlike: 'another chance',
};

/** Shown when all rows are asked for. */
const QUIET: ReadonlySet<RowDifference['verdict']> = new Set(['same', 'noise', 'unlike']);

/** Pure. @param isAll rows that differ by no more than noise, or cannot be compared, as well */
export function compareLines(
  a: Pick<ResultCard, 'resultSha256'>,
  b: Pick<ResultCard, 'resultSha256'>,
  { differences, rows, onlyFirst, onlySecond }: CardComparison,
  isAll: boolean,
): string[] {
  if (a.resultSha256 === b.resultSha256) return [`the same numbers: ${a.resultSha256}`];
  const count = (...verdicts: readonly RowDifference['verdict'][]): number =>
    rows.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const shown = rows.filter(({ verdict }) => isAll || !QUIET.has(verdict));
  const unpaired = rows.filter(({ isPaired }) => !isPaired).length;
  return [
    ...(differences.length === 0 ? ['the same lock, settings, seeds, versions and backend'] : differences),
    '',
    `${rows.length} common rows: ${count('higher')} higher in B, ${count('lower')} lower, ${count('noise')} within noise, ${count('same')} the same` +
      `${count('unknown') > 0 ? `, ${count('unknown')} without an interval` : ''}`,
    ...(count('unlike') > 0
      ? [
          `${count('unlike')} rows cannot be compared: guessing gives other numbers, as there is more or less to choose from`,
        ]
      : []),
    ...(onlyFirst + onlySecond > 0 ? [`not common: ${onlyFirst} rows of A, ${onlySecond} of B`] : []),
    ...(unpaired > 0
      ? [
          `${unpaired} rows by their intervals alone: other clips were asked about, or the answers are not beside the cards`,
        ]
      : []),
    ...(shown.length > 0 ? ['', ...rowTable(shown)] : []),
  ];
}

function rowTable(rows: readonly RowDifference[]): string[] {
  return formatTable(
    [
      ...['method', 'learned from', 'question', 'on'].map((title) => ({ title })),
      ...['A', 'B', 'points'].map((title) => ({ title, align: 'right' as const })),
      { title: '' },
    ],
    rows.map(rowCells),
  );
}

function rowCells({ row, metric, first, second, difference, interval, verdict }: RowDifference): string[] {
  const { method, part, budget, protocol, task, condition, testSet } = row;
  const question = [PROTOCOL_TITLES[protocol].toLowerCase(), TASK_TITLES[task], condition].filter(
    (word) => word !== '',
  );
  const reach = interval === undefined ? '' : ` [${pointsText(interval.low)}, ${pointsText(interval.high)}]`;
  return [
    method,
    part === 'kept' ? part : `${part}, ${budget}`,
    `${question.join(', ')}: ${METRIC_TITLES[metric]}`,
    testSet,
    figureText(first, metric),
    figureText(second, metric),
    `${pointsText(difference)}${reach}`,
    WORDS[verdict],
  ];
}
