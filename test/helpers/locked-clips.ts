// Clips of a lock for tests: whatever is not given follows from the number.
import { createHash } from 'node:crypto';
import type { CorpusLock, LockedClip } from '../../src/dataset/corpus-lock.ts';
import { sealLock } from '../../src/dataset/lock-text.ts';
import { clipName } from '../../src/dataset/segment.ts';

export function lockedClip(number: number, given: Partial<LockedClip> = {}): LockedClip {
  const videoId = given.videoId ?? `video-${String(number).padStart(5, '0')}`;
  const interval = { videoId, startSeconds: given.startSeconds ?? 0, endSeconds: given.endSeconds ?? 10 };
  const name = clipName(interval);
  return {
    name,
    ...interval,
    label: 'playing drums',
    split: 'train',
    videoGroup: videoId,
    path: `clips/${name}.mp4`,
    sha256: createHash('sha256').update(name).digest('hex'),
    verdict: 'kept',
    reasons: [],
    isHuman: false,
    ...given,
  };
}

export function lockOf(clips: readonly LockedClip[], given: Partial<CorpusLock> = {}): CorpusLock {
  return sealLock({
    corpus: given.corpus ?? 'ks-test',
    manifestSha256: given.manifestSha256 ?? 'abc',
    policy: given.policy,
    tools: given.tools ?? { 'ks-build': '0.1.0', ffmpeg: '5.1' },
    clips,
  });
}
