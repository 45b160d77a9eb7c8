// `ks-build lock coverage`: a lock in; how much of each published list it holds out, by split and class.
import {
  type CoverageRow,
  coreTestNames,
  publishedCoverage,
  readPublishedLists,
} from '../benchmark/published-lists.ts';
import { readLock } from '../store/corpus-lock-file.ts';
import { formatShare } from '../ui/format.ts';
import type { LockFlags } from './lock.ts';
import { print, printJson } from './output.ts';
import { formatTable } from './table.ts';

/** A class that lost more than this share of its clips is named (chosen). */
const NAMED_LOSS = 0.2;

export async function runLockCoverage(file: string, flags: LockFlags): Promise<void> {
  const [lock, lists] = await Promise.all([readLock(file), readPublishedLists()]);
  const rows = publishedCoverage(lock, lists);
  if (flags.json) {
    const core = [...coreTestNames(lock, lists)].sort();
    printJson({ schema: 1, lock: lock.sha256, corpus: lock.corpus, rows, coreTestNames: core });
  } else for (const line of coverageLines(rows)) print(line);
}

type Counts = Omit<CoverageRow, 'label'>;

/** Pure. */
function coverageLines(rows: readonly CoverageRow[]): string[] {
  const right = (title: string) => ({ title, align: 'right' as const });
  const totals = sumBySplit(rows);
  if (totals.every(({ kept, dropped, ask }) => kept + dropped + ask === 0))
    return ['none of its clips stand in a published list of Kinetics-Sounds'];
  const thin = rows.filter(({ listed, kept }) => kept < (1 - NAMED_LOSS) * listed);
  const stray = totals.reduce((sum, { keptOnOtherSide }) => sum + keptOnOtherSide, 0);
  return [
    ...formatTable(
      [{ title: 'list' }, { title: 'split' }, ...['listed', 'kept', 'share', 'dropped', 'ask', 'not here'].map(right)],
      totals.map(({ list, split, listed, kept, dropped, ask }) => [
        list,
        split,
        listed,
        kept,
        formatShare(kept, listed),
        dropped,
        ask,
        listed - kept - dropped - ask,
      ]),
    ),
    'core: val or test in every list, train in none',
    ...(stray === 0 ? [] : [`${stray} kept clips are train here and val or test there, or the reverse`]),
    ...(thin.length === 0
      ? []
      : [
          '',
          `classes of which more than ${100 * NAMED_LOSS} % are not kept; --json has all:`,
          ...formatTable(
            [{ title: 'list' }, { title: 'split' }, { title: 'class' }, right('listed'), right('kept'), right('share')],
            thin.map(({ list, split, label, listed, kept }) => [
              list,
              split,
              label,
              listed,
              kept,
              formatShare(kept, listed),
            ]),
          ),
        ]),
  ];
}

function sumBySplit(rows: readonly CoverageRow[]): Counts[] {
  const sums = new Map<string, { -readonly [K in keyof Counts]: Counts[K] }>();
  for (const { label: _, ...row } of rows) {
    const key = `${row.list} ${row.split}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { ...row });
    else for (const field of ['listed', 'kept', 'dropped', 'ask', 'keptOnOtherSide'] as const) sum[field] += row[field];
  }
  return [...sums.values()];
}
