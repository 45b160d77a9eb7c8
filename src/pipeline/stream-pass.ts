// Reads a stream source once for all clips that still want it: members come in the archive's order, cuts run beside the reading.
import type PQueue from 'p-queue';
import type { StreamSource } from '../sources/source.ts';
import type { ArchivePartStore } from '../store/archive-parts.ts';
import { type ClipInHand, noteAttempt } from './clip-in-hand.ts';
import type { CutAnswer, MediaInHand } from './cutting-table.ts';
import type { FetchListener } from './events.ts';

export interface StreamPassOptions {
  readonly directory: string;
  readonly catalog: ArchivePartStore;
  readonly listener: FetchListener;
  readonly cuts: PQueue;
  readonly cut: (clip: ClipInHand, inHand: MediaInHand, abortSignal: AbortSignal) => Promise<CutAnswer>;
  readonly abortDownloads: AbortSignal;
  readonly abortCuts: AbortSignal;
}

/** Members waiting for a free core, for each core: enough to keep it busy, few enough to stay small on disk. */
const MEMBERS_AHEAD = 4;

/** Resolves with the clips that the stream did not settle; why stands in their answers. */
export async function readStream(
  source: StreamSource,
  clips: readonly ClipInHand[],
  options: StreamPassOptions,
): Promise<ClipInHand[]> {
  const open = new Map(clips.map((clip) => [clip.name, clip]));
  const bySegment = new Map(clips.map((clip) => [clip.segment, clip]));
  const delivered = new Set<ClipInHand>();
  const startedAtMs = Date.now();

  const report = await source.stream(
    clips.map((clip) => clip.segment),
    async (segment, media) => {
      const clip = bySegment.get(segment);
      if (clip === undefined)
        throw new Error(`a stream delivered a segment that was not asked for: ${segment.videoId}`);
      delivered.add(clip);
      await options.cuts.onSizeLessThan(MEMBERS_AHEAD * options.cuts.concurrency);
      const accepted = options.cuts
        .add(() => options.cut(clip, { source: source.name, media, askedAtMs: Date.now() }, options.abortCuts))
        .then((answer) => {
          if (answer === undefined) open.delete(clip.name);
          else clip.answers.push(answer);
          return answer === undefined;
        });
      // The source awaits it at the end of the part; until then a failure must not count as unhandled.
      accepted.catch(() => {});
      return { accepted };
    },
    {
      directory: options.directory,
      abortSignal: options.abortDownloads,
      catalog: options.catalog,
      onPart: (part) => options.listener({ type: 'part', atMs: Date.now(), ...part }),
      onNote: (text) => options.listener({ type: 'note', atMs: Date.now(), level: 'warning', text }),
    },
  );

  const unread = report.unreadParts[0];
  for (const clip of open.values()) {
    if (delivered.has(clip)) continue;
    const answer =
      unread === undefined
        ? ({ kind: 'absent', source: source.name } as const)
        : ({ kind: 'failure', source: source.name, failure: unread.failure } as const);
    clip.answers.push(answer);
    const rawText = unread === undefined ? '' : `${unread.part}: ${unread.failure.message}`;
    noteAttempt(clip, { source: source.name, outcome: unread?.failure.code ?? 'absent', rawText, startedAtMs });
  }
  return [...open.values()];
}
