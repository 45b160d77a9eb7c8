// Checkpoints on disk: complete under their name or not there at all, so that a full disk or a kill leaves the one before.
import { readFile } from 'node:fs/promises';
import { DiskFullError, KsBuildError } from '../errors.ts';
import { writeWholeFile } from '../tools/write-whole-file.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';

/** @throws DiskFullError; the file of before then stays. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  try {
    await writeWholeFile(path, [encodeCheckpoint(checkpoint)]);
  } catch (error) {
    if (!(error instanceof DiskFullError)) throw error;
    throw new DiskFullError(
      `${path}: no space left for the checkpoint of step ${checkpoint.progress.step}; the one before is whole: ` +
        'free some space and go on with --resume',
      { cause: error },
    );
  }
}

/** @throws KsBuildError (checkpoint, exit 7) when there is none, or none that this program reads. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const checkpoint = decodeCheckpoint(await readBytes(path));
  if (typeof checkpoint !== 'string') return checkpoint;
  throw new KsBuildError('checkpoint', 7, `${path}: ${checkpoint}`);
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new KsBuildError('checkpoint', 7, `${path}: expected a checkpoint, found none`, { cause: error });
  }
}
