// What one decoding of a clip leaves for everything that comes after it: curves for the hand-made signals, log-mel and video frames for
// the learned judge. Types, sizes and an empty value only; pipeline/clip-arrays.ts makes and caches them.

/** Raised whenever a number below, or the way that an array is computed, changes: older caches are then made anew. */
export const CLIP_ARRAYS_VERSION = 3;

/** Steps a second of the curves: a step is 40 ms, four hops of the log-mel. */
export const CURVE_FPS = 25;

/** Sound is analysed at 16 kHz mono: what matters for events and speech lies below 8 kHz. */
export const SAMPLE_RATE_HZ = 16_000;

/** 25 ms windows every 10 ms, 64 mel bins: the usual input of audio networks (chosen). */
export const LOG_MEL = { nFft: 512, winLength: 400, hopLength: 160, nMels: 64, fMin: 50, fMax: 7800 } as const;

/** Side of the square that the picture is squeezed to, pixels. */
export const PICTURE_SIDE_PX = 64;
/** Motion is measured in a grid of cells, each 8 by 8 of those pixels. */
export const CELLS_PER_SIDE = 8;
/** Neighbouring mel bins that make one onset band: 64 bins give 16 bands. */
export const MEL_BINS_PER_BAND = 4;
/** Video frames kept for the towers, from the middles of equal parts of the clip. */
export const KEPT_VIDEO_FRAMES = 8;

export interface ClipArrays {
  readonly version: number;
  /** Steps a second of motionCells and onsetBands. */
  readonly videoFps: number;
  /** Steps of both curves: the shorter stream counts; 0 when one is missing. */
  readonly steps: number;
  /** `[cells, steps]`, levels of 255 a step: motion energy of each cell, row by row, global motion still in it. Empty without picture. */
  readonly motionCells: Float32Array;
  readonly cells: number;
  /** `[bands, steps]`, nats: half-wave rectified log-mel flux, low bands first. Empty without sound. */
  readonly onsetBands: Float32Array;
  readonly bands: number;
  /** `[melFrames, melBins]`, natural log of the mel power, in steps of 0.1 as the cache keeps it. Empty without sound. */
  readonly logMel: Float32Array;
  readonly melFrames: number;
  readonly melBins: number;
  /** `[frameCount, frameHeightPx, frameWidthPx, 3]`, RGB. Empty without picture. */
  readonly frames: Uint8Array;
  readonly frameCount: number;
  readonly frameHeightPx: number;
  readonly frameWidthPx: number;
}
