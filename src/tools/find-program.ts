// Where a program is: an explicit setting, our own folder, or PATH. Looks at the disk, runs nothing.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** `setting`: named by the user; `own`: in our own folder; `path`: on PATH. */
export type ToolOrigin = 'setting' | 'own' | 'path';

export interface ProgramPlace {
  readonly path: string;
  readonly origin: ToolOrigin;
}

/** Paths that the user names; they win over everything and are never silently replaced. */
export interface ToolPaths {
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
  readonly ytDlp?: string;
}

export interface ToolSearch {
  readonly settings: ToolPaths;
  /** Our own folder (`.ks`): programs in `bin/`. */
  readonly home: string;
  /** The value of PATH. */
  readonly searchPath: string;
}

/** @returns undefined when nothing executable of that name is there; a setting that leads nowhere is not replaced by PATH. */
export function findProgram(name: string, search: ToolSearch, setting?: string): ProgramPlace | undefined {
  if (setting !== undefined) return isExecutable(setting) ? { path: setting, origin: 'setting' } : undefined;
  const own = path.join(search.home, 'bin', name);
  if (isExecutable(own)) return { path: own, origin: 'own' };
  const onPath = findOnPath(name, search.searchPath);
  return onPath === undefined ? undefined : { path: onPath, origin: 'path' };
}

export function findOnPath(name: string, searchPath: string): string | undefined {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return false;
    throw error;
  }
}
