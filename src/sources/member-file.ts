// The content of a wanted member in, a temporary file of ours out; a file that could not be written to its end does not stay.
import { constants } from 'node:fs';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { DiskFullError } from '../errors.ts';

/** @throws DiskFullError; the error of reading `content` as it is. */
export async function writeMemberFile(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  await orNothing(path, writeFile(path, content));
}

/** A second file with the same bytes, sharing them where the file system can. */
export async function copyMemberFile(from: string, to: string): Promise<void> {
  await orNothing(to, copyFile(from, to, constants.COPYFILE_FICLONE));
}

async function orNothing(path: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    await rm(path, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new DiskFullError(`no space left while writing ${path}; free some and run the same command again`, {
      cause: error,
    });
  }
}
