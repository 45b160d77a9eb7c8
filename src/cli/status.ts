// `ks-build status`: the accounting of each corpus in the index, and attrition by class, split, source or reason.

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import {
  type AttritionRow,
  attritionBy,
  corporaOf,
  countsOf,
  funnelOfCorpus,
  GROUPINGS,
  nextRetryAtMs,
} from '../store/counts.ts';
import { type Index, openIndexForReading } from '../store/open.ts';
import { formatShare } from '../ui/format.ts';
import { statusTable } from '../ui/status-table.ts';
import { funnelLines } from './funnel-table.ts';
import { print, printJson } from './output.ts';
import { parseChoice } from './parse-value.ts';
import { countsJson } from './status-json.ts';
import { formatTable } from './table.ts';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

interface StatusFlags extends WorkspaceFlags {
  readonly corpus?: string;
  readonly by?: string;
  readonly funnel?: true;
  readonly json?: true;
}

export function registerStatus(program: Command): void {
  addWorkspaceOptions(program.command('status'))
    .description('counts every clip of the workspace by state and reason')
    .option('--corpus <name>', 'only this corpus of the workspace')
    .option('--by <grouping>', `attrition by ${GROUPINGS.join(', ')}`)
    .option('--funnel', 'listed, reachable, cut, facts, correspondence, kept: by class, and what was lost where')
    .option('--json', 'JSON on stdout: one object, or a list when the workspace holds several corpora')
    .action((flags: StatusFlags) => {
      const index = openIndexForReading(join(resolve(flags.workspace), 'index.db'));
      try {
        if (flags.by !== undefined) printAttrition(index, flags);
        else if (flags.funnel && !flags.json) printFunnels(index, flags);
        else printCounts(index, flags);
      } finally {
        index.close();
      }
    });
}

function chosenCorpora(index: Index, name: string | undefined) {
  const corpora = corporaOf(index);
  const chosen = name === undefined ? corpora : corpora.filter((corpus) => corpus.name === name);
  if (chosen.length > 0) return chosen;
  const known = corpora.map((corpus) => corpus.name).join(', ') || 'none yet';
  throw new UsageError(
    `--corpus: expected a corpus of this workspace (${known}), got "${name ?? ''}"; run \`ks-build fetch\` first`,
  );
}

function printCounts(index: Index, flags: StatusFlags): void {
  const reports = chosenCorpora(index, flags.corpus).map(({ id, name }) => ({
    id,
    name,
    counts: countsOf(index, id),
    retryAtMs: nextRetryAtMs(index, id),
  }));
  if (flags.json) {
    const objects = reports.map(({ id, name, counts, retryAtMs }) => ({
      ...countsJson(name, counts, retryAtMs),
      funnel: funnelOfCorpus(index, id),
    }));
    printJson(objects.length === 1 ? objects[0] : objects);
    return;
  }
  for (const [position, { name, counts, retryAtMs }] of reports.entries()) {
    if (position > 0) print();
    print(name);
    const retry = retryAtMs === undefined ? undefined : { atMs: retryAtMs, nowMs: Date.now() };
    for (const line of statusTable(counts, retry)) print(line);
  }
}

function printFunnels(index: Index, flags: StatusFlags): void {
  for (const [position, { id, name }] of chosenCorpora(index, flags.corpus).entries()) {
    if (position > 0) print();
    print(name);
    for (const line of funnelLines(funnelOfCorpus(index, id))) print(line);
  }
}

const STATE_COLUMNS = ['listed', 'kept', 'dropped', 'ask', 'dead', 'deferred', 'failed', 'pending'] as const;

function printAttrition(index: Index, flags: StatusFlags): void {
  const grouping = parseChoice('--by', flags.by!, GROUPINGS);
  const reports = chosenCorpora(index, flags.corpus).map(({ id, name }) => ({
    name,
    rows: attritionBy(index, id, grouping),
  }));
  if (flags.json) {
    const objects = reports.map(({ name, rows }) => ({ schema: 1, corpus: name, by: grouping, groups: rows }));
    printJson(objects.length === 1 ? objects[0] : objects);
    return;
  }
  for (const [position, { name, rows }] of reports.entries()) {
    if (position > 0) print();
    print(name);
    for (const line of attritionTable(grouping, rows)) print(line);
  }
}

/** Pure. The share of dead clips is of all that were asked for: a pending clip may be dead too. */
export function attritionTable(grouping: string, rows: readonly AttritionRow[]): string[] {
  const columns = [
    { title: grouping },
    ...STATE_COLUMNS.map((title) => ({ title, align: 'right' as const })),
    { title: 'dead %', align: 'right' as const },
    { title: 'kept %', align: 'right' as const },
  ];
  const cells = rows.map((row) => {
    const tried = row.listed - row.pending;
    return [
      row.group,
      ...STATE_COLUMNS.map((column) => row[column]),
      formatShare(row.dead, tried),
      formatShare(row.kept, tried),
    ];
  });
  return formatTable(columns, cells);
}
