// Bytes in, a file that is complete under its name or not there at all, whatever ends the process.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DiskFullError } from '../errors.ts';

let written = 0;

/**
 * Written beside its name, flushed to the disk, then renamed over what was there. The folder is made where it is missing.
 * @throws DiskFullError; what was there before then stays
 */
export async function writeWholeFile(path: string, parts: readonly Uint8Array[]): Promise<void> {
  written += 1;
  const temporaryPath = `${path}.${process.pid}-${written}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporaryPath, 'w');
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw isDiskFull(error) ? diskFull(path, parts, error) : error;
  }
}

function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function diskFull(path: string, parts: readonly Uint8Array[], cause: unknown): DiskFullError {
  const megabytes = parts.reduce((sum, { length }) => sum + length, 0) / 1e6;
  return new DiskFullError(
    `${path}: no space left for its ${megabytes.toFixed(1)} MB; free some space and run the same command again, what was there before is whole`,
    { cause },
  );
}
