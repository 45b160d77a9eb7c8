// Media in, answer out: cuts one clip in hand, publishes the file and settles it in the index. The only place where a clip file gets its name.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Segment } from '../dataset/segment.ts';
import { DiskFullError } from '../errors.ts';
import type { SourceMedia } from '../sources/source.ts';
import type { SettlementWriter } from '../store/settle.ts';
import { announceSettled, announceStage, type ClipInHand, noteAttempt } from './clip-in-hand.ts';
import type { IndexedClip } from './clip-media.ts';
import { type CutOutcome, type CutSettings, type CutTools, cutClip } from './cut.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { FetchListener } from './events.ts';
import type { ArrivalMeasurer } from './measure-arrivals.ts';
import type { SourceAnswer } from './resolve-answers.ts';
import type { Workspace } from './workspace.ts';

export interface CuttingTableOptions {
  readonly workspace: Workspace;
  readonly tools: CutTools;
  readonly settings: CutSettings;
  readonly writer: SettlementWriter;
  readonly diskGuard: DiskGuard;
  readonly keepSources: boolean;
  readonly listener: FetchListener;
  /** undefined: clips are measured later, by `filter`. */
  readonly measure: ArrivalMeasurer | undefined;
}

export interface MediaInHand {
  readonly source: string;
  readonly media: SourceMedia;
  /** When its source was asked, ms since 1970. */
  readonly askedAtMs: number;
}

/** `undefined`: the clip is settled with a file. An answer: this source's media gave none, another source may. */
export type CutAnswer = SourceAnswer | undefined;

const OUTPUT_NAME = 'clip.mp4';

export function createCuttingTable(options: CuttingTableOptions) {
  const { workspace, writer, listener } = options;

  /**
   * @throws DiskFullError; the clip then stays as it was.
   * @throws the abort signal's reason.
   */
  return async function cut(clip: ClipInHand, inHand: MediaInHand, abortSignal: AbortSignal): Promise<CutAnswer> {
    const { media, source } = inHand;
    const outputPath = join(workspace.scratch(clip.segment), OUTPUT_NAME);
    const detail = { source, route: media.route, receivedBytes: media.sizeBytes, startedAtMs: inHand.askedAtMs };
    try {
      const outcome = await cutClip(clip.segment, media, outputPath, options.settings, {
        tools: options.tools,
        abortSignal,
        onStage: (stage) => announceStage(listener, clip, stage, source),
        isMeasured: options.measure !== undefined,
      });
      switch (outcome.kind) {
        case 'clip': {
          noteAttempt(clip, { ...detail, outcome: 'acquired' });
          // Not as the argument of an optional call, which would not be evaluated without a measurer.
          const clipPath = settleClip(clip, inHand, outputPath, outcome);
          await options.measure?.(clipPath, outcome.decoded, abortSignal);
          return undefined;
        }
        case 'dropped': {
          const { code } = outcome.reasons[0];
          noteAttempt(clip, { ...detail, outcome: code, rawText: outcome.message });
          return { kind: 'unusable', source, reason: code, message: outcome.message };
        }
        case 'failed': {
          const { failure } = outcome;
          if (failure.code === 'disk-full') throw new DiskFullError(diskFullMessage(workspace.root, clip.name));
          noteAttempt(clip, { ...detail, outcome: failure.code, rawText: failure.message });
          return { kind: 'failure', source, failure };
        }
      }
    } finally {
      rmSync(outputPath, { force: true });
      if (media.ownership === 'temporary') disposeOf(media, clip.segment);
    }
  };

  function settleClip(
    clip: ClipInHand,
    { media, source }: MediaInHand,
    outputPath: string,
    outcome: Extract<CutOutcome, { kind: 'clip' }>,
  ): IndexedClip {
    const { facts, verdict, method, expectedDurationSeconds } = outcome;
    const path = workspace.publish(outputPath, clip.segment);
    const state = verdict.decision === 'keep' ? 'kept' : verdict.decision === 'drop' ? 'dropped' : 'ask';
    const code = verdict.reasons[0]?.code;
    const { route, provenance } = media;
    const clipRow = { path, facts, verdict, source, route, provenance, method, expectedDurationSeconds };
    writer.settle(
      { segmentId: clip.segmentId, segment: clip.segment, state, code, retryAtMs: 0, clip: clipRow },
      clip.attempts,
    );
    clip.attempts = [];
    workspace.dropScratch(clip.segment);
    options.diskGuard.add(facts.sizeBytes);
    announceSettled(listener, clip, { state, ...(code === undefined ? {} : { code }), source, route });
    const { sha256, video, audio } = facts;
    return { path, sha256, method, hasPicture: video !== undefined, hasSound: audio !== undefined };
  }

  /** A file that became the clip as it is has moved already. */
  function disposeOf(media: SourceMedia, segment: Segment): void {
    if (!existsSync(media.filePath)) return;
    if (options.keepSources) {
      workspace.keepSource(media.filePath, segment);
      options.diskGuard.add(media.sizeBytes);
    } else {
      rmSync(media.filePath);
    }
  }
}

function diskFullMessage(root: string, name: string): string {
  return `${root}: no space left while cutting ${name}; free some space and run the same command again`;
}
