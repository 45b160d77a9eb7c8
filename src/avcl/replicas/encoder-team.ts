// Who encodes the rows of a batch: this thread alone, or together with others that have a replica of both encoders. What is learned from the
// vectors, and the optimiser, stay with this thread.
import type { NamedTensorMap, Tensor2D } from '@tensorflow/tfjs-core';
import type { TrainingBatch } from '../../dataset/training-batch.ts';
import { type Normalise, normaliseByBatch } from '../../tensor/network.ts';

export type EncoderName = 'video' | 'sound';

/** For each batch: `begin`, `encode` once for each encoder that is needed, `beginBackward` before the gradient is taken, `addGradients`. */
export interface EncoderTeam {
  /** Batch norm over the rows of all. */
  readonly normalise: Normalise;
  /** @returns the rows that are encoded here, the first ones */
  begin(batch: TrainingBatch): TrainingBatch;
  /** @returns vectors of all rows; `encodeOwn` makes those of the rows here */
  encode(encoder: EncoderName, encodeOwn: () => Tensor2D): Tensor2D;
  beginBackward(): void;
  /** Adds the gradients by the others' rows to those by the rows here, in place; by variable name. */
  addGradients(gradients: NamedTensorMap): void;
  /** The weights of the next batch are others than those of the last one. */
  weightsChanged(): void;
  /** @returns the error to be thrown where one of the above threw `error`; the team is of no more use */
  explain(error: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export const NO_TEAM: EncoderTeam = {
  normalise: normaliseByBatch,
  begin: (batch) => batch,
  encode: (_encoder, encodeOwn) => encodeOwn(),
  beginBackward: () => {},
  addGradients: () => {},
  weightsChanged: () => {},
  explain: (error) => Promise.resolve(error),
  close: () => Promise.resolve(),
};
