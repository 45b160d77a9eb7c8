// Numbers taken from the decoded sound and picture of one clip. Numbers only: no threshold is applied here. `undefined` means that a
// measurement could not be taken (no sound, one video frame, constant sound): it abstains, it is never 0 and never NaN.

/** Raised when any measurement below changes its meaning: rows of the index with an older one are measured anew. */
export const SIGNAL_MEASUREMENTS_VERSION = 3;

/** The numbers: one column each in the index. */
export interface SignalNumbers {
  /** Share of time below -60 dBFS RMS (windows of 50 ms), 0..1. */
  readonly silentRatio: number | undefined;
  /** Integrated loudness, LUFS (EBU R128). */
  readonly loudnessLufs: number | undefined;
  /** Share of samples in flat runs at full scale, 0..1. */
  readonly clippedRatio: number | undefined;
  /** Level of left minus right below that of both, dB: large means dual mono, undefined for a mono stream. */
  readonly stereoSeparationDb: number | undefined;
  /** Share of speech, 0..1 (Silero VAD); undefined also where its runtime is not installed. */
  readonly speechRatio: number | undefined;
  /** Cuts of the picture. */
  readonly sceneCuts: number | undefined;
  /** Mean motion energy after the removal of global motion, levels of 255 a step of 40 ms. */
  readonly meanMotion: number | undefined;
  /** Mean onset strength over all bands, nats a step of 40 ms. */
  readonly meanOnset: number | undefined;
  /**
   * Best pairs of motion cell and band of sound: their peak near lag 0, less half of the highest peak beyond 1 s, in deviations of the same
   * over circular shifts of the clip's own sound. About 0.5 by chance, as the two below.
   */
  readonly pairZ: number | undefined;
  /** Lag of the peak, seconds; positive: sound after picture. */
  readonly pairLagSeconds: number | undefined;
  /** The same of all cells and bands, freed of what cells share and what bands share: canonical correlation with a ridge. */
  readonly ccaZ: number | undefined;
  /** The two together: what the hand-made layer says about correspondence. */
  readonly correspondenceZ: number | undefined;
  /** How unchanged the sound runs on over cuts of the picture, as a percentile of all other instants, 0..1: high means overdubbed. */
  readonly cutContinuity: number | undefined;
  /** Strength of a steady beat, 0..1: highest autocorrelation of the onset curve between 60 and 200 beats a minute. */
  readonly beatStrength: number | undefined;
  /** Share of time with sound in most bands at once, 0..1. */
  readonly soundFill: number | undefined;
  /** Indicator of a music bed, 0..1: steady or filled sound that is not linked to the motion. */
  readonly musicBed: number | undefined;
}

export interface SignalMeasurements extends SignalNumbers {
  readonly version: number;
  /** Steps a second of both curves. */
  readonly curveFps: number;
  /** 0..255, relative to the clip's own maximum: for drawing. Empty where not measured. */
  readonly motionCurve: Uint8Array;
  readonly onsetCurve: Uint8Array;
  readonly sceneCutSeconds: readonly number[];
  /** 8 bytes (64-bit DCT hash) for each of a few video frames; empty without picture. */
  readonly pictureHash: Uint8Array;
  /** One 32-bit word each 40 ms; empty without sound. */
  readonly soundFingerprint: Uint32Array;
}
