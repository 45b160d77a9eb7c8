// What `filter --evaluate` prints at its end. Pure: an evaluation in, lines out.
import type { Evaluation } from '../pipeline/evaluation/evaluate-filter.ts';
import { formatEstimate } from '../pipeline/evaluation/plots.ts';
import { shownResult } from '../pipeline/evaluation/report.ts';
import { inWords } from '../pipeline/evaluation/summarise.ts';
import { formatTable } from './table.ts';

export function evaluationLines(evaluation: Evaluation, reportPath: string): string[] {
  const shown = shownResult(evaluation);
  const right = (title: string) => ({ title, align: 'right' as const });
  const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;
  return [
    `${evaluation.source}; kinds at ${percent(shown.noiseRatio)} spoilt clips`,
    ...formatTable(
      [{ title: 'mismatch' }, right('clips'), right('AUROC'), right('dropped'), { title: 'in words' }],
      shown.kinds.map(({ kind, clips, auroc, droppedRatio }) => [
        kind,
        clips,
        formatEstimate(auroc),
        droppedRatio === undefined ? '-' : percent(droppedRatio.value),
        inWords(auroc),
      ]),
    ),
    '',
    ...formatTable(
      [right('spoilt'), right('AUROC'), right('precision of dropped'), right('recall'), right('clean clips dropped')],
      evaluation.noise.map(({ noiseRatio, auroc, precision, recall, falseDropRate }) => [
        percent(noiseRatio),
        ...[auroc, precision, recall, falseDropRate].map(formatEstimate),
      ]),
    ),
    '',
    `shortcuts on swaps: ${evaluation.shortcuts.map(({ shortcut, auroc }) => `${shortcut} ${auroc?.value.toFixed(2) ?? '-'}`).join(', ')}`,
    `report: ${reportPath}`,
  ];
}
