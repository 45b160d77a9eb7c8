// Measures clips of a running fetch as they settle. A measurement that is lost, by a kill or a broken tool, is made up for by `filter`.
import { clipIdAt } from '../store/clip-files.ts';
import type { Index } from '../store/open.ts';
import type { IndexedClip } from './clip-media.ts';
import { createClipMeasurer, type MeasuringContext } from './measure-clips.ts';

export type ArrivalMeasurer = (clip: IndexedClip, abortSignal: AbortSignal) => Promise<void>;

/** @throws what ends the run: a tool that is missing, a full disk */
export function createArrivalMeasurer(index: Index, context: Omit<MeasuringContext, 'abortSignal'>): ArrivalMeasurer {
  return async (clip, abortSignal) => {
    const clipId = clipIdAt(index, clip.path);
    if (clipId === undefined) return;
    try {
      await createClipMeasurer(index, { ...context, abortSignal })({ ...clip, clipId });
    } catch (error) {
      // The clip is settled; stopping the run does not undo that.
      if (!abortSignal.aborted) throw error;
    }
  };
}
