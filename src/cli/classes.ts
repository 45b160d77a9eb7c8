// `ks-build classes`: the classes of an index, ranked by how well their sound belongs to their picture and tells the class.
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { readRankedClips } from '../pipeline/class-evidence.ts';
import { type ClassReport, LEAST_JUDGED_VIDEOS, RANK_RULE, rankClasses } from '../pipeline/rank-classes.ts';
import type { Estimate } from '../statistics/bootstrap.ts';
import { openIndexForReading } from '../store/open.ts';
import { loadPolicy } from './load-policy.ts';
import { print, printJson } from './output.ts';
import { formatTable } from './table.ts';
import type { WorkspaceFlags } from './workspace-flags.ts';

interface ClassesFlags extends Pick<WorkspaceFlags, 'workspace'> {
  readonly policy?: string;
  readonly json?: true;
}

export function registerClasses(program: Command): void {
  program
    .command('classes')
    .description(
      'ranks the classes of the workspace by how well their sound belongs to their picture and tells the class',
    )
    .option('-w, --workspace <dir>', 'folder of the corpus: index, clips, runs', 'ks-workspace')
    .option(
      '--policy <file>',
      'thresholds above which a clip counts as dubbed or narrated (default: the documented ones)',
    )
    .option('--json', 'one JSON object on stdout')
    .action((flags: ClassesFlags) => {
      const ranked = rankWorkspace(flags.workspace, flags.policy);
      if (flags.json) printJson({ schema: 1, rule: RANK_RULE, classes: ranked });
      else for (const line of formatClasses(ranked)) print(line);
    });
}

/** @throws UsageError where nothing has been judged yet */
export function rankWorkspace(workspace: string, policyFile: string | undefined): ClassReport[] {
  const policy = loadPolicy(policyFile);
  const path = join(resolve(workspace), 'index.db');
  const index = openIndexForReading(path);
  try {
    const clips = readRankedClips(index, policy);
    if (clips.every(({ correspondence }) => correspondence === undefined))
      throw new UsageError(
        `${path}: expected clips that are judged, got ${clips.length} clips and no scores; run \`ks-build filter\` first`,
      );
    return rankClasses(clips);
  } finally {
    index.close();
  }
}

/** Pure. Every share is `value [low-high]` in percent. */
export function formatClasses(ranked: readonly ClassReport[]): string[] {
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const columns = [
    right('rank'),
    { title: 'class' },
    ...['clips', 'videos', 'score', 'sound belongs', 'sound tells class', 'picture tells class'].map(right),
    ...['silent', 'dubbed', 'narrated'].map(right),
  ];
  const rows = ranked.map((report, position) => [
    report.score === undefined ? '-' : position + 1,
    report.label,
    report.clips,
    report.videos,
    report.score?.toFixed(2) ?? '-',
    percentCell(report.correspondence),
    percentCell(report.soundAccuracy),
    percentCell(report.pictureAccuracy),
    percentCell(report.silent),
    percentCell(report.dubbed),
    percentCell(report.narrated),
  ]);
  const unranked = ranked.filter(({ score }) => score === undefined).length;
  return [
    ...formatTable(columns, rows),
    '',
    'Shares in percent, with 95 % intervals over videos.',
    `${RANK_RULE}.`,
    ...(unranked === 0 ? [] : [`Without a rank, for want of ${LEAST_JUDGED_VIDEOS} judged videos: ${unranked}.`]),
  ];
}

export function percentCell(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '-';
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((share) => Math.round(100 * share));
  return `${value} [${low}-${high}]`;
}
