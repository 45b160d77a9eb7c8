// The clips of a lock as models read them: where their training media lie, and the making of those that are missing.
import { join } from 'node:path';
import type { CorpusLock, LockedClip } from '../dataset/corpus-lock.ts';
import type { CutStreams } from '../tools/ffmpeg-arguments.ts';
import type { ExampleShape } from '../training-data/example-shape.ts';
import { type MediaEstimate, type PrepareContext, prepareMedia } from '../training-data/prepare-media.ts';
import { mediaCachePath, type TrainingClip } from '../training-data/training-clip.ts';

export interface LockedMediaContext extends PrepareContext {
  /** The workspace's folder. */
  readonly root: string;
  /** Programs at once. */
  readonly jobs: number;
  /** The streams of a clip's file; undefined: no picture. */
  readonly streamsOf: (filePath: string) => Promise<CutStreams | undefined>;
  readonly onEstimate: (estimate: MediaEstimate) => void;
  readonly onPrepared: (done: number, of: number) => void;
}

/** @param classNames the number of a class is its position here, -1 where it has none */
export function trainingClips(
  clips: readonly LockedClip[],
  classNames: readonly string[],
  root: string,
  { media }: ExampleShape,
): TrainingClip[] {
  return clips.map(({ name, label, path, sha256 }) => ({
    clipId: name,
    label: classNames.indexOf(label),
    filePath: join(root, path),
    sha256,
    cachePath: join(root, mediaCachePath(path, media)),
  }));
}

/** Decodes what is not cached yet. @returns the clips that no model can read, each with the reason. @throws what prepareMedia throws */
export async function prepareLockedMedia(
  clips: readonly LockedClip[],
  shape: ExampleShape,
  context: LockedMediaContext,
): Promise<ReadonlyMap<string, string>> {
  const { root, jobs, streamsOf, onEstimate, onPrepared } = context;
  const wanted = trainingClips(clips, [], root, shape);
  const options = {
    jobs,
    streamsOf: ({ filePath }: TrainingClip) => streamsOf(filePath),
    onEstimate,
    onClip: (done: number) => onPrepared(done, wanted.length),
  };
  const { unusable } = await prepareMedia(wanted, shape.media, options, context);
  return new Map(unusable.map(({ clip, problem }) => [clip.clipId, problem]));
}

/** The hash stays that of the whole lock: random parts are drawn by it. */
export function withoutClips(lock: CorpusLock, names: { has(name: string): boolean }): CorpusLock {
  return { ...lock, clips: lock.clips.filter(({ name }) => !names.has(name)) };
}
