// A clip to look at, made by hand: what a test expects to see of it can be said in seconds.
import type { ClipView } from '../../src/dataset/clip-view.ts';

/** Ten seconds: dark pictures turn bright half way, one loud second in the middle. */
export const LOUD_MIDDLE: ClipView = {
  durationSeconds: 10,
  film: {
    widthPx: 4,
    heightPx: 2,
    count: 100,
    videoFps: 10,
    rgb: Uint8Array.from({ length: 100 * 8 * 3 }, (_, byte) => (byte < 50 * 8 * 3 ? 60 : 250)),
  },
  sound: {
    envelope: Float32Array.from(
      { length: 2 * 2000 },
      (_, at) => ((at & 1) === 0 ? -1 : 1) * (at >> 1 >= 1000 && at >> 1 < 1200 ? 0.5 : 0.01),
    ),
    envelopeStepsPerSecond: 200,
    peakDbfs: -6.02,
    mel: Uint8Array.from({ length: 1000 * 8 }, (_, at) => (at >> 3 >= 500 && at >> 3 < 600 && (at & 7) < 4 ? 255 : 0)),
    melFrames: 1000,
    melBins: 8,
    melFramesPerSecond: 100,
  },
};
