// A private copy of the user's cookie file for one call of yt-dlp. yt-dlp rewrites the file when it ends: several calls at once would
// spoil the user's own. The copy lies in the machine's temporary folder, readable by the user alone, never in the workspace.
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../errors.ts';

export interface CookieCopy {
  readonly path: string;
  /** For finding the values that must be taken out of messages. */
  readonly text: string;
  remove(): Promise<void>;
}

/** @throws UsageError when the file cannot be read. */
export async function copyCookies(cookiesPath: string): Promise<CookieCopy> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ks-build-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const copy = path.join(directory, 'cookies.txt');
    await copyFile(cookiesPath, copy);
    await chmod(copy, 0o600);
    return { path: copy, text: await readFile(copy, 'utf8'), remove };
  } catch (error) {
    await remove();
    throw new UsageError('--cookies: expected a cookie file that can be read, got one that cannot. Check the path.', {
      cause: error,
    });
  }
}
