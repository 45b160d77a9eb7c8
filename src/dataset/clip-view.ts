// What a person needs of one clip to judge it by eye: small arrays, ready to be drawn. Types only; pipeline/clip-view.ts makes them.

export interface VideoFrames {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly count: number;
  /** Frames a second; frame i is shown from i / videoFps on. */
  readonly videoFps: number;
  /** `[count, heightPx, widthPx, 3]`, RGB. */
  readonly rgb: Uint8Array;
}

export interface ClipView {
  readonly durationSeconds: number;
  /** Every video frame, small (at most 160 px wide), for the strip, for stepping and beside the playhead; undefined: no picture. */
  readonly film: VideoFrames | undefined;
  /** Undefined: no sound. */
  readonly sound: SoundView | undefined;
}

export interface SoundView {
  /** `[steps, 2]`: lowest and highest sample of each step, -1..1, full scale 1. */
  readonly envelope: Float32Array;
  readonly envelopeStepsPerSecond: number;
  /** Highest sample of the clip, dBFS; -Infinity: digital silence. */
  readonly peakDbfs: number;
  /** `[melFrames, melBins]`: 0 is 60 dB or more below the clip's loudest cell, 255 the loudest. Low bins first. */
  readonly mel: Uint8Array;
  readonly melFrames: number;
  readonly melBins: number;
  readonly melFramesPerSecond: number;
}
