// Which classes are told apart: answers of one method's models in; per-class bars and a confusion matrix out. Pure.
import { acrossAxis, niceAxis, placeOn, rule } from '../../drawing/axes.ts';
import { lyingBar, SERIES_TONES, shade, text } from '../../drawing/svg.ts';
import type { AnsweredFinding } from '../card/aggregate.ts';
import { grouped } from '../card/questions.ts';
import type { MethodName } from '../method-names.ts';
import { type Block, type Chart, code, paragraph, section } from './document.ts';
import { setText, TASK_TITLES } from './words.ts';

const BAR_PX = 8;
const LABELS_PX = 170;
/** More rows and columns are not read. */
const MOST_IN_MATRIX = 40;

/** Linear probes on kept clips, all seeds together. */
export function classCharts(
  results: readonly AnsweredFinding[],
  classNames: readonly string[],
  method: MethodName,
): Block[] {
  const shown = results.filter(
    ({ finding: { method: other, part, protocol, condition, testSet } }) =>
      other === method && part === 'kept' && protocol === 'linear-probe' && condition === '' && testSet === 'kept',
  );
  if (shown.length === 0) return [];
  const byTask = grouped(shown, ({ finding }) => finding.task);
  const widest = byTask.get('both') ?? [...byTask.values()].at(-1)!;
  return [
    section('Classes'),
    paragraph('Linear probes on vectors of ', code(method), ', all seeds together.'),
    barChart(byTask, classNames),
    ...(classNames.length > MOST_IN_MATRIX ? [] : [confusionChart(widest, classNames)]),
  ];
}

function barChart(byTask: ReadonlyMap<string, readonly AnsweredFinding[]>, classNames: readonly string[]): Chart {
  const tasks = [...byTask];
  const rowPx = tasks.length * BAR_PX + 8;
  const panel = { x: LABELS_PX, y: 26, width: 420, height: rowPx * classNames.length };
  const axis = niceAxis(0, 1);
  const [first] = tasks[0]![1];
  const chance = first!.finding.chance['top-1'] ?? 0;
  return {
    kind: 'chart',
    name: 'classes',
    title: `Share of each class that is told right (top-1), ${setText('kept', first!.finding.clips)}.`,
    caption: `Percent, and the class’s clips in brackets: ${tasks.map(([task], at) => `${TASK_TITLES[task as keyof typeof TASK_TITLES]} ${SERIES_TONES[at]}`).join(', ')}; the upright line is chance.`,
    widthPx: LABELS_PX + 420 + 40,
    heightPx: panel.y + panel.height + 30,
    body: [
      ...acrossAxis(panel, axis, (tick) => String(Math.round(100 * tick))),
      ...classNames.flatMap((name, label) => [
        text(
          panel.x - 8,
          panel.y + (label + 0.5) * rowPx + 4,
          `${name} (${first!.answers.labels.filter((other) => other === label).length})`,
          'end',
          true,
        ),
        ...tasks.map(([, models], at) =>
          lyingBar(
            panel,
            (label * rowPx + 4 + at * BAR_PX) / panel.height,
            (BAR_PX - 1) / panel.height,
            shareRight(models, label),
            SERIES_TONES[at]!,
          ),
        ),
      ]),
      rule(panel, { x: placeOn(axis, chance), y: 0 }, { x: placeOn(axis, chance), y: 1 }, 'ink'),
    ],
  };
}

function shareRight(models: readonly AnsweredFinding[], label: number): number {
  let [right, clips] = [0, 0];
  for (const { answers } of models) {
    for (const [at, other] of answers.labels.entries()) {
      if (other !== label) continue;
      clips += 1;
      if (answers.ranks[at]! <= 1) right += 1;
    }
  }
  return clips === 0 ? 0 : right / clips;
}

function confusionChart(models: readonly AnsweredFinding[], classNames: readonly string[]): Chart {
  const count = classNames.length;
  const cellPx = Math.max(16, Math.min(34, Math.floor(480 / count)));
  const panel = { x: LABELS_PX, y: 20, width: cellPx * count, height: cellPx * count };
  const counts = confusionCounts(models, count);
  const { task, clips } = models[0]!.finding;
  return {
    kind: 'chart',
    name: 'confusion',
    title: `What each class is taken for, from ${TASK_TITLES[task]}, ${setText('kept', clips)}.`,
    caption: 'A row a true class, a column the class that was named, in the same order; percent of the row.',
    widthPx: LABELS_PX + panel.width + 30,
    heightPx: panel.y + panel.height + 120,
    body: classNames.flatMap((name, row) => {
      const total = counts[row]!.reduce((sum, value) => sum + value, 0);
      const middle = panel.y + (row + 0.5) * cellPx;
      return [
        text(panel.x - 8, middle + 4, name, 'end', true),
        text(panel.x + (row + 0.5) * cellPx + 3, panel.y + panel.height + 8, name, 'end', true, -60),
        ...counts[row]!.flatMap((value, column) => {
          const share = total === 0 ? 0 : value / total;
          const x = panel.x + column * cellPx;
          const cell = shade({ x, y: panel.y + row * cellPx, width: cellPx - 1, height: cellPx - 1 }, share, 'blue');
          const words =
            share < 0.005 ? [] : [text(x + cellPx / 2, middle + 3, String(Math.round(100 * share)), 'middle', true)];
          return [cell, ...(cellPx >= 22 ? words : [])];
        }),
      ];
    }),
  };
}

/** `[true class][named class]` over all models. */
function confusionCounts(models: readonly AnsweredFinding[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { answers } of models)
    for (const [at, label] of answers.labels.entries()) counts[label]![answers.predicted![at]!]! += 1;
  return counts;
}
