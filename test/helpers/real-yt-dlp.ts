// The real yt-dlp for tests: the one that KS_YTDLP names, else the one that the set-up put beside the project.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { YtDlpProgram } from '../../src/tools/yt-dlp-arguments.ts';

const OWN = path.resolve(import.meta.dirname, '../../.ks/bin/yt-dlp');

function findRealYtDlp(): YtDlpProgram | undefined {
  const file = process.env.KS_YTDLP ?? (existsSync(OWN) ? OWN : undefined);
  if (file === undefined) return undefined;
  return { path: file, version: spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout.trim() };
}

export const realYtDlp = findRealYtDlp();

/** For `test(title, NEEDS_YT_DLP, ...)`. */
export const NEEDS_YT_DLP = {
  skip: realYtDlp === undefined ? 'no yt-dlp: set KS_YTDLP or run bin/setup' : false,
} as const;
