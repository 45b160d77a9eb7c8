// A run of `filter`: settings in, the filter at work on a workspace, its report on the terminal.
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { JudgeSettings } from '../correspondence/judge-settings.ts';
import { policyHash } from '../dataset/policy.ts';
import { InterruptedError, UsageError } from '../errors.ts';
import { decideAgain, type FilterReport, type FilterSettings, filterWorkspace } from '../pipeline/filter-workspace.ts';
import { sharedSpeechDetector } from '../pipeline/measure-clips.ts';
import { openWorkspace } from '../pipeline/workspace.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { type Index, openIndex, openIndexForReading } from '../store/open.ts';
import { endRun, startRun } from '../store/runs.ts';
import { lockWorkspace } from '../store/workspace-lock.ts';
import { CORE_BACKENDS } from '../tensor/backend-names.ts';
import { locateTools, type Toolbox, toolVersions } from '../tools/locate.ts';
import { catchStopSignals } from './fetch-display.ts';
import type { FilterFlags } from './filter.ts';
import { openFilterNews } from './filter-progress.ts';
import { changesJson, changesLines, filterJson, filterLines } from './filter-report.ts';
import { loadConfig } from './load-config.ts';
import { loadPolicy } from './load-policy.ts';
import { print, printJson } from './output.ts';
import { parseChoice, parseCount } from './parse-value.ts';
import { toolSearchFrom } from './tool-search.ts';

export async function runFilter(flags: FilterFlags): Promise<void> {
  const root = resolve(flags.workspace);
  const settings = readFilterFlags(flags);
  if (flags.dryRun) {
    printChanges(join(root, 'index.db'), settings, flags);
    return;
  }
  const config = loadConfig(flags.config);
  // Refuses a workspace that is none before anything is made there.
  openIndexForReading(join(root, 'index.db')).close();
  const tools = await locateTools(toolSearchFrom(), { videoSite: false });
  const lock = lockWorkspace(root, 'filter');
  const index = openIndex(join(root, 'index.db'));
  try {
    const report = await filterNow(index, root, settings, { config, tools, isQuiet: flags.quiet === true });
    if (flags.json) printJson(filterJson(report, policyHash(settings.policy)));
    else if (!flags.quiet) for (const line of filterLines(report)) print(line);
  } finally {
    index.close();
    lock.release();
  }
}

export function readFilterFlags(flags: Omit<FilterFlags, 'workspace'>): FilterSettings {
  const judge: Partial<JudgeSettings> = {
    ...(flags.folds === undefined ? {} : { folds: parseCount('--folds', flags.folds) }),
    ...(flags.seeds === undefined ? {} : { seeds: seedsUpTo(parseCount('--seeds', flags.seeds)) }),
  };
  return {
    policy: loadPolicy(flags.policy),
    judge,
    backend: parseChoice('--backend', flags.backend, ['auto', ...CORE_BACKENDS]),
    jobs: flags.jobs === undefined ? availableParallelism() : parseCount('--jobs', flags.jobs),
  };
}

function seedsUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, seed) => seed + 1);
}

export interface FilterSurroundings {
  readonly config: Config;
  readonly tools: Toolbox;
  readonly isQuiet: boolean;
}

/** The workspace's lock is held by the caller. @throws InterruptedError after Ctrl-C */
export async function filterNow(
  index: Index,
  root: string,
  settings: FilterSettings,
  { config, tools, isQuiet }: FilterSurroundings,
): Promise<FilterReport> {
  const runId = startRun(index, {
    command: 'filter',
    planId: undefined,
    programVersion: PROGRAM_VERSION,
    toolVersions: toolVersions(tools),
    config: settings,
  });
  const stop = new AbortController();
  const releaseSignals = catchStopSignals(() => stop.abort(new InterruptedError()));
  const news = openFilterNews(isQuiet);
  try {
    const context = {
      ffmpegPath: tools.ffmpeg.path,
      ffprobePath: tools.ffprobe.path,
      abortSignal: stop.signal,
      timeLimitSeconds: config.verify.timeLimitSeconds,
      workspace: openWorkspace(root),
      detectSpeech: sharedSpeechDetector(),
    };
    const report = await filterWorkspace(index, settings, context, news.listen);
    endRun(index, runId, 'done');
    return report;
  } catch (error) {
    endRun(index, runId, error instanceof Error ? error.name : 'error');
    throw error;
  } finally {
    news.close();
    releaseSignals();
  }
}

function printChanges(indexPath: string, { policy }: FilterSettings, { json, quiet }: FilterFlags): void {
  const index = openIndexForReading(indexPath);
  try {
    const decided = decideAgain(index, policy);
    if (decided.clips.length === 0)
      throw new UsageError(`${indexPath}: expected clips, got none; run \`ks-build fetch\``);
    if (json) printJson(changesJson(decided, policyHash(policy)));
    else if (!quiet) for (const line of changesLines(decided)) print(line);
  } finally {
    index.close();
  }
}
