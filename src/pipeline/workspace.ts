// The workspace on disk (DESIGN 6): where each file goes, and the scratch folders of clips in hand. Nothing from a manifest names a path here
// but through clipName and labelFolderName.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { labelFolderName } from '../dataset/label.ts';
import { clipName, type Segment } from '../dataset/segment.ts';

export interface Workspace {
  readonly root: string;
  readonly indexPath: string;
  /** `clips/<split>/<label>/<name>.mp4`, relative to the root, with forward slashes. */
  clipPath(segment: Segment): string;
  /** Full path of something that the index names relative to the root. */
  absolute(relativePath: string): string;
  /** The scratch folder of one segment, made when needed; what a kill leaves there is resumed or swept. */
  scratch(segment: Segment): string;
  /** A scratch folder for a stream of archive members. */
  streamScratch(): string;
  dropScratch(segment: Segment): void;
  dropScratchIfEmpty(segment: Segment): void;
  /** Moves a source that the user wants to keep to `sources/kept/`. */
  keepSource(filePath: string, segment: Segment): void;
  /** Moves a verified file to its final name: complete or not there at all. */
  publish(temporaryPath: string, segment: Segment): string;
  /** Removes what a killed run left in hand, except partial downloads that `isWanted` would resume. */
  sweep(isWanted: (scratchName: string) => boolean): void;
  freeBytes(): number;
}

/** Neither can be the name of a clip, which always ends in two times. */
const STREAM_SCRATCH = 'stream';
const KEPT_SOURCES = 'kept';

/** Makes the folders of a workspace where they are missing. */
export function openWorkspace(root: string): Workspace {
  const sources = join(root, 'sources');
  for (const folder of [root, join(root, 'clips'), sources]) mkdirSync(folder, { recursive: true });
  const clipPath = (segment: Segment): string =>
    `clips/${segment.split}/${labelFolderName(segment.label)}/${clipName(segment)}.mp4`;
  return {
    root,
    indexPath: join(root, 'index.db'),
    clipPath,
    absolute: (relativePath) => join(root, relativePath),
    scratch: (segment) => {
      const folder = join(sources, clipName(segment));
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    streamScratch: () => {
      const folder = join(sources, STREAM_SCRATCH);
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    dropScratch: (segment) => rmSync(join(sources, clipName(segment)), { recursive: true, force: true }),
    dropScratchIfEmpty: (segment) => {
      const folder = join(sources, clipName(segment));
      if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
    },
    keepSource: (filePath, segment) => {
      const folder = join(sources, KEPT_SOURCES);
      mkdirSync(folder, { recursive: true });
      renameSync(filePath, join(folder, `${clipName(segment)}${extname(filePath)}`));
    },
    publish: (temporaryPath, segment) => {
      const relative = clipPath(segment);
      const target = join(root, relative);
      const folder = join(target, '..');
      mkdirSync(folder, { recursive: true });
      renameSync(temporaryPath, target);
      syncFolder(folder);
      return relative;
    },
    sweep: (isWanted) => {
      for (const name of readdirSync(sources)) {
        if (name !== KEPT_SOURCES && !isWanted(name)) rmSync(join(sources, name), { recursive: true, force: true });
      }
    },
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(root);
      return bavail * bsize;
    },
  };
}

/** Makes a rename survive a power cut. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
