// Where programs are looked for, as the environment says: the one place that reads KS_FFMPEG, KS_FFPROBE, KS_YTDLP and PATH.
import { homedir } from 'node:os';
import path from 'node:path';
import type { ToolSearch } from '../tools/find-program.ts';
import { PROJECT_FOLDER, toolHome } from '../tools/tool-home.ts';

export function toolSearchFrom(environment: NodeJS.ProcessEnv = process.env): ToolSearch {
  const cacheFolder = environment.XDG_CACHE_HOME || path.join(environment.HOME || homedir(), '.cache');
  return {
    settings: {
      ...(environment.KS_FFMPEG ? { ffmpeg: environment.KS_FFMPEG } : {}),
      ...(environment.KS_FFPROBE ? { ffprobe: environment.KS_FFPROBE } : {}),
      ...(environment.KS_YTDLP ? { ytDlp: environment.KS_YTDLP } : {}),
    },
    home: toolHome(PROJECT_FOLDER, cacheFolder),
    searchPath: environment.PATH ?? '',
  };
}
