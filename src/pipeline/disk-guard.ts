// Keeps a run from filling the disk: a budget for the workspace and a reserve on the file system. Says stop before anything is half-written.
import { statSync } from 'node:fs';
import { DiskFullError } from '../errors.ts';

export interface DiskGuardOptions {
  readonly root: string;
  readonly indexPath: string;
  /** Bytes that the workspace may hold in all; undefined: no limit. */
  readonly maxBytes: number | undefined;
  readonly minFreeBytes: number;
  readonly freeBytes: () => number;
  /** Bytes of the clips that are there already. */
  readonly clipBytes: number;
}

export interface DiskGuard {
  /** @throws DiskFullError before a clip is taken into hand that may not fit. */
  check(): void;
  /** Clips published and sources kept; negative when something is removed. */
  add(bytes: number): void;
}

export function createDiskGuard(options: DiskGuardOptions): DiskGuard {
  let heldBytes = options.clipBytes;
  return {
    check: () => {
      const freeBytes = options.freeBytes();
      if (freeBytes < options.minFreeBytes) {
        throw new DiskFullError(
          `${options.root}: expected at least ${inMib(options.minFreeBytes)} free on its disk, got ${inMib(freeBytes)}; ` +
            'free some space and run the same command again (the reserve is pool.minFreeBytes in ks-build.config.yaml)',
        );
      }
      if (options.maxBytes === undefined) return;
      const usedBytes = heldBytes + sizeOf(options.indexPath) + sizeOf(`${options.indexPath}-wal`);
      if (usedBytes >= options.maxBytes) {
        throw new DiskFullError(
          `${options.root}: the workspace holds ${inMib(usedBytes)}, its budget is ${inMib(options.maxBytes)}; ` +
            'raise --max-disk or choose another workspace, then run the same command again',
        );
      }
    },
    add: (bytes) => {
      heldBytes += bytes;
    },
  };
}

/** ENOSPC of the file system and SQLite's own words for it become one error; any other error is given back as it is. */
export function asDiskFull(error: unknown, root: string): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_WRITE';
  if (!isFull) return error;
  const message = `${root}: expected room for the next clip, but the disk is full; free some space and run the same command again`;
  return new DiskFullError(message, { cause: error });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function inMib(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
