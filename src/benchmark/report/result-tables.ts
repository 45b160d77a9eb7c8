// The tables of a report's results: rows of the card in, one table a protocol and test set out, chance in each. Pure.

import { grouped, MAIN_METRIC } from '../card/questions.ts';
import type { CardRow, ResultCard } from '../card/result-card.ts';
import { TEST_SETS, type TestSet } from '../job.ts';
import { METHODS } from '../method-names.ts';
import { METRIC_NAMES, type MetricName, PROTOCOL_NAMES, type ProtocolName } from '../protocol-names.ts';
import {
  type Block,
  code,
  type Line,
  list,
  numberColumns,
  paragraph,
  section,
  subsection,
  type Table,
  type TableRow,
} from './document.ts';
import {
  counted,
  figureText,
  METRIC_TITLES,
  meanText,
  PROTOCOL_TITLES,
  setText,
  TASK_TITLES,
  valueText,
} from './words.ts';

/** What the methods learned from here; other parts of the corpus have a section of their own. */
const PART = 'kept';
/** Shown in full; of the others the main metric on kept clips, and the card has the rest. */
const SHOWN_IN_FULL: readonly ProtocolName[] = ['linear-probe', 'fine-tune', 'retrieval'];
/** Retrieval with fused vectors reads answers off the query: the section on the leak has it. */
export const FUSED_CONDITIONS: readonly string[] = ['fused vectors', 'pairwise fusion'];

export function resultTables({ rows, seeds }: Pick<ResultCard, 'rows' | 'seeds'>): Block[] {
  const shown = rows.filter(({ part, condition }) => part === PART && !FUSED_CONDITIONS.includes(condition));
  if (shown.length === 0) return [];
  const methods = [...new Set(shown.map(({ method }) => method))];
  return [
    section('Results by method'),
    paragraph(
      `All methods learned from the kept train clips. Means over ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`} ± their standard deviation, with 95 % bootstrap intervals over ` +
        'seeds and videos in brackets; shares in percent. Probes and classifiers are fitted on the kept train clips. Chance is what guessing gives on the same clips.',
    ),
    ...PROTOCOL_NAMES.flatMap((protocol) =>
      ofProtocol(
        protocol,
        shown.filter((row) => row.protocol === protocol),
      ),
    ),
    subsection('The methods'),
    list(...methods.map((method): Line => [code(method), `: ${METHODS[method].meaning}`])),
  ];
}

function ofProtocol(protocol: ProtocolName, rows: readonly CardRow[]): Block[] {
  if (rows.length === 0) return [];
  const sets = TEST_SETS.filter(
    (testSet) =>
      rows.some((row) => row.testSet === testSet) && (testSet === 'kept' || SHOWN_IN_FULL.includes(protocol)),
  );
  return [
    subsection(PROTOCOL_TITLES[protocol]),
    ...sets.flatMap((testSet) =>
      sideBySide(rows.filter((row) => row.testSet === testSet)).map((together) =>
        mainTable(protocol, testSet, together),
      ),
    ),
    ...(SHOWN_IN_FULL.includes(protocol)
      ? otherMetrics(
          protocol,
          rows.filter((row) => row.testSet === 'kept' && row.condition === ''),
        )
      : []),
  ];
}

/** With their intervals, more columns than this are not read on a page. */
const MOST_COLUMNS = 4;

/** The rows of each table: all tasks in one where there is room, else one a task. */
function sideBySide(rows: readonly CardRow[]): CardRow[][] {
  return columnsOf(rows).length <= MOST_COLUMNS ? [[...rows]] : [...grouped(rows, ({ task }) => task).values()];
}

/** Of one task under one condition. */
function columnsOf(rows: readonly CardRow[]): { readonly title: string; readonly has: (row: CardRow) => boolean }[] {
  return [...grouped(rows, columnTitle).keys()].map((title) => ({ title, has: (row) => columnTitle(row) === title }));
}

function columnTitle({ task, condition }: CardRow): string {
  return condition === '' ? TASK_TITLES[task] : `${TASK_TITLES[task]}, ${condition}`;
}

function mainTable(protocol: ProtocolName, testSet: TestSet, rows: readonly CardRow[]): Table {
  const metric = MAIN_METRIC[protocol];
  const columns = columnsOf(rows);
  const mostSeeds = Math.max(...rows.map(({ seeds }) => seeds.length));
  const cellsOf = (ofMethod: readonly CardRow[]): string[] =>
    columns.map(({ has }) => figureText(ofMethod.find(has)?.metrics[metric], metric));
  const chances = columns.map(({ has }) => rows.find(has)!.metrics[metric]?.chance);
  return {
    kind: 'table',
    caption: `${METRIC_TITLES[metric]} on ${setText(testSet, rows[0]!.clips)}.`,
    columns: numberColumns('method', ...columns.map(({ title }) => title)),
    rows: [
      chanceRow(chances.map((chance) => (chance === undefined ? '–' : valueText(chance, metric)))),
      ...[...grouped(rows, ({ method }) => method)].map(([method, ofMethod]) => ({
        cells: [methodCell(method, ofMethod, mostSeeds), ...cellsOf(ofMethod)],
      })),
    ],
  };
}

/** Tells when there are fewer seeds than others have: a deviation of one is none. */
function methodCell(method: string, rows: readonly CardRow[], mostSeeds: number): Line {
  const seeds = Math.min(...rows.map((row) => row.seeds.length));
  return seeds === mostSeeds ? [code(method)] : [code(method), ` (${counted(seeds, 'seed')})`];
}

/** What the main table leaves out, without intervals: the card has them. */
function otherMetrics(protocol: ProtocolName, rows: readonly CardRow[]): Table[] {
  const columns = columnsOf(rows).flatMap(({ title, has }) =>
    METRIC_NAMES.filter(
      (metric) => metric !== MAIN_METRIC[protocol] && rows.some((row) => has(row) && row.metrics[metric] !== undefined),
    ).map((metric) => ({ title: `${title}: ${METRIC_TITLES[metric]}`, has, metric })),
  );
  if (columns.length === 0) return [];
  const textOf = (row: CardRow | undefined, metric: MetricName): string => {
    const figure = row?.metrics[metric];
    return figure === undefined ? '–' : meanText(figure, metric);
  };
  return [
    {
      kind: 'table',
      caption: `Other metrics on ${setText('kept', rows[0]!.clips)}.`,
      columns: numberColumns('method', ...columns.map(({ title }) => title)),
      rows: [
        chanceRow(
          columns.map(({ has, metric }) => {
            const chance = rows.find((row) => has(row) && row.metrics[metric] !== undefined)!.metrics[metric]!.chance;
            return valueText(chance, metric);
          }),
        ),
        ...[...grouped(rows, ({ method }) => method)].map(([method, ofMethod]) => ({
          cells: [[code(method)], ...columns.map(({ has, metric }) => textOf(ofMethod.find(has), metric))],
        })),
      ],
    },
  ];
}

export function chanceRow(cells: readonly string[]): TableRow {
  return { cells: ['chance', ...cells], tone: 'faint' };
}
