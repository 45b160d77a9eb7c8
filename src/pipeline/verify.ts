// Files against the index, both ways: clips that are missing or changed, files that the index does not know.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ClipFileRow, readClipFiles } from '../store/clip-files.ts';
import type { Index } from '../store/open.ts';

export type Problem = 'missing' | 'changed' | 'orphaned';

export interface Difference {
  readonly problem: Problem;
  /** Relative to the workspace. */
  readonly path: string;
  readonly detail: string;
}

export interface VerifyReport {
  readonly checkedClips: number;
  readonly checkedBytes: number;
  readonly differences: readonly Difference[];
}

/** How a clip is looked at: its size only, or every byte. */
export type Depth = 'size' | 'sha256';

export async function verifyWorkspace(
  root: string,
  index: Index,
  depth: Depth,
  onProgress: (checkedClips: number) => void,
): Promise<VerifyReport> {
  const differences: Difference[] = [];
  const known = new Set<string>();
  let checkedBytes = 0;
  for (const clip of readClipFiles(index)) {
    known.add(clip.path);
    const difference = await checkClip(root, clip, depth);
    if (difference === undefined) checkedBytes += clip.sizeBytes;
    else differences.push(difference);
    onProgress(known.size);
  }
  for (const path of filesBelow(root, join(root, 'clips'))) {
    if (!known.has(path)) differences.push({ problem: 'orphaned', path, detail: 'no row of the index names it' });
  }
  return { checkedClips: known.size, checkedBytes, differences };
}

async function checkClip(root: string, clip: ClipFileRow, depth: Depth): Promise<Difference | undefined> {
  const file = join(root, clip.path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile())
    return { problem: 'missing', path: clip.path, detail: 'expected a file, found none' };
  if (found.size !== clip.sizeBytes) {
    return { problem: 'changed', path: clip.path, detail: `expected ${clip.sizeBytes} bytes, found ${found.size}` };
  }
  if (depth === 'size') return undefined;
  const sha256 = await sha256Of(file);
  return sha256 === clip.sha256
    ? undefined
    : {
        problem: 'changed',
        path: clip.path,
        detail: `expected sha256 ${clip.sha256.slice(0, 12)}…, found ${sha256.slice(0, 12)}…`,
      };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

function* filesBelow(root: string, folder: string): Generator<string> {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else yield relative(root, path).split(sep).join('/');
  }
}
