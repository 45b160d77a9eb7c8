// What a clip file is, as probed and decoded. Numbers only: no threshold is applied here.

export interface VideoStreamFacts {
  readonly codec: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Mean video frames per second over the decoded stream. */
  readonly videoFps: number;
  readonly pixelFormat: string;
  /** First presentation time, seconds on the file's clock. */
  readonly startSeconds: number;
  /** Last presentation time plus one video frame, minus startSeconds. */
  readonly durationSeconds: number;
  readonly decodedVideoFrames: number;
  /** Share of the time in which the picture does not change, 0..1. */
  readonly staticRatio: number;
  /** Share of the time in which the picture is black, 0..1. */
  readonly blackRatio: number;
}

export interface AudioStreamFacts {
  readonly codec: string;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** RMS over the whole clip and all channels, dB relative to full scale; -Infinity is stored as -200. */
  readonly meanLevelDbfs: number;
  readonly peakLevelDbfs: number;
  /** How many sound streams the source had; one of them was chosen. */
  readonly sourceStreamCount: number;
}

export interface MediaFacts {
  readonly sizeBytes: number;
  /** Hex SHA-256 of the file's bytes. */
  readonly sha256: string;
  /** Container name as ffprobe gives it, `mov,mp4,...` shortened to its first. */
  readonly container: string;
  readonly video?: VideoStreamFacts;
  readonly audio?: AudioStreamFacts;
  /** Decoder complaints under -xerror; empty when the file decodes cleanly. */
  readonly decodeErrors: readonly string[];
}
