// The report's sections on parts of the corpus and on methods compared in pairs: rows and comparisons of the card in, blocks out. Pure.
import { grouped, headlineTestSet, isHeadline, MAIN_METRIC } from '../card/questions.ts';
import type { CardRow, Comparison, ResultCard } from '../card/result-card.ts';
import { type Block, code, numberColumns, paragraph, section, subsection, type Table } from './document.ts';
import { chanceRow } from './result-tables.ts';
import {
  figureText,
  METRIC_TITLES,
  partText,
  pointsText,
  pValueText,
  questionText,
  setText,
  shortSetText,
  sideText,
  TASK_TITLES,
  valueText,
} from './words.ts';

export function corpusAblation(card: Pick<ResultCard, 'rows' | 'comparisons'>): Block[] {
  const compared = card.comparisons.filter(({ kind }) => kind === 'filtering');
  if (compared.length === 0) return [];
  const methods = [...new Set(compared.map(({ first }) => first.method))];
  return [
    section('Did filtering help?'),
    paragraph(
      'The same method learned from different parts of the corpus. Random clips are as many of each class as were kept, drawn from all; parts of another ' +
        'size were learned from in as many epochs, and in as many steps as the kept clips took. Every model is asked about the same clips.',
    ),
    ...methods.flatMap((method) => [
      ...(methods.length > 1 ? [subsection(method)] : []),
      partTable(
        card.rows.filter((row) => row.method === method),
        method,
      ),
      ...againstParts(
        method,
        compared.filter(({ first }) => first.method === method),
      ),
    ]),
  ];
}

/** Against random clips in full, against the others on the clips that the report leads with: the card has the rest. */
function againstParts(method: string, compared: readonly Comparison[]): Table[] {
  const ledBy = headlineTestSet(compared);
  const shown = compared.filter(({ second, testSet }) => second.part === 'random' || testSet === ledBy);
  const byPart = [...grouped(shown, ({ second }) => sideText(second))].sort(
    ([, a], [, b]) => Number(b[0]!.second.part === 'random') - Number(a[0]!.second.part === 'random'),
  );
  return byPart.map(([against, comparisons]) =>
    comparedTable(`Kept clips against ${against}, method ${method}.`, comparisons),
  );
}

/** All parts side by side on the questions that the report leads with. */
function partTable(rows: readonly CardRow[], method: string): Table {
  const testSet = headlineTestSet(rows);
  const asked = rows.filter((row) => row.testSet === testSet && isHeadline(row));
  const columns = [...grouped(asked, ({ protocol, task }) => `${protocol} ${task}`).values()].map(([first]) => first!);
  const has = (column: CardRow) => (row: CardRow) => row.protocol === column.protocol && row.task === column.task;
  return {
    kind: 'table',
    caption: `What was learned from, method ${method}; ${setText(testSet, asked[0]?.clips ?? 0)}.`,
    columns: numberColumns(
      'learned from',
      ...columns.map(({ protocol, task }) => `${TASK_TITLES[task]}: ${METRIC_TITLES[MAIN_METRIC[protocol]]}`),
    ),
    rows: [
      chanceRow(
        columns.map(({ protocol, metrics }) =>
          valueText(metrics[MAIN_METRIC[protocol]]!.chance, MAIN_METRIC[protocol]),
        ),
      ),
      ...[...grouped(asked, ({ part, budget }) => partText(part, budget))].map(([part, ofPart]) => ({
        cells: [
          part,
          ...columns.map((column) =>
            figureText(ofPart.find(has(column))?.metrics[MAIN_METRIC[column.protocol]], MAIN_METRIC[column.protocol]),
          ),
        ],
      })),
    ],
  };
}

export function methodTests({ comparisons }: Pick<ResultCard, 'comparisons'>): Block[] {
  const compared = comparisons.filter(({ kind }) => kind === 'method');
  if (compared.length === 0) return [];
  return [
    section('Methods in pairs'),
    paragraph(
      'Every method against untrained encoders and against the plainest of its kind, on the same clips. p-values are the larger of sign flips over videos and a test over seeds and videos, corrected after Holm ' +
        'for all comparisons of a table; better and worse mean that the corrected one is below 0.05 and the interval leaves out zero.',
    ),
    ...[...grouped(compared, ({ second }) => second.method)].map(([against, ofReference]) =>
      comparedTable([`Methods against `, code(against), '.'], ofReference, ({ first }) => first.method),
    ),
  ];
}

function comparedTable(
  caption: Table['caption'],
  comparisons: readonly Comparison[],
  rowName?: (comparison: Comparison) => string,
): Table {
  return {
    kind: 'table',
    caption,
    columns: [
      ...(rowName === undefined ? [] : [{ title: 'method', align: 'left' } as const]),
      { title: 'question', align: 'left' },
      { title: 'asked about', align: 'left' },
      { title: 'models', align: 'left' },
      ...numberColumns('first', 'second', 'difference, points', 'p (Holm)').map(
        (column) => ({ ...column, align: 'right' }) as const,
      ),
      { title: 'in words', align: 'left' },
    ],
    rows: comparisons.map((comparison) => {
      const { first, second, clips, testSet, metric, difference, low, high, holmPValue, verdict } = comparison;
      return {
        cells: [
          ...(rowName === undefined ? [] : [[code(rowName(comparison))]]),
          questionText(comparison),
          shortSetText(testSet, clips),
          `${first.models} : ${second.models}`,
          valueText(first.mean, metric),
          valueText(second.mean, metric),
          `${pointsText(difference)} [${pointsText(low)}, ${pointsText(high)}]`,
          pValueText(holmPValue),
          verdict,
        ],
        ...(comparison.isHeadline ? ({ tone: 'strong' } as const) : {}),
      };
    }),
  };
}
