// Corpus locks on disk: reads one, and holds the files of a workspace against it, every byte.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusLock, LockedClip } from '../dataset/corpus-lock.ts';
import { parseLock } from '../dataset/lock-text.ts';
import { UsageError } from '../errors.ts';

/** @throws UsageError: there is no such file; ManifestError: it is no lock, one of another version, or one that was edited */
export async function readLock(path: string): Promise<CorpusLock> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const got = code === 'ENOENT' ? 'found none' : `it cannot be read (${code})`;
    throw new UsageError(`${path}: expected a corpus lock, ${got}; make one with \`ks-build lock\``, { cause: error });
  }
  return parseLock(text, path);
}

/** Longer than what stands below the clips. */
const END_BYTES = 128;

/** What a lock says its SHA-256 is, without reading its clips; undefined: it does not say. */
export function claimedSha256(path: string): string | undefined {
  const file = openSync(path, 'r');
  try {
    const end = Buffer.alloc(END_BYTES);
    const read = readSync(file, end, 0, END_BYTES, Math.max(0, fstatSync(file).size - END_BYTES));
    return /"sha256":\s*"([0-9a-f]{64})"\s*\}\s*$/.exec(end.toString('latin1', 0, read))?.[1];
  } finally {
    closeSync(file);
  }
}

export interface LockedFileDifference {
  readonly name: string;
  /** Relative to the workspace. */
  readonly path: string;
  readonly problem: 'missing' | 'changed' | 'unreadable';
  readonly detail: string;
}

export interface LockCheck {
  /** Files that are read and hashed at once. */
  readonly jobs: number;
  readonly abortSignal: AbortSignal;
  readonly onChecked: (done: number, of: number) => void;
}

/**
 * Hashes the file of each clip.
 * @param clips those of a lock that are meant: all, or the ones that a benchmark uses
 * @param root folder of the workspace
 * @returns what differs, in the order of the clips; empty: all is as it was locked
 * @throws the abort signal's reason
 */
export async function verifyLockedFiles(
  clips: readonly LockedClip[],
  root: string,
  { jobs, abortSignal, onChecked }: LockCheck,
): Promise<LockedFileDifference[]> {
  const found: (LockedFileDifference | undefined)[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < clips.length) {
      const at = next++;
      abortSignal.throwIfAborted();
      found[at] = await checkFile(clips[at]!, root);
      onChecked(++done, clips.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, clips.length) }, work));
  return found.filter((difference) => difference !== undefined);
}

async function checkFile({ name, path, sha256 }: LockedClip, root: string): Promise<LockedFileDifference | undefined> {
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = await readFile(join(root, path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return { name, path, problem: 'missing', detail: 'expected a file, found none' };
    return { name, path, problem: 'unreadable', detail: `expected a file, it cannot be read (${code})` };
  }
  // On libuv's threads, several files at once; `createHash` would hash on this one.
  const got = Buffer.from(await crypto.subtle.digest('SHA-256', content)).toString('hex');
  if (got === sha256) return undefined;
  const detail = `expected SHA-256 ${sha256.slice(0, 12)}…, found ${got.slice(0, 12)}… (${content.length} bytes)`;
  return { name, path, problem: 'changed', detail };
}
