// A run of `fetch`: settings in, the pipeline at work, its news on the terminal, an exit code out.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Config } from '../config.ts';
import type { Policy } from '../dataset/policy.ts';
import { DiskFullError, EXIT_TRY_LATER } from '../errors.ts';
import type { FetchEvent } from '../pipeline/events.ts';
import { type FetchRun, startFetch } from '../pipeline/fetch.ts';
import { createArrivalMeasurer } from '../pipeline/measure-arrivals.ts';
import { sharedSpeechDetector } from '../pipeline/measure-clips.ts';
import { planFetch } from '../pipeline/plan.ts';
import { openWorkspace, type Workspace } from '../pipeline/workspace.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { needsYtDlp, openSource } from '../sources/open-source.ts';
import { publicSourceText } from '../sources/source-spec.ts';
import { countsOf } from '../store/counts.ts';
import { type Index, openIndex } from '../store/open.ts';
import { endRun, startRun } from '../store/runs.ts';
import { lockWorkspace } from '../store/workspace-lock.ts';
import { remoteComponents } from '../tools/js-runtime.ts';
import { locateTools, type Toolbox, toolVersions } from '../tools/locate.ts';
import { describePlan } from './describe-plan.ts';
import { catchStopSignals, openDisplay } from './fetch-display.ts';
import type { FetchSettings } from './fetch-flags.ts';
import { filterLines } from './filter-report.ts';
import { print, printError, printJson } from './output.ts';
import { countsJson } from './status-json.ts';
import { toolSearchFrom } from './tool-search.ts';

export async function runFetch(corpus: string, settings: FetchSettings): Promise<void> {
  if (settings.isDryRun) {
    for (const line of await describePlan(corpus, settings)) print(line);
    return;
  }
  const videoSite = settings.sources.some(needsYtDlp);
  const tools = await locateTools(toolSearchFrom(), { videoSite });
  mkdirSync(settings.workspace, { recursive: true });
  const lock = lockWorkspace(settings.workspace, 'fetch');
  try {
    process.exitCode = await fetchIntoWorkspace(corpus, settings, tools);
  } finally {
    lock.release();
  }
}

/** @returns the exit code: 0 when every planned clip is settled, 75 when some may come later */
async function fetchIntoWorkspace(corpus: string, settings: FetchSettings, tools: Toolbox): Promise<number> {
  const { config, selection } = settings;
  const workspace = openWorkspace(settings.workspace);
  const index = openIndex(workspace.indexPath);
  const display = openDisplay(settings);
  const startingUp = new AbortController();
  let run: FetchRun | undefined;
  const releaseSignals = catchStopSignals((urgency) => {
    startingUp.abort();
    run?.controls.stop(urgency);
  });
  try {
    const loading = {
      config,
      proxy: settings.access.proxy,
      cacheDirectory: settings.cacheDirectory,
      abortSignal: startingUp.signal,
    };
    const { plan, notes } = await planFetch(index, corpus, selection, loading);
    for (const note of notes) display.listen(noteEvent(note));
    const sources = await Promise.all(
      settings.sources.map((spec) =>
        openSource(spec, {
          config,
          ytDlp: ytDlpProgram(tools),
          ffprobePath: tools.ffprobe.path,
          access: settings.access,
          abortSignal: startingUp.signal,
          onNote: (text) => display.listen(noteEvent(text)),
        }),
      ),
    );
    const runId = startRun(index, {
      command: 'fetch',
      planId: plan.id,
      programVersion: PROGRAM_VERSION,
      toolVersions: toolVersions(tools),
      config: {
        ...config,
        selection,
        sources: settings.sources.map(publicSourceText),
        copy: settings.cutSettings.copy,
        normalise: settings.cutSettings.normalise,
      },
    });
    run = startFetch({
      workspace,
      index,
      plan,
      runId,
      sources,
      config,
      tools: { ffmpegPath: tools.ffmpeg.path, ffprobePath: tools.ffprobe.path },
      cutSettings: settings.cutSettings,
      retry: settings.retry,
      downloadsAtOnce: settings.downloadsAtOnce,
      cutsAtOnce: cutsAtOnce(config),
      keepSources: settings.keepSources,
      maxDiskBytes: settings.maxDiskBytes,
      listener: display.listen,
      measure: settings.isMeasured ? openArrivalMeasurer(index, workspace, tools, config) : undefined,
    });
    await display.attach(run.controls);
    const summary = await run.done.catch((error: unknown) => {
      // On a full disk not even this row can be written; a run without an ending is one that was cut off.
      if (!(error instanceof DiskFullError)) endRun(index, runId, error instanceof Error ? error.name : 'error');
      throw error;
    });
    endRun(index, runId, summary.pending > 0 ? 'breaker' : 'done');
    display.close();
    if (settings.filterPolicy !== undefined) await filterArrivals(index, settings, settings.filterPolicy, tools);
    const counts = countsOf(index, plan.corpusId);
    if (settings.isJson) printJson(countsJson(plan.corpusName, counts, summary.nextRetryAtMs));
    return summary.deferred + summary.pending > 0 ? EXIT_TRY_LATER : 0;
  } finally {
    display.close();
    releaseSignals();
    index.close();
  }
}

function openArrivalMeasurer(index: Index, workspace: Workspace, tools: Toolbox, config: Config) {
  return createArrivalMeasurer(index, {
    ffmpegPath: tools.ffmpeg.path,
    ffprobePath: tools.ffprobe.path,
    timeLimitSeconds: config.verify.timeLimitSeconds,
    workspace,
    detectSpeech: sharedSpeechDetector(),
  });
}

async function filterArrivals(index: Index, settings: FetchSettings, policy: Policy, tools: Toolbox): Promise<void> {
  const { filterNow } = await import('./run-filter.ts');
  const { tooFewToFilter } = await import('../pipeline/filter-workspace.ts');
  const { config, workspace, verbosity, isJson } = settings;
  const obstacle = tooFewToFilter(index, {});
  if (obstacle !== undefined) {
    printError(`not filtered: ${obstacle}`);
    return;
  }
  const filtering = { policy, judge: {}, backend: 'auto', jobs: cutsAtOnce(config) } as const;
  const isQuiet = verbosity === 'quiet';
  const report = await filterNow(index, workspace, filtering, { config, tools, isQuiet });
  if (!isJson && !isQuiet) for (const line of filterLines(report)) print(line);
}

function noteEvent(text: string): FetchEvent {
  return { type: 'note', atMs: Date.now(), level: 'info', text };
}

function cutsAtOnce(config: Config): number {
  return config.pool.cuts ?? availableParallelism();
}

function ytDlpProgram({ ytDlp, jsRuntime, ffmpeg }: Toolbox) {
  if (ytDlp === undefined) return undefined;
  const components = jsRuntime === undefined ? undefined : remoteComponents(ytDlp.build, jsRuntime);
  return {
    path: ytDlp.path,
    version: ytDlp.version,
    ffmpegPath: ffmpeg.path,
    ...(jsRuntime === undefined ? {} : { jsRuntime: `${jsRuntime.kind}:${jsRuntime.path}` }),
    ...(components === undefined ? {} : { remoteComponents: components }),
  };
}
