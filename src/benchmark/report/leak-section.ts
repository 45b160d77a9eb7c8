// How much of retrieval with fused vectors reads the answer off the query: leaks and rows of the card in, blocks out. Pure.

import { spreadOf } from '../../statistics/spread.ts';
import { grouped, MAIN_METRIC } from '../card/questions.ts';
import type { CardTraining, ResultCard } from '../card/result-card.ts';
import { type Block, code, numberColumns, paragraph, section, type Table } from './document.ts';
import { chanceRow, FUSED_CONDITIONS } from './result-tables.ts';
import { figureText, METRIC_TITLES, setText, TASK_TITLES, valueText } from './words.ts';

/** Entries of a leak that are not Recall@1 of a kind of vector. */
const SIZES: readonly string[] = ['clips', 'chance'];

export function leakSection({ trainings, rows }: Pick<ResultCard, 'trainings' | 'rows'>): Block[] {
  const measured = trainings.filter(({ part, leak }) => part === 'kept' && leak !== undefined);
  if (measured.length === 0) return [];
  return [
    section('What fusion leaks'),
    paragraph(
      'A fused vector holds both modalities of its clip: searching with it can find the answer in the query itself. Here each picture was given ' +
        'the sound of another clip before it was fused, and the sound that it was given was searched for: whatever is found above what the vectors ' +
        'before fusion find is read off the query. The tables above therefore search with the vectors before fusion.',
    ),
    leakTable(measured),
    ...fusedTable(rows),
  ];
}

function leakTable(measured: readonly CardTraining[]): Table {
  const names = [...new Set(measured.flatMap(({ leak }) => Object.keys(leak!)))].filter(
    (name) => !SIZES.includes(name),
  );
  const kinds = [...grouped(names, (name) => name.split(',')[0]!)];
  const { clips, chance } = measured[0]!.leak!;
  return {
    kind: 'table',
    caption: `Recall@1 on ${clips ?? 'the'} held-out clips, mean over both ways and over seeds; paired: every picture with its own sound, exchanged: with another clip’s.`,
    columns: numberColumns('method', ...kinds.map(([kind]) => kind)),
    rows: [
      chanceRow(kinds.map(() => (chance === undefined ? '–' : valueText(chance, 'recall-1')))),
      ...[...grouped(measured, ({ method }) => method)].map(([method, ofMethod]) => ({
        cells: [
          [code(method)],
          ...kinds.map(([, ways]) => {
            const values = ofMethod.flatMap(({ leak }) => ways.flatMap((way) => leak![way] ?? []));
            return values.length === 0 ? '–' : valueText(spreadOf(values).mean, 'recall-1');
          }),
        ],
      })),
    ],
  };
}

/** Of the protocol itself: never to be read as retrieval. */
function fusedTable(rows: ResultCard['rows']): Table[] {
  const fused = rows.filter(
    ({ part, testSet, protocol, condition }) =>
      part === 'kept' && testSet === 'kept' && protocol === 'retrieval' && FUSED_CONDITIONS.includes(condition),
  );
  if (fused.length === 0) return [];
  const metric = MAIN_METRIC.retrieval;
  const columns = [...grouped(fused, ({ task, condition }) => `${TASK_TITLES[task]}, ${condition}`).keys()];
  const titleOf = ({ task, condition }: ResultCard['rows'][number]): string => `${TASK_TITLES[task]}, ${condition}`;
  return [
    {
      kind: 'table',
      caption: `The retrieval protocol with fused vectors, ${METRIC_TITLES[metric]}, ${setText('kept', fused[0]!.clips)}: leak included.`,
      columns: numberColumns('method', ...columns),
      rows: [
        chanceRow(
          columns.map((title) =>
            valueText(fused.find((row) => titleOf(row) === title)!.metrics[metric]!.chance, metric),
          ),
        ),
        ...[...grouped(fused, ({ method }) => method)].map(([method, ofMethod]) => ({
          cells: [
            [code(method)],
            ...columns.map((title) =>
              figureText(ofMethod.find((row) => titleOf(row) === title)?.metrics[metric], metric),
            ),
          ],
        })),
      ],
    },
  ];
}
