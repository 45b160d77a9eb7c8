// The folder of our own copies of programs: `.ks` beside the project in a checkout, the user's cache for an installed package.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, seen from src/tools as well as from dist/tools. */
export const PROJECT_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

export function toolHome(projectFolder: string, cacheFolder: string): string {
  const isInstalledPackage = projectFolder.split(path.sep).includes('node_modules');
  if (!isInstalledPackage && isWritable(projectFolder)) return path.join(projectFolder, '.ks');
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
