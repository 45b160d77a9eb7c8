// Learning curves: summaries of trainings in, one panel a method with a line a seed out. Pure.
import { acrossAxis, niceAxis, placeOn, upAxis } from '../../drawing/axes.ts';
import { frame, line, SERIES_TONES, text } from '../../drawing/svg.ts';
import { grouped } from '../card/questions.ts';
import type { BenchmarkResults } from '../card/read-results.ts';
import { type Block, paragraph, section } from './document.ts';

type Training = BenchmarkResults['trainings'][number];

const PANEL = { width: 190, height: 120 };
const [LEFT, TOP, GAP_X, GAP_Y] = [44, 30, 52, 62];
const COLUMNS = 3;

/** Trainings on kept clips; a panel for each method and each of its losses. */
export function learningCurves(trainings: readonly Training[]): Block[] {
  const shown = trainings.filter(({ job, summary }) => job.part === 'kept' && summary.history.length > 1);
  const panels = [...grouped(shown, ({ job }) => job.method)].flatMap(([method, ofMethod]) =>
    lossNames(ofMethod).map((loss) => ({ title: `${method}: ${loss}`, loss, ofMethod })),
  );
  if (panels.length === 0) return [];
  const seeds = [...new Set(shown.map(({ job }) => job.seed))].sort((a, b) => a - b);
  const place = (at: number) => ({
    x: LEFT + (at % COLUMNS) * (PANEL.width + GAP_X),
    y: TOP + Math.floor(at / COLUMNS) * (PANEL.height + GAP_Y),
    ...PANEL,
  });
  return [
    section('Learning curves'),
    paragraph(
      'Mean of each loss over every epoch, on the train clips that were kept. Losses of different methods are not of one scale.',
    ),
    {
      kind: 'chart',
      name: 'learning-curves',
      title: 'Losses by epoch.',
      caption: `A line a seed: ${seeds.map((seed, at) => `${seed} ${toneOf(at)}`).join(', ')}.`,
      widthPx: LEFT + COLUMNS * (PANEL.width + GAP_X),
      heightPx: TOP + Math.ceil(panels.length / COLUMNS) * (PANEL.height + GAP_Y),
      body: panels.flatMap(({ title, loss, ofMethod }, at) => {
        const panel = place(at);
        const curves = ofMethod.map(({ job, summary }) => ({
          tone: toneOf(seeds.indexOf(job.seed)),
          values: summary.history.map((losses) => losses[loss]!),
        }));
        const all = curves.flatMap(({ values }) => values).filter(Number.isFinite);
        const up = niceAxis(Math.min(...all), Math.max(...all), 4);
        const across = niceAxis(1, Math.max(...curves.map(({ values }) => values.length)), 4);
        return [
          ...frame(panel, ''),
          text(panel.x, panel.y - 8, title, 'start'),
          ...upAxis(panel, up),
          ...acrossAxis(panel, across),
          text(panel.x + panel.width / 2, panel.y + panel.height + 27, 'epoch', 'middle', true),
          ...curves.map(({ values, tone }) =>
            line(
              panel,
              values.flatMap((value, epoch) =>
                Number.isFinite(value) ? [{ x: placeOn(across, epoch + 1), y: placeOn(up, value) }] : [],
              ),
              tone,
            ),
          ),
        ];
      }),
    },
  ];
}

function lossNames(trainings: readonly Training[]): string[] {
  return [...new Set(trainings.flatMap(({ summary }) => Object.keys(summary.history[0]!)))];
}

function toneOf(at: number) {
  return SERIES_TONES[at % SERIES_TONES.length]!;
}
