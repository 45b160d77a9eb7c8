// Puts a clip's bytes under their temporary name, on the disk for certain, and says what a file system's error means.
import { constants } from 'node:fs';
import { copyFile, open, rename } from 'node:fs/promises';
import type { Failure } from '../dataset/failure.ts';
import type { SourceMedia } from '../sources/source.ts';

/** Ours is moved. The user's is cloned where the file system can, else copied; never linked, since the user may change it later. */
export async function takeOver(media: SourceMedia, outputPath: string): Promise<void> {
  if (media.ownership === 'temporary') await rename(media.filePath, outputPath);
  else await copyFile(media.filePath, outputPath, constants.COPYFILE_FICLONE);
}

/** The bytes survive a power cut from here on. */
export async function flushToDisk(filePath: string): Promise<void> {
  const file = await open(filePath, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What an error of the file system means for the clip; undefined for any other error, which is for the run. */
export function fileFailure(error: unknown): Failure | undefined {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk-full', message };
  return syscall === undefined ? undefined : { code: 'internal', message };
}
