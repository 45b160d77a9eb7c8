// Asks the sources of the chain, in order, for one clip at a time (lookup sources), and says what came of it. Streams are in stream-pass.ts.
import type PQueue from 'p-queue';
import { failureKind } from '../dataset/failure.ts';
import { DiskFullError } from '../errors.ts';
import type { AcquireOutcome, LookupSource } from '../sources/source.ts';
import { announceStage, type ClipInHand, noteAttempt } from './clip-in-hand.ts';
import type { CutAnswer, MediaInHand } from './cutting-table.ts';
import type { FetchListener } from './events.ts';
import type { Governor } from './governor.ts';
import type { Workspace } from './workspace.ts';

export interface SourceChainOptions {
  readonly workspace: Workspace;
  readonly governor: Governor;
  readonly listener: FetchListener;
  /** At most this many downloads at once. */
  readonly downloads: PQueue;
  readonly cuts: PQueue;
  readonly cut: (clip: ClipInHand, inHand: MediaInHand, abortSignal: AbortSignal) => Promise<CutAnswer>;
  readonly abortDownloads: AbortSignal;
  readonly abortCuts: AbortSignal;
}

/**
 * `settled`: a clip file stands in the index. `unanswered`: each source was asked or could not be, see clip.answers and
 * clip.hasOpenSource. `interrupted`: the clip stays as it was.
 */
export type ChainOutcome = 'settled' | 'unanswered' | 'interrupted';

export async function askSources(
  clip: ClipInHand,
  sources: readonly LookupSource[],
  options: SourceChainOptions,
): Promise<ChainOutcome> {
  for (const source of sources) {
    const askedAtMs = Date.now();
    const outcome = await options.downloads.add(() => acquire(clip, source, options));
    if (outcome === 'given-up') clip.hasOpenSource = true;
    else if (outcome === 'aborted') return 'interrupted';
    else if (outcome.kind === 'acquired') {
      const inHand = { source: source.name, media: outcome.media, askedAtMs };
      const answer = await options.cuts.add(() => options.cut(clip, inHand, options.abortCuts));
      if (answer === undefined) return 'settled';
      clip.answers.push(answer);
    } else noteAnswer(clip, source, outcome, askedAtMs, options.governor);
  }
  return 'unanswered';
}

async function acquire(
  clip: ClipInHand,
  source: LookupSource,
  { governor, workspace, listener, abortDownloads }: SourceChainOptions,
): Promise<AcquireOutcome | 'given-up' | 'aborted'> {
  announceStage(listener, clip, 'waiting', source.name);
  if (abortDownloads.aborted) return 'aborted';
  const permit = source.host === undefined ? undefined : await governor.admit(source.host, abortDownloads);
  if (permit === 'given-up' || permit === 'aborted') return permit;
  announceStage(listener, clip, 'acquire', source.name);
  let reported: Parameters<NonNullable<typeof permit>['report']>[0] = 'abandoned';
  try {
    const outcome = await source.acquire(clip.segment, {
      directory: workspace.scratch(clip.segment),
      abortSignal: abortDownloads,
      onProgress: (progress) => listener({ type: 'progress', atMs: Date.now(), clip: clip.name, ...progress }),
    });
    reported = outcome.kind === 'failure' ? outcome.failure.code : 'ok';
    return outcome;
  } catch (error) {
    if (abortDownloads.aborted && !(error instanceof DiskFullError)) return 'aborted';
    throw error;
  } finally {
    permit?.report(reported);
  }
}

function noteAnswer(
  clip: ClipInHand,
  source: LookupSource,
  outcome: Exclude<AcquireOutcome, { kind: 'acquired' }>,
  startedAtMs: number,
  governor: Governor,
): void {
  if (outcome.kind === 'absent') {
    noteAttempt(clip, { source: source.name, outcome: 'absent', startedAtMs });
    clip.answers.push({ kind: 'absent', source: source.name });
    return;
  }
  const { failure } = outcome;
  noteAttempt(clip, { source: source.name, outcome: failure.code, rawText: failure.message, startedAtMs });
  // The clip is not at fault when the host refuses everybody: it may come back as soon as the host is asked again.
  const pause = failureKind(failure.code).tripsBreaker
    ? governor.exportStates().find(({ host }) => host === source.host)
    : undefined;
  clip.answers.push({
    kind: 'failure',
    source: source.name,
    failure,
    ...(pause === undefined ? {} : { hostReopensAtMs: pause.openUntilMs }),
  });
}
