// What a filter run found, as lines and as JSON (schema 1). Pure.
import type { FilterReport } from '../pipeline/filter-workspace.ts';
import { type PolicyChange, policyChanges } from '../pipeline/policy-changes.ts';
import { codeOf } from '../store/verdicts.ts';
import { meaningOf } from '../ui/status-table.ts';
import { formatTable } from './table.ts';

type Decided = Pick<FilterReport, 'clips' | 'verdicts'>;

const COUNT = { align: 'right' } as const;

interface ClassRow {
  readonly label: string;
  readonly clips: number;
  readonly kept: number;
  readonly dropped: number;
  readonly ask: number;
}

export function byClass({ clips, verdicts }: Decided): ClassRow[] {
  const rows = new Map<string, { label: string; clips: number; keep: number; drop: number; ask: number }>();
  for (const [at, { segment }] of clips.entries()) {
    const row = rows.get(segment.label) ?? { label: segment.label, clips: 0, keep: 0, drop: 0, ask: 0 };
    row.clips += 1;
    row[verdicts[at]!.decision] += 1;
    rows.set(segment.label, row);
  }
  return [...rows.values()]
    .map(({ label, clips: all, keep, drop, ask }) => ({ label, clips: all, kept: keep, dropped: drop, ask }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function byReason({ verdicts }: Decided, decision: 'drop' | 'ask'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const verdict of verdicts) {
    if (verdict.decision !== decision) continue;
    const code = codeOf(verdict);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

export function filterJson(report: FilterReport, policy: string): object {
  const classes = byClass(report);
  const total = (key: 'kept' | 'dropped' | 'ask'): number => classes.reduce((sum, row) => sum + row[key], 0);
  return {
    schema: 1,
    policy,
    clips: report.clips.length,
    kept: total('kept'),
    dropped: { total: total('dropped'), byReason: byReason(report, 'drop') },
    ask: { total: total('ask'), byReason: byReason(report, 'ask') },
    byHand: report.clips.filter(({ isHuman }) => isHuman).length,
    changedStates: report.changedStates,
    measured: report.measuring.measured,
    unmeasured: report.measuring.unmeasured,
    classes,
  };
}

export function filterLines(report: FilterReport): string[] {
  const { unmeasured } = report.measuring;
  return [
    ...formatTable(
      [
        { title: 'class' },
        { title: 'clips', ...COUNT },
        { title: 'kept', ...COUNT },
        { title: 'dropped', ...COUNT },
        { title: 'ask', ...COUNT },
      ],
      byClass(report).map(({ label, clips, kept, dropped, ask }) => [label, clips, kept, dropped, ask]),
    ),
    '',
    ...formatTable(
      [{ title: 'verdict' }, { title: 'clips', ...COUNT }, { title: 'reason' }, { title: '' }],
      (['drop', 'ask'] as const).flatMap((decision) =>
        Object.entries(byReason(report, decision))
          .sort(([, a], [, b]) => b - a)
          .map(([code, clips]) => [decision, clips, code, meaningOf(code)]),
      ),
    ),
    ...(unmeasured.length === 0 ? [] : ['', `${unmeasured.length} clips could not be measured; --json names them`]),
  ];
}

export function changesJson(decided: Decided, policy: string): object {
  const changes = changesOf(decided);
  return { schema: 1, policy, dryRun: true, moved: changes.reduce((sum, { clips }) => sum + clips, 0), changes };
}

export function changesLines(decided: Decided): string[] {
  const changes = changesOf(decided);
  if (changes.length === 0) return ['nothing would move'];
  return formatTable(
    [{ title: 'class' }, { title: 'clips', ...COUNT }, { title: 'from' }, { title: 'to' }, { title: 'reason' }],
    changes.map(({ label, clips, from, to, code }) => [label, clips, from, to, code]),
  );
}

function changesOf({ clips, verdicts }: Decided): PolicyChange[] {
  const standing = clips.map(({ segment, state, code, isHuman }) => ({ label: segment.label, state, code, isHuman }));
  return policyChanges(standing, verdicts);
}
