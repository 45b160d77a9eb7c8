// What commands need that read clips into a model: a workspace and its tools in, the context of benchmark/ out.
import { join } from 'node:path';
import type { CorpusContext } from '../benchmark/prepare-corpus.ts';
import { clipStreams } from '../pipeline/clip-media.ts';
import { locateTools } from '../tools/locate.ts';
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

export async function openCorpusContext({
  root,
  configFile,
  jobs,
  isQuiet,
  abortSignal,
}: CorpusWishes): Promise<CorpusContext> {
  const { verify } = loadConfig(configFile);
  const tools = await locateTools(toolSearchFrom(), { videoSite: false });
  const context = {
    ffmpegPath: tools.ffmpeg.path,
    ffprobePath: tools.ffprobe.path,
    abortSignal,
    timeLimitSeconds: verify.timeLimitSeconds,
  };
  const isLive = process.stderr.isTTY === true && !isQuiet;
  return {
    ...context,
    root,
    jobs,
    streamsOf: (clip, filePath) => clipStreams(clip, filePath, context),
    onEstimate: ({ clips, bytes }) => {
      if (!isQuiet)
        printError(
          `${formatCount(clips)} clips are decoded once and for all: about ${formatBytes(bytes)} under ${join(root, 'arrays')}`,
        );
    },
    onPrepared: (done, of) => {
      if (isLive) process.stderr.write(`\rread ${done} of ${of} clips\x1b[K${done === of ? '\r\x1b[K' : ''}`);
    },
  };
}
