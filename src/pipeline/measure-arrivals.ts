// Measures clips of a running fetch as they settle. A measurement that is lost, by a kill or a broken tool, is made up for by `filter`.
import { clipIdAt } from '../store/clip-files.ts';
import type { Index } from '../store/open.ts';
import type { DecodedClip } from '../tools/decode-clip.ts';
import type { IndexedClip } from './clip-media.ts';
import { createClipMeasurer, type MeasuringContext } from './measure-clips.ts';

/** Takes the clip as the cut has decoded it. */
export type ArrivalMeasurer = (
  clip: IndexedClip,
  decoded: DecodedClip | undefined,
  abortSignal: AbortSignal,
) => Promise<void>;

/** @throws what ends the run: a tool that is missing, a full disk */
export function createArrivalMeasurer(index: Index, context: Omit<MeasuringContext, 'abortSignal'>): ArrivalMeasurer {
  return async (clip, decoded, abortSignal) => {
    const clipId = clipIdAt(index, clip.path);
    if (clipId === undefined) return;
    try {
      await createClipMeasurer(index, { ...context, abortSignal })({ ...clip, clipId }, decoded);
    } catch (error) {
      // The clip is settled; stopping the run does not undo that.
      if (!abortSignal.aborted) throw error;
    }
  };
}
