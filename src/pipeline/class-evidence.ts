// The clips of an index as the ranking of classes takes them: stored scores, facts and the thresholds of a policy.
import type { Policy } from '../dataset/policy.ts';
import type { Index } from '../store/open.ts';
import { readScores } from '../store/scores.ts';
import { readDecidedClips } from '../store/verdicts.ts';
import type { RankedClip } from './rank-classes.ts';

const SILENT: ReadonlySet<string> = new Set(['silent', 'no-audio']);

/** Every clip that has a file, dropped or not: what is wrong with a class is part of what is asked. */
export function readRankedClips(index: Index, { drop }: Policy): RankedClip[] {
  const scores = readScores(index);
  return readDecidedClips(index).map(({ clipId, segment, facts }) => {
    const score = scores.get(clipId);
    return {
      label: segment.label,
      videoId: segment.videoId,
      isSilent: facts.some(({ code }) => SILENT.has(code)),
      correspondence: score?.probability,
      soundGuess: score?.soundLabelGuess,
      pictureGuess: score?.pictureLabelGuess,
      isDubbed: score?.mismatch && score.mismatch.musicBed > drop.musicBedAbove,
      isNarrated: score?.mismatch && score.mismatch.voiceOver > drop.voiceOverAbove,
    };
  });
}
