// The main job: takes every clip of a plan through its sources, the cut and the verdict, and leaves an answer for each in the index.
import { setMaxListeners } from 'node:events';
import PQueue from 'p-queue';
import type { Config } from '../config.ts';
import type { Counts } from '../dataset/clip-state.ts';
import { type FailureState, failureKind } from '../dataset/failure.ts';
import { parseClipName } from '../dataset/segment.ts';
import { DiskFullError, InterruptedError } from '../errors.ts';
import type { LookupSource, Source, StreamSource } from '../sources/source.ts';
import { createArchivePartStore } from '../store/archive-parts.ts';
import { countsOf } from '../store/counts.ts';
import { loadHosts, saveHosts } from '../store/hosts.ts';
import type { Index } from '../store/open.ts';
import type { Plan } from '../store/plans.ts';
import { createSettlementWriter } from '../store/settle.ts';
import { clipBytes, countWork, deferredOf, isUnsettled, readWork, type WorkItem } from '../store/work.ts';
import { type ClipInHand, takeInHand } from './clip-in-hand.ts';
import type { FetchControls } from './controls.ts';
import type { CutSettings, CutTools } from './cut.ts';
import { createCuttingTable } from './cutting-table.ts';
import { asDiskFull, createDiskGuard } from './disk-guard.ts';
import type { FetchListener } from './events.ts';
import { createGovernor } from './governor.ts';
import type { ArrivalMeasurer } from './measure-arrivals.ts';
import { createRunControl } from './run-control.ts';
import { askSources } from './source-chain.ts';
import { readStream } from './stream-pass.ts';
import { handBack, settleByAnswers } from './unanswered.ts';
import type { Workspace } from './workspace.ts';

export interface FetchRequest {
  readonly workspace: Workspace;
  readonly index: Index;
  readonly plan: Plan;
  readonly runId: number;
  /** The ordered chain; at least one. */
  readonly sources: readonly Source[];
  readonly config: Config;
  readonly tools: CutTools;
  readonly cutSettings: CutSettings;
  readonly retry: readonly FailureState[];
  readonly downloadsAtOnce: number;
  readonly cutsAtOnce: number;
  readonly keepSources: boolean;
  readonly maxDiskBytes: number | undefined;
  readonly listener: FetchListener;
  /** Measures each clip as it arrives; undefined: `filter` does it later. */
  readonly measure: ArrivalMeasurer | undefined;
}

export interface FetchSummary {
  /** Of the whole corpus as listed in the index. */
  readonly counts: Counts;
  /** Of the plan: clips that may come later, and the earliest time for one. */
  readonly deferred: number;
  readonly nextRetryAtMs: number | undefined;
  /** Of the plan: clips left as they were, because a host's breaker gave up. */
  readonly pending: number;
}

export interface FetchRun {
  readonly controls: FetchControls;
  /** @throws InterruptedError, DiskFullError, or the first error that makes the run as a whole impossible. */
  readonly done: Promise<FetchSummary>;
}

/** No deferred clip is due at the beginning of time. */
const PENDING_ONLY = { nowMs: -1, retry: [] } as const;

