// The demo's last question: do the clips start where they were asked to, and do flash and beep fall together in them?
import { join } from 'node:path';
import { KsBuildError } from '../errors.ts';
import type { Index } from '../store/open.ts';
import type { DemoVideo } from '../synthetic/demo-site.ts';
import { compareWithTruth, readFlashesAndBeeps } from '../synthetic/find-offsets.ts';
import { flashInstants } from '../synthetic/flash-and-beep.ts';
import type { MediaToolContext } from '../tools/media-tool.ts';

export interface DemoTruth {
  readonly clips: number;
  readonly maxStartErrorSeconds: number;
  readonly meanOffsetSeconds: number;
  readonly maxOffsetSeconds: number;
  readonly videoFrameSeconds: number;
}

interface KeptRow {
  readonly videoId: string;
  readonly startSeconds: number;
  readonly path: string;
}

/** @throws KsBuildError when no clip was kept, or one shows too few flashes or beeps to be compared */
export async function measureDemoClips(
  index: Index,
  workspace: string,
  videos: readonly DemoVideo[],
  context: MediaToolContext & { readonly ffmpegPath: string },
): Promise<DemoTruth> {
  const rows = index
    .prepare(`SELECT video_id AS videoId, start_seconds AS startSeconds, path FROM clip_list WHERE state = 'kept'`)
    .all() as KeptRow[];
  if (rows.length === 0) throw new KsBuildError('demo', 1, 'expected kept clips, got none');
  const startErrors: number[] = [];
  const meanOffsets: number[] = [];
  const maxOffsets: number[] = [];
  for (const { videoId, startSeconds, path } of rows) {
    const media = videos.find((video) => video.videoId === videoId)?.media;
    const measured = await readFlashesAndBeeps(join(workspace, path), context);
    const offsets = media === undefined ? undefined : compareWithTruth(measured, flashInstants(media), startSeconds);
    if (offsets === undefined)
      throw new KsBuildError('demo', 1, `${path}: expected flashes and beeps that can be told apart, got too few`);
    startErrors.push(
      Math.abs(offsets.pictureStartSeconds - startSeconds),
      Math.abs(offsets.soundStartSeconds - startSeconds),
    );
    meanOffsets.push(Math.abs(offsets.meanOffsetSeconds));
    maxOffsets.push(offsets.maxOffsetSeconds);
  }
  return {
    clips: rows.length,
    maxStartErrorSeconds: Math.max(...startErrors),
    meanOffsetSeconds: meanOffsets.reduce((sum, offset) => sum + offset, 0) / meanOffsets.length,
    maxOffsetSeconds: Math.max(...maxOffsets),
    videoFrameSeconds: 1 / Math.min(...videos.flatMap(({ media }) => (media === undefined ? [] : [media.videoFps]))),
  };
}
