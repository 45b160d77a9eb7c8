// Clips of an index that an evaluation starts from: those that the facts leave, whatever the filter said of them, so that it is not tried on
// clips that it chose itself. Copies of one video bear the id of one of them, as in the filter.
import { clipName } from '../../dataset/segment.ts';
import type { Index } from '../../store/open.ts';
import { readDecidedClips } from '../../store/verdicts.ts';
import type { ProbeContext } from '../../tools/ffprobe.ts';
import { clipFileOf } from '../clip-media.ts';
import { originalVideos } from '../indexed-duplicates.ts';
import { openWorkspace } from '../workspace.ts';
import { inRounds } from './plan-evaluation.ts';
import type { RecordedClip } from './recorded-source.ts';

/** At most `count` clips, the classes in turn, drawn by the seed. A clip that a person dropped is left out. */
export async function indexedClips(
  index: Index,
  root: string,
  context: ProbeContext,
  count: number,
  seed: number,
): Promise<RecordedClip[]> {
  const usable = readDecidedClips(index).filter(
    ({ facts, hasPicture, hasSound, isHuman, state }) =>
      facts.length === 0 && hasPicture && hasSound && !(isHuman && state !== 'kept'),
  );
  const drawn = inRounds(
    usable.map((clip) => ({ ...clip, label: clip.segment.label })),
    seed,
  ).slice(0, count);
  const workspace = openWorkspace(root);
  const originalOf = originalVideos(index);
  const clips: RecordedClip[] = [];
  for (const { segment, ...clip } of drawn) {
    const file = await clipFileOf(clip, workspace, context);
    if (file === undefined) continue;
    const asOneVideo = { ...segment, videoId: originalOf(segment.videoId) };
    clips.push({ clipName: clipName(segment), segment: asOneVideo, filePath: file.filePath, streams: file.streams });
  }
  return clips;
}
