// `ks-build doctor --sync`: cuts a flash-and-beep video with the user's own ffmpeg and shows where picture and sound fell.
import { tmpdir } from 'node:os';
import type { Config } from '../config.ts';
import { InterruptedError } from '../errors.ts';
import { measureSync, SYNC_TEST, type SyncReport } from '../pipeline/sync-test.ts';
import type { ToolSearch } from '../tools/find-program.ts';
import { locateTools } from '../tools/locate.ts';
import { catchStopSignals } from './fetch-display.ts';
import { formatTable } from './table.ts';

/** @throws MissingToolError without ffmpeg; KsBuildError when a cut fails; InterruptedError after a stop signal. */
export async function runSyncTest(search: ToolSearch, config: Config): Promise<SyncReport> {
  const { ffmpeg, ffprobe } = await locateTools(search, { videoSite: false });
  const stop = new AbortController();
  const releaseSignals = catchStopSignals(() => stop.abort(new InterruptedError('interrupted')));
  try {
    return await measureSync({
      tools: { ffmpegPath: ffmpeg.path, ffprobePath: ffprobe.path },
      settings: { ...config, normalise: false, copy: false },
      abortSignal: stop.signal,
      directory: tmpdir(),
    });
  } finally {
    releaseSignals();
  }
}

export function formatSync(report: SyncReport): string[] {
  const { durationSeconds, gopSeconds, videoFps } = SYNC_TEST.source;
  const columns = ['cut at, s', 'start error, ms', 'picture/sound offset, ms: mean', 'largest'];
  const rows = report.cuts.map((cut) => [
    cut.startSeconds.toFixed(3),
    inMs(cut.startErrorSeconds),
    inMs(cut.meanOffsetSeconds),
    inMs(cut.maxOffsetSeconds),
  ]);
  return [
    `cuts of ${SYNC_TEST.cutSeconds} s from a flash-and-beep video of ${durationSeconds} s, ${videoFps} frames/s, a keyframe every ${gopSeconds} s`,
    ...formatTable(
      columns.map((title) => ({ title, align: 'right' })),
      rows,
    ),
    `largest start error ${inMs(report.maxStartErrorSeconds)} ms, largest offset ${inMs(report.maxOffsetSeconds)} ms; ` +
      `one video frame is ${inMs(report.videoFrameSeconds)} ms: ${report.isExact ? 'exact' : 'NOT EXACT'}`,
  ];
}

function inMs(seconds: number): string {
  return (seconds * 1000).toFixed(1);
}
