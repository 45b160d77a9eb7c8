// What one step of training reads: clips of a batch as plain numbers. Types only; training-data/ makes it, avcl/ learns from it.

export interface TrainingBatch {
  /** One a row; a clip comes several times where several windows of it are read. */
  readonly clipIds: readonly string[];
  /** Class of each row, as TrainingClip has it. */
  readonly labels: Int32Array;
  /** `[batch, videoFrames, sidePx, sidePx, 3]`, RGB, about -2 to 2. */
  readonly video: Float32Array;
  /** `[batch, melSide, melSide, 1]`: time down, pitch across; about -2 to 2. */
  readonly logMel: Float32Array;
}

/** Where batches come from. A run that is resumed asks for the batch that it would have asked for next. */
export interface BatchSource {
  readonly batchesPerEpoch: number;
  /** The batches of an epoch from `fromBatch` on, in their order. One caller at a time. */
  batches(epoch: number, fromBatch: number): AsyncIterable<TrainingBatch>;
  close(): Promise<void>;
}
