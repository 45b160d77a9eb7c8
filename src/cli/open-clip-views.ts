// Views of the clips of a workspace, made in a thread of its own ahead of the eye.
import { join } from 'node:path';
import { KsBuildError } from '../errors.ts';
import type { ClipViewOutcome } from '../pipeline/clip-view.ts';
import { createViewCache, type ViewCache } from '../pipeline/view-cache.ts';
import type { ViewThread } from '../pipeline/view-thread.ts';
import { readClipFile } from '../store/one-clip.ts';
import type { Index } from '../store/open.ts';

export interface ClipViewsSettings {
  readonly index: Index;
  /** Folder of the workspace. */
  readonly root: string;
  /** For one clip. */
  readonly timeLimitSeconds: number;
}

const AHEAD = 3;
const MOST_VIEW_BYTES = 150 * 1024 ** 2;

/** @param onReady a view that was waited for is there */
export function openClipViews(
  { index, root, timeLimitSeconds }: ClipViewsSettings,
  onReady: (clipId: number) => void,
): ViewCache {
  const workspace = { absolute: (relativePath: string) => join(root, relativePath) };
  let thread: Promise<ViewThread> | undefined;
  const make = async (clipId: number, abortSignal: AbortSignal): Promise<ClipViewOutcome> => {
    const clip = readClipFile(index, clipId);
    if (clip === undefined) return { kind: 'failed', because: 'the clip is no longer in the index' };
    thread ??= openThread(timeLimitSeconds);
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
