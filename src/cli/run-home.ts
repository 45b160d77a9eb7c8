// What `ks-build home` does: the home screen of a workspace, until the person leaves it.
import { existsSync, statfsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { corporaOf, countsOf, funnelOfCorpus, nextRetryAtMs } from '../store/counts.ts';
import { type Index, openIndexForReading } from '../store/open.ts';
import { readLastAudit, readOpenWork, readRecentSeconds, readWorkedOnAtMs } from '../store/open-work.ts';
import { readLastRuns, readLastSources } from '../store/runs.ts';
import { readLockHolder } from '../store/workspace-lock.ts';
import type { CorpusFacts, HomeFacts } from '../ui/home/home-facts.ts';
import { HOME_COMMANDS } from '../ui/home/home-keys.ts';
import { createHomeScreen } from '../ui/home/home-screen.ts';
import { bindKeys } from '../ui/key-bindings.ts';
import { runScreens } from '../ui/run-screens.ts';
import { canDrawScreen, terminalTraits, themeFor } from '../ui/theme.ts';
import { loadConfig } from './load-config.ts';
import { benchmarksStamp, readLockFacts } from './lock-facts.ts';
import { runAgain } from './run-again.ts';
import { DEFAULT_WORKSPACE, type WorkspaceFlags } from './workspace-flags.ts';

const RUNS_REMEMBERED = 5;
const JUDGEMENTS_FOR_PACE = 20;
/** Reading takes this share of the time at most, however large the index, so that keys are not kept waiting while others write. */
const REST_FACTOR = 10;

export async function runHome(flags: WorkspaceFlags): Promise<void> {
  if (!canDrawScreen(process.env, process.stdin, process.stdout))
    throw new UsageError(
      'home needs a terminal: expected one on stdin and stdout, got none; `ks-build status` tells the same to scripts',
    );
  const config = loadConfig(flags.config);
  const traits = terminalTraits(process.env);
  const reader = openFactsReader(flags.workspace);
  try {
    const screen = createHomeScreen(
      { readFacts: reader.read, run: runAgain, now: Date.now },
      {
        help: {
          commands: HOME_COMMANDS,
          bindings: bindKeys(config.home.keys, 'home.keys'),
          isUnicode: traits.isUnicode,
        },
        theme: themeFor(traits),
      },
    );
    const ending = await runScreens(screen, {
      stdin: process.stdin,
      stdout: process.stdout,
      isUnicode: traits.isUnicode,
    }).done();
    if (ending === 'interrupted') process.exitCode = 130;
  } finally {
    reader.close();
  }
}

/** Opens the index when there is one, which may be later than the screen. */
function openFactsReader(workspace: string) {
  const root = resolve(workspace);
  const path = join(root, 'index.db');
  let index: Index | undefined;
  let seen = '';
  let mayReadAtMs = 0;
  return {
    read: (before: HomeFacts | undefined): HomeFacts => {
      if (index === undefined && existsSync(path)) index = openIndexForReading(path);
      const holder = readLockHolder(root);
      // Changes with every commit of another process.
      const version = index === undefined ? '' : String(index.pragma('data_version', { simple: true }));
      const now = `${version} ${holder?.pid ?? ''} ${holder?.since ?? ''} ${benchmarksStamp(root)}`;
      const startedMs = performance.now();
      if (before !== undefined && (now === seen || startedMs < mayReadAtMs)) return before;
      seen = now;
      const facts = {
        workspace,
        isDefaultWorkspace: workspace === DEFAULT_WORKSPACE,
        corpora: index === undefined ? [] : corporaFacts(index, workspace),
        indexBytes: index === undefined ? 0 : sizeOf(path) + sizeOf(`${path}-wal`),
        freeBytes: freeBytesOf(root),
        holder,
        lastRuns: index === undefined ? [] : readLastRuns(index, RUNS_REMEMBERED),
        recentSeconds: index === undefined ? [] : readRecentSeconds(index, JUDGEMENTS_FOR_PACE),
      };
      mayReadAtMs = startedMs + REST_FACTOR * (performance.now() - startedMs);
      return facts;
    },
    close: () => index?.close(),
  };
}

function corporaFacts(index: Index, workspace: string): CorpusFacts[] {
  const workedOnAtMs = readWorkedOnAtMs(index);
  return corporaOf(index).map(({ id, name }) => ({
    name,
    counts: countsOf(index, id),
    funnel: funnelOfCorpus(index, id),
    retryAtMs: nextRetryAtMs(index, id),
    work: readOpenWork(index, id),
    sources: readLastSources(index, id),
    audit: readLastAudit(index, id),
    lock: readLockFacts(workspace, name, workedOnAtMs),
  }));
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function freeBytesOf(root: string): number | undefined {
  if (!existsSync(root)) return undefined;
  const { bavail, bsize } = statfsSync(root);
  return bavail * bsize;
}
