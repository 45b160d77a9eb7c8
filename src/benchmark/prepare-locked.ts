// The kept train clips of a lock ready to be read by a model: checked against the lock, their training media cached.
import type { CorpusLock } from '../dataset/corpus-lock.ts';
import { UsageError } from '../errors.ts';
import type { ExampleShape } from '../training-data/example-shape.ts';
import { type PreparedMedia, prepareMedia } from '../training-data/prepare-media.ts';
import type { TrainingClip } from '../training-data/training-clip.ts';
import { partClips } from './corpus-parts.ts';
import { type LockedMediaContext, trainingClips } from './locked-media.ts';
import { refuseChangedFiles, type VerifyContext } from './refuse-changed-files.ts';

export interface LockedCorpusContext extends LockedMediaContext, VerifyContext {}

/** @throws UsageError when there are none; KsBuildError (lock-differs) when a file is not what was locked; what prepareMedia throws */
export async function prepareLocked(
  lock: CorpusLock,
  shape: ExampleShape,
  context: LockedCorpusContext,
): Promise<PreparedMedia<TrainingClip>> {
  const { root, jobs, streamsOf, onEstimate, onPrepared } = context;
  const kept = partClips(lock, 'kept');
  if (kept.length === 0)
    throw new UsageError(
      `lock of ${lock.corpus}: expected kept clips of the split train, got none; keep some and lock again`,
    );
  await refuseChangedFiles(kept, context);
  const classNames = [...new Set(kept.map(({ label }) => label))].sort();
  const clips = trainingClips(kept, classNames, root, shape);
  const onClip = (done: number) => onPrepared(done, clips.length);
  const options = { jobs, streamsOf: ({ filePath }: TrainingClip) => streamsOf(filePath), onEstimate, onClip };
  return prepareMedia(clips, shape.media, options, context);
}
