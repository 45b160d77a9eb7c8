// An existing copy of the corpus on disk: one scan of the folder, then each segment is found by name. The files stay the user's.
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Segment } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';
import { candidateNames, parseMediaName } from './media-file-name.ts';
import type { AcquireOutcome, LookupSource } from './source.ts';

export interface FolderSourceOptions {
  readonly abortSignal?: AbortSignal;
  /** Subfolders that cannot be read, a folder without media. */
  readonly onNote: (text: string) => void;
}

/**
 * Scans the folder once; files that appear later are not seen.
 * @throws UsageError when the folder is not there.
 */
export async function openFolderSource(directory: string, options: FolderSourceOptions): Promise<LookupSource> {
  const root = resolve(directory);
  await requireFolder(root);
  const pathByStem = await scan(root, options);
  if (pathByStem.size === 0) options.onNote(`folder ${root}: no media file in it`);
  return {
    kind: 'lookup',
    name: 'folder',
    host: undefined,
    acquire: (segment) => acquire(segment, pathByStem, root),
  };
}

async function acquire(
  segment: Segment,
  pathByStem: ReadonlyMap<string, string>,
  root: string,
): Promise<AcquireOutcome> {
  for (const { stem, extent } of candidateNames(segment)) {
    const filePath = pathByStem.get(stem);
    if (filePath === undefined) continue;
    const sizeBytes = await sizeOf(filePath);
    if (sizeBytes === undefined) {
      await requireFolder(root);
      continue;
    }
    const originSeconds = extent === 'trimmed' ? segment.startSeconds : 0;
    const media = {
      filePath,
      originSeconds,
      extent,
      route: 'file',
      sizeBytes,
      ownership: 'borrowed',
      provenance: filePath,
    } as const;
    return { kind: 'acquired', media };
  }
  return { kind: 'absent' };
}

/** Maps the stem of each media file to its path; of several with one stem the first in order of path. */
async function scan(root: string, options: FolderSourceOptions): Promise<ReadonlyMap<string, string>> {
  const pathByStem = new Map<string, string>();
  const seenFolders = new Set<string>();

  async function visit(folder: string): Promise<void> {
    options.abortSignal?.throwIfAborted();
    const { dev, ino } = await stat(folder, { bigint: true });
    const identity = `${dev}:${ino}`;
    if (seenFolders.has(identity)) return;
    seenFolders.add(identity);
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const kind = entry.isSymbolicLink() ? await linkedKind(path) : entry;
      if (kind?.isDirectory()) await visitOrNote(path);
      else if (kind?.isFile()) remember(path, entry.name);
    }
  }

  async function visitOrNote(folder: string): Promise<void> {
    try {
      await visit(folder);
    } catch (error) {
      options.abortSignal?.throwIfAborted();
      options.onNote(`folder ${folder}: cannot be read (${(error as NodeJS.ErrnoException).code}), passed over`);
    }
  }

  function remember(path: string, name: string): void {
    const media = parseMediaName(name);
    if (media !== undefined && !pathByStem.has(media.stem)) pathByStem.set(media.stem, path);
  }

  await visitOrNote(root);
  return pathByStem;
}

/** What a link leads to; undefined when it leads nowhere. */
async function linkedKind(path: string) {
  return stat(path).catch(isUnreachable);
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(isUnreachable))?.size;
}

function isUnreachable(error: NodeJS.ErrnoException): undefined {
  if (!['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes(error.code ?? '')) throw error;
  return undefined;
}

async function requireFolder(root: string): Promise<void> {
  const stats = await stat(root).catch(isUnreachable);
  if (!stats?.isDirectory()) {
    throw new UsageError(`--source folder: expected a folder that can be read, got ${root}; check the path`);
  }
}
