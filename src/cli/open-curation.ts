// Everything that judging clips of a workspace by eye and ear takes, put together: the index, its rows, views, a player.

import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openClipTable } from '../curation/clip-table.ts';
import { KsBuildError } from '../errors.ts';
import type { ClipViewOutcome } from '../pipeline/clip-view.ts';
import { createViewCache } from '../pipeline/view-cache.ts';
import type { ViewThread } from '../pipeline/view-thread.ts';
import { createJudgementWriter, readJudgements } from '../store/judgements.ts';
import { readMeasurements } from '../store/measurements.ts';
import { readClipFile, readPastVerdicts } from '../store/one-clip.ts';
import type { Index } from '../store/open.ts';
import { findPlayer } from '../tools/find-player.ts';
import { watch, watchCommand } from '../tools/watch-clip.ts';
import type { CurateWorld } from '../ui/curate/curate-world.ts';

export interface CurationSettings {
  readonly index: Index;
  readonly corpusId: number;
  readonly root: string;
  readonly rater: string;
  readonly config: Pick<Config, 'curate' | 'verify'>;
}

const AHEAD = 3;
const MOST_VIEW_BYTES = 150 * 1024 ** 2;

export function openCurationWorld({ index, corpusId, root, rater, config }: CurationSettings): CurateWorld {
  const workspace = { absolute: (relativePath: string) => join(root, relativePath) };

  return {
    table: openClipTable(index, corpusId),
    judgements: createJudgementWriter(index),
    rater,
    detailsOf: (clipId) => ({
      verdicts: readPastVerdicts(index, clipId),
      judgements: readJudgements(index, clipId),
      measurements: readMeasurements(index, clipId),
    }),
    openViews: (onReady) => {
      let thread: Promise<ViewThread> | undefined;
      const make = async (clipId: number, abortSignal: AbortSignal): Promise<ClipViewOutcome> => {
        const clip = readClipFile(index, clipId);
        if (clip === undefined) return { kind: 'failed', because: 'the clip is no longer in the index' };
        thread ??= openThread(config.verify.timeLimitSeconds);
        try {
          const { clipToView } = await import('../pipeline/clip-view.ts');
          return await (await thread).make(clipToView(clip, workspace), abortSignal);
        } catch (error) {
          if (error instanceof KsBuildError) return { kind: 'failed', because: error.message };
          throw error;
        }
      };
      const cache = createViewCache({ make, ahead: AHEAD, mostBytes: MOST_VIEW_BYTES, onReady });
      const close = async (): Promise<void> => {
        await cache.close();
        await (await thread?.catch(() => undefined))?.stop();
      };
      return { ...cache, close };
    },
    findPlayer: () => findPlayer(config.curate, process.env),
    filePathOf: (row) => workspace.absolute(row.path),
    watchCommand: (filePath, fromSeconds) => watchCommand(filePath, fromSeconds, process.env),
    watch,
    openList: undefined,
    now: Date.now,
  };
}

/** Loaded when the first clip is wanted, so that the screen stands before it. */
async function openThread(timeLimitSeconds: number): Promise<ViewThread> {
  const [{ startViewThread }, { locateTools }, { toolSearchFrom }] = await Promise.all([
    import('../pipeline/view-thread.ts'),
    import('../tools/locate.ts'),
    import('./tool-search.ts'),
  ]);
  const tools = await locateTools(toolSearchFrom(), { videoSite: false });
  return startViewThread({ ffmpegPath: tools.ffmpeg.path, ffprobePath: tools.ffprobe.path, timeLimitSeconds });
}
