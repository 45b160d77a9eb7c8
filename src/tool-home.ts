// The folder of our own copies of programs and packages: `.ks` beside the project in a checkout, the user's cache for an installed package.
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, seen from src as well as from dist. */
const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));

export function toolHome(environment: NodeJS.ProcessEnv = process.env): string {
  const isInstalledPackage = PROJECT_FOLDER.split(path.sep).includes('node_modules');
  if (!isInstalledPackage && isWritable(PROJECT_FOLDER)) return path.join(PROJECT_FOLDER, '.ks');
  const cacheFolder = environment.XDG_CACHE_HOME || path.join(environment.HOME || homedir(), '.cache');
  return path.join(cacheFolder, 'ks-build');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return false;
    throw error;
  }
}