export function startFetch(request: FetchRequest): FetchRun {
  const { index, plan, workspace, config, listener } = request;
  const downloads = new PQueue({ concurrency: request.downloadsAtOnce });
  const cuts = new PQueue({ concurrency: request.cutsAtOnce });
  const governor = createGovernor({
    ...config.governor,
    hostStates: loadHosts(index),
    onEvent: (event) => {
      saveHosts(index, governor.exportStates());
      listener(event);
    },
  });
  const control = createRunControl(downloads, governor.openNow);
  const { abortDownloads, abortCuts } = control;
  // Each clip in hand listens to these two; that is no leak.
  setMaxListeners(0, abortDownloads, abortCuts);
  const writer = createSettlementWriter(index, request.runId);
  const diskGuard = createDiskGuard({
    root: workspace.root,
    indexPath: workspace.indexPath,
    maxBytes: request.maxDiskBytes,
    minFreeBytes: config.pool.minFreeBytes,
    freeBytes: workspace.freeBytes,
    clipBytes: clipBytes(index),
  });
  const { tools, cutSettings: settings, keepSources, measure } = request;
  const cut = createCuttingTable({ workspace, tools, settings, writer, diskGuard, keepSources, listener, measure });
  const hands = { workspace, governor, listener, downloads, cuts, cut, abortDownloads, abortCuts };
  const { confirmAfterSeconds } = config.governor;
  const unanswered = { index, workspace, writer, confirmAfterSeconds, listener };

  /** Every download and every cut busy, and one clip waiting for each cut. */
  function mostInHand(): number {
    return downloads.concurrency + 2 * cuts.concurrency;
  }

  function endWhenDiskIsFull(): void {
    try {
      diskGuard.check();
    } catch (error) {
      control.end(error, 'cleanly');
    }
  }

  /** Runs `handle` for each clip, with no more in hand than the two queues can use. The first error ends the run. */
  async function forEachClip(clips: Iterable<ClipInHand>, handle: (clip: ClipInHand) => Promise<void>): Promise<void> {
    const inHand = new Set<Promise<void>>();
    const take = async (clip: ClipInHand): Promise<void> => {
      try {
        await handle(clip);
      } catch (error) {
        control.end(asDiskFull(error, workspace.root), 'at-once');
      } finally {
        workspace.dropScratchIfEmpty(clip.segment);
      }
    };
    for (const clip of clips) {
      await control.untilResumed();
      if (control.ending() === undefined) endWhenDiskIsFull();
      if (control.ending() !== undefined) break;
      const done = take(clip).finally(() => inHand.delete(done));
      inHand.add(done);
      while (inHand.size >= mostInHand()) await Promise.race(inHand);
    }
    await Promise.all(inHand);
  }

  function endWithoutClip(clip: ClipInHand): void {
    if (clip.hasOpenSource) handBack(clip, unanswered);
    else settleByAnswers(clip, unanswered);
  }

  /** Asks neighbouring lookup sources clip by clip; resolves with the clips that go on to the next source of the chain. */
  async function lookUp(
    clips: Iterable<ClipInHand>,
    sources: readonly LookupSource[],
    isLast: boolean,
  ): Promise<ClipInHand[]> {
    const goOn: ClipInHand[] = [];
    const again: ClipInHand[] = [];
    const ask = async (clip: ClipInHand): Promise<void> => {
      const outcome = await askSources(clip, sources, hands);
      if (outcome === 'interrupted') handBack(clip, unanswered);
      else if (outcome === 'unanswered' && !isLast) goOn.push(clip);
      else if (outcome === 'unanswered') {
        endWithoutClip(clip);
        if (wasRefused(clip)) again.push(clip);
      }
    };
    await forEachClip(clips, ask);
    // The host refused everybody, the clips were not at fault: they are asked for again when it is, until its breaker gives up.
    while (again.length > 0 && control.ending() === undefined) await forEachClip(again.splice(0).map(takeAgain), ask);
    return goOn;
  }

  async function runChain(work: Iterable<WorkItem>): Promise<void> {
    let clips: Iterable<ClipInHand> = takeEach(work);
    const groups = groupSources(request.sources);
    for (const [position, group] of groups.entries()) {
      const isLast = position === groups.length - 1;
      if (group.kind === 'lookups') {
        clips = await lookUp(clips, group.sources, isLast);
        continue;
      }
      const catalog = createArchivePartStore(index);
      const left = await readStream(group.source, [...clips], {
        ...hands,
        catalog,
        directory: workspace.streamScratch(),
      });
      if (isLast && control.ending() === undefined) for (const clip of left) endWithoutClip(clip);
      clips = left;
    }
  }

  async function runAll(): Promise<FetchSummary> {
    const filter = { nowMs: Date.now(), retry: request.retry };
    workspace.sweep((name) => {
      const interval = parseClipName(name);
      return interval !== undefined && isUnsettled(index, interval);
    });
    listener({
      type: 'started',
      atMs: Date.now(),
      corpus: plan.corpusName,
      counts: countsOf(index, plan.corpusId),
      planned: countWork(index, plan, filter),
      sources: request.sources.map((source) => source.name),
      downloads: downloads.concurrency,
      slots: mostInHand(),
    });
    await runChain(readWork(index, plan, filter)).catch((error: unknown) =>
      control.end(asDiskFull(error, workspace.root), 'at-once'),
    );
    await Promise.all([downloads.onIdle(), cuts.onIdle()]);
    const counts = countsOf(index, plan.corpusId);
    const { count: deferred, nextRetryAtMs } = deferredOf(index, plan);
    const pending = countWork(index, plan, PENDING_ONLY);
    const stopped = stopReason(control.ending(), pending);
    listener({
      type: 'finished',
      atMs: Date.now(),
      counts,
      ...(nextRetryAtMs === undefined ? {} : { nextRetryAtMs }),
      ...(stopped === undefined ? {} : { stopped }),
    });
    if (control.ending() !== undefined) throw control.ending();
    return { counts, deferred, nextRetryAtMs, pending };
  }

  return { controls: control.controls, done: runAll() };
}

function* takeEach(work: Iterable<WorkItem>): Generator<ClipInHand> {
  for (const item of work) yield takeInHand(item);
}

/** A clip that was deferred because its host refused everybody. */
function takeAgain({ segmentId, segment, answers }: ClipInHand): ClipInHand {
  const code = answers.find((answer) => answer.kind === 'failure')?.failure.code;
  return takeInHand({ segmentId, segment, state: 'deferred', code });
}

function wasRefused({ answers, hasOpenSource }: ClipInHand): boolean {
  if (hasOpenSource) return false;
  return answers.some((answer) => answer.kind === 'failure' && failureKind(answer.failure.code).tripsBreaker === true);
}

type SourceGroup =
  | { readonly kind: 'lookups'; readonly sources: LookupSource[] }
  | { readonly kind: 'stream'; readonly source: StreamSource };

/** Neighbouring lookup sources are asked together; a stream is read in between for all clips that reach it. */
function groupSources(sources: readonly Source[]): SourceGroup[] {
  const groups: SourceGroup[] = [];
  for (const source of sources) {
    const last = groups.at(-1);
    if (source.kind === 'stream') groups.push({ kind: 'stream', source });
    else if (last?.kind === 'lookups') last.sources.push(source);
    else groups.push({ kind: 'lookups', sources: [source] });
  }
  return groups;
}

function stopReason(ending: unknown, pending: number): 'interrupted' | 'disk-full' | 'breaker' | 'error' | undefined {
  if (ending === undefined) return pending > 0 ? 'breaker' : undefined;
  if (ending instanceof InterruptedError) return 'interrupted';
  return ending instanceof DiskFullError ? 'disk-full' : 'error';
}
