// Bytes in, a file that is complete under its name or not there at all, whatever ends the process.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

let written = 0;

/** Written beside its name, flushed to the disk, then renamed over what was there. The folder is made where it is missing. */
export async function writeWholeFile(path: string, parts: readonly Uint8Array[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  written += 1;
  const temporaryPath = `${path}.${process.pid}-${written}.part`;
  try {
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
    throw error;
  }
}
