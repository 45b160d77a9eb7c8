// The funnel of a corpus as lines: how many clips of each class came through each stage, and why the others did not. Pure.
import { FUNNEL_STAGES, type Funnel, type FunnelStage } from '../dataset/funnel.ts';
import { formatShare } from '../ui/format.ts';
import { meaningOf } from '../ui/status-table.ts';
import { formatTable } from './table.ts';

export function funnelLines({ through, classes, lost }: Funnel): string[] {
  const cells = (label: string, row: Readonly<Record<FunnelStage, number>>) => [
    label,
    ...FUNNEL_STAGES.map((stage) => row[stage]),
    formatShare(row.kept, row.listed),
  ];
  const number = (title: string) => ({ title, align: 'right' as const });
  return [
    ...formatTable(
      [{ title: 'class' }, ...FUNNEL_STAGES.map(number), number('kept %')],
      [...classes.map((row) => cells(row.label, row.through)), cells('all', through)],
    ),
    '',
    ...formatTable(
      [{ title: 'lost before' }, number('clips'), { title: 'state' }, { title: 'reason' }, { title: '' }],
      lost.map(({ stage, state, code, clips }) => [stage, clips, state, code, code === '' ? '' : meaningOf(code)]),
    ),
  ];
}
