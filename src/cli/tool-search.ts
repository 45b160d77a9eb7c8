// Where programs are looked for, as the environment says: the one place that reads KS_FFMPEG, KS_FFPROBE, KS_YTDLP and PATH.
import { toolHome } from '../tool-home.ts';
import type { ToolSearch } from '../tools/find-program.ts';

export function toolSearchFrom(environment: NodeJS.ProcessEnv = process.env): ToolSearch {
  return {
    settings: {
      ...(environment.KS_FFMPEG ? { ffmpeg: environment.KS_FFMPEG } : {}),
      ...(environment.KS_FFPROBE ? { ffprobe: environment.KS_FFPROBE } : {}),
      ...(environment.KS_YTDLP ? { ytDlp: environment.KS_YTDLP } : {}),
    },
    home: toolHome(environment),
    searchPath: environment.PATH ?? '',
  };
}
