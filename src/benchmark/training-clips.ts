// Which clips of an index are learned from or embedded, as the training data reads them; and a hash of what they are. Pure.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { clipName, type Split } from '../dataset/segment.ts';
import type { DecidedClip } from '../store/verdicts.ts';
import type { MediaShape } from '../training-data/example-shape.ts';
import { mediaCachePath, type TrainingClip } from '../training-data/training-clip.ts';

export interface CorpusClip extends TrainingClip {
  readonly indexed: DecidedClip;
}

/** Kept clips of some splits, in an order that does not depend on when they were fetched. Classes are numbered in the order of the alphabet. */
export function corpusClips(
  clips: readonly DecidedClip[],
  splits: readonly Split[],
  root: string,
  shape: MediaShape,
): CorpusClip[] {
  const kept = clips.filter(({ state, segment }) => state === 'kept' && splits.includes(segment.split));
  const labels = [...new Set(kept.map(({ segment }) => segment.label))].sort();
  return kept
    .map((indexed) => ({
      clipId: clipName(indexed.segment),
      label: labels.indexOf(indexed.segment.label),
      filePath: join(root, indexed.path),
      sha256: indexed.sha256,
      cachePath: join(root, mediaCachePath(indexed.path, shape)),
      indexed,
    }))
    .sort((first, second) => (first.clipId < second.clipId ? -1 : 1));
}

/** The same for the same files under the same names. */
export function corpusHash(clips: readonly TrainingClip[]): string {
  const hash = createHash('sha256');
  for (const { clipId, sha256 } of clips) hash.update(`${clipId} ${sha256}\n`);
  return hash.digest('hex');
}
