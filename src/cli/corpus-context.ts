// What commands need that read clips into a model: a workspace and its tools in, the context of benchmark/ out.
import { join, relative } from 'node:path';
import type { CorpusContext } from '../benchmark/prepare-corpus.ts';
import type { LockedCorpusContext } from '../benchmark/prepare-locked.ts';
import { clipStreams, fileStreams } from '../pipeline/clip-media.ts';
import { locateTools } from '../tools/locate.ts';
import type { MediaEstimate } from '../training-data/prepare-media.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import { loadConfig } from './load-config.ts';
import { printError } from './output.ts';
import { toolSearchFrom } from './tool-search.ts';

interface CorpusWishes {
  readonly root: string;
  readonly configFile: string | undefined;
  readonly jobs: number;
  readonly isQuiet: boolean;
  readonly abortSignal: AbortSignal;
}

/** The programs that clips are read with. @throws MissingToolError */
export async function openMediaTools(configFile: string | undefined, abortSignal: AbortSignal) {
  const { verify } = loadConfig(configFile);
  const { ffmpeg, ffprobe } = await locateTools(toolSearchFrom(), { videoSite: false });
  const { timeLimitSeconds } = verify;
  return { ffmpegPath: ffmpeg.path, ffprobePath: ffprobe.path, abortSignal, timeLimitSeconds };
}

export async function openCorpusContext({
  root,
  configFile,
  jobs,
  isQuiet,
  abortSignal,
}: CorpusWishes): Promise<CorpusContext & { readonly locked: LockedCorpusContext }> {
  const context = await openMediaTools(configFile, abortSignal);
  const isLive = process.stderr.isTTY === true && !isQuiet;
  const showProgress = (what: string, done: number, of: number): void => {
    if (isLive) process.stderr.write(`\r${what} ${done} of ${of} clips\x1b[K${done === of ? '\r\x1b[K' : ''}`);
  };
  const common: Omit<CorpusContext, 'streamsOf'> = {
    ...context,
    root,
    jobs,
    onEstimate: (estimate) => {
      if (!isQuiet) printError(mediaEstimateText(estimate, relative(process.cwd(), root)));
    },
    onPrepared: (done, of) => showProgress('read', done, of),
  };
  return {
    ...common,
    streamsOf: (clip, filePath) => clipStreams(clip, filePath, context),
    locked: {
      ...common,
      // A lock does not tell who cut a file: each is asked.
      streamsOf: (filePath) => fileStreams(filePath, context),
      onVerified: (done, of) => showProgress('checked', done, of),
    },
  };
}

/** Pure. @param root of the workspace, as it is shown */
export function mediaEstimateText({ clips, bytes }: MediaEstimate, root: string): string {
  return `${formatCount(clips)} clips are decoded once and for all: about ${formatBytes(bytes)} under ${join(root, 'arrays')}`;
}
