// Methods, and parts of the corpus, compared at a glance: rows and comparisons of the card in, charts out. Pure.
import { grouped, isHeadline, MAIN_METRIC } from '../card/questions.ts';
import type { CardRow, ResultCard } from '../card/result-card.ts';
import type { Chart } from './document.ts';
import { intervalChart } from './interval-chart.ts';
import { METRIC_TITLES, partText, setText, TASK_TITLES } from './words.ts';

/** Main metric of every method on kept test clips; undefined: there is none. */
export function methodChart({ rows }: Pick<ResultCard, 'rows'>): Chart | undefined {
  const shown = rows.filter(
    ({ part, testSet, condition, protocol }) =>
      part === 'kept' &&
      testSet === 'kept' &&
      condition === '' &&
      (protocol === 'linear-probe' || protocol === 'retrieval'),
  );
  if (shown.length === 0) return undefined;
  const methods = [...new Set(shown.map(({ method }) => method))];
  const panels = [...grouped(shown, ({ protocol, task }) => `${protocol} ${task}`).values()].map((ofQuestion) =>
    panelOf(ofQuestion, methods, ({ method }) => method),
  );
  return intervalChart(
    {
      name: 'methods',
      title: `Methods on ${setText('kept', shown[0]!.clips)}.`,
      caption:
        'Percent. Dots are means over seeds, bars 95 % intervals over seeds and videos, the upright line is chance.',
    },
    panels,
    percent,
  );
}

/** Parts of the corpus that one method learned from, on the questions that the report leads with. */
export function partChart({ rows }: Pick<ResultCard, 'rows'>, method: string, testSet: string): Chart | undefined {
  const shown = rows.filter((row) => row.method === method && row.testSet === testSet && isHeadline(row));
  const parts = [...new Set(shown.map(({ part, budget }) => partText(part, budget)))];
  if (parts.length < 2) return undefined;
  const panels = [...grouped(shown, ({ protocol, task }) => `${protocol} ${task}`).values()].map((ofQuestion) =>
    panelOf(ofQuestion, parts, ({ part, budget }) => partText(part, budget)),
  );
  return intervalChart(
    {
      name: `parts-${method}`,
      title: `What ${method} learned from, on ${setText(shown[0]!.testSet, shown[0]!.clips)}.`,
      caption:
        'Percent. Dots are means over seeds, bars 95 % intervals over seeds and videos, the upright line is chance.',
    },
    panels,
    percent,
  );
}

function panelOf(rows: readonly CardRow[], names: readonly string[], nameOf: (row: CardRow) => string) {
  const { protocol, task, metrics } = rows[0]!;
  const metric = MAIN_METRIC[protocol];
  return {
    title: `${protocol === 'retrieval' ? '' : 'probe on '}${TASK_TITLES[task]}: ${METRIC_TITLES[metric]}`,
    nothing: metrics[metric]!.chance,
    rows: names.map((name) => {
      const figure = rows.find((row) => nameOf(row) === name)?.metrics[metric];
      return { name, value: figure?.mean, low: figure?.low, high: figure?.high };
    }),
  };
}

function percent(share: number): string {
  return String(Math.round(100 * share));
}
