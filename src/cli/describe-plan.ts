// `fetch --dry-run`: what the command would do, without touching anything but the annotation cache.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Segment, SPLITS } from '../dataset/segment.ts';
import { identifyCorpus } from '../pipeline/corpus.ts';
import { canonicalSelection, selectFromCorpus } from '../pipeline/plan.ts';
import { publicSourceText } from '../sources/source-spec.ts';
import { openIndexForReading } from '../store/open.ts';
import { findPlan } from '../store/plans.ts';
import { countWork } from '../store/work.ts';
import { formatCount, formatDuration } from '../ui/format.ts';
import type { FetchSettings } from './fetch-flags.ts';
import { formatTable } from './table.ts';

export async function describePlan(nameOrFile: string, settings: FetchSettings): Promise<string[]> {
  const { config, selection } = settings;
  const loading = { config, proxy: settings.access.proxy, cacheDirectory: settings.cacheDirectory };
  const { corpus, segments } = await selectFromCorpus(nameOrFile, selection, loading);
  const toDo = await countToDo(nameOrFile, settings, segments.length);
  const isSite = settings.sources.some((spec) => spec.kind === 'youtube');
  const hours = toDo / config.governor.videosPerHour;
  return [
    `${corpus.name}: ${corpus.title}`,
    `manifest   sha256 ${corpus.manifestSha256.slice(0, 16)}…, ${corpus.source}`,
    `selected   ${formatCount(segments.length)} of ${formatCount(corpus.segments.length)} segments, ${new Set(segments.map(({ label }) => label)).size} classes`,
    `to do      ${formatCount(toDo)}${toDo < segments.length ? `; ${formatCount(segments.length - toDo)} are settled in ${settings.workspace}` : ''}`,
    `sources    ${settings.sources.map(publicSourceText).join(', then ')}`,
    `at once    ${settings.downloadsAtOnce} downloads`,
    ...(isSite
      ? [
          `at most    ${config.governor.videosPerHour} videos an hour and host: about ${formatDuration(hours * 3_600_000)} if all come from the site`,
        ]
      : []),
    ...corpus.notes.map((note) => `note       ${note}`),
    '',
    ...tableByClass(segments),
  ];
}

async function countToDo(nameOrFile: string, settings: FetchSettings, selected: number): Promise<number> {
  const indexPath = join(settings.workspace, 'index.db');
  if (!existsSync(indexPath)) return selected;
  const { name, manifestSha256 } = await identifyCorpus(nameOrFile);
  const index = openIndexForReading(indexPath);
  try {
    const plan = findPlan(index, {
      corpusName: name,
      manifestSha256,
      selection: canonicalSelection(settings.selection),
    });
    return plan === undefined ? selected : countWork(index, plan, { nowMs: Date.now(), retry: settings.retry });
  } finally {
    index.close();
  }
}

function tableByClass(segments: readonly Segment[]): string[] {
  const rows = new Map<string, number[]>();
  for (const { label, split } of segments) {
    const row = rows.get(label) ?? SPLITS.map(() => 0);
    row[SPLITS.indexOf(split)]! += 1;
    rows.set(label, row);
  }
  const columns = [{ title: 'class' }, ...SPLITS.map((title) => ({ title, align: 'right' as const }))];
  return formatTable(
    columns,
    [...rows].map(([label, counts]) => [label, ...counts]),
  );
}
