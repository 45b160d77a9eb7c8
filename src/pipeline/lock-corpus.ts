// Pins a corpus: an index in; a lock out, and what of the corpus is not in it. The same index gives the same lock, byte for byte.
import type { ClipState } from '../dataset/clip-state.ts';
import type { CorpusLock } from '../dataset/corpus-lock.ts';
import { sealLock } from '../dataset/lock-text.ts';
import { UsageError } from '../errors.ts';
import type { CorpusSummary } from '../store/counts.ts';
import { countUnlockable, readLockableClips, readLockOrigin } from '../store/locked-rows.ts';
import type { Index } from '../store/open.ts';
import { originalVideos } from './indexed-duplicates.ts';

export interface LockedCorpus {
  readonly lock: CorpusLock;
  /** Segments without a clip, by state. */
  readonly leftOut: Readonly<Partial<Record<ClipState, number>>>;
  /** Clips of the lock that the filter has not looked at since they were cut, nor has a person. */
  readonly unfilteredClips: number;
}

/** @throws UsageError when the corpus has no clips */
export function lockCorpus(index: Index, { id, name }: CorpusSummary): LockedCorpus {
  // One transaction: a fetch or a filter may be writing.
  return index.transaction((): LockedCorpus => {
    const clips = readLockableClips(index, id);
    if (clips.length === 0)
      throw new UsageError(`${index.name}: expected clips of ${name}, got none; run \`ks-build fetch ${name}\``);
    const originalOf = originalVideos(index);
    const lock = sealLock({
      corpus: name,
      ...readLockOrigin(index, id),
      clips: clips.map(({ isUnfiltered: _, ...clip }) => ({ ...clip, videoGroup: originalOf(clip.videoId) })),
    });
    const unfilteredClips = clips.filter(({ isUnfiltered }) => isUnfiltered).length;
    return { lock, leftOut: countUnlockable(index, id), unfilteredClips };
  })();
}
