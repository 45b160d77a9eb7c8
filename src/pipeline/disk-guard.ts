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
      const usedBytes = heldBytes + statSync(options.indexPath).size;
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

function inMib(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
