// A Python that can run yt-dlp, among the places given.
import { isExecutable } from './find-program.ts';
import { run } from './process.ts';
import { isPythonNewEnough, parsePythonVersion } from './versions.ts';

export interface Python {
  readonly path: string;
  readonly version: string;
}

/** The system's own: unlike one on PATH it is never part of an environment that goes away. */
export const SYSTEM_PYTHON = '/usr/bin/python3';

const VERSION_TIME_LIMIT_MS = 30_000;

export async function findPython(files: readonly (string | undefined)[]): Promise<Python | undefined> {
  for (const file of files) {
    if (file === undefined || !isExecutable(file)) continue;
    const result = await run(file, ['--version'], { keepStdout: true, timeLimitMs: VERSION_TIME_LIMIT_MS });
    const version = parsePythonVersion(result.stdout);
    if (version !== undefined && isPythonNewEnough(version)) return { path: file, version };
  }
  return undefined;
}
