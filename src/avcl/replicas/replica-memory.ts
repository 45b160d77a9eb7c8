// What the threads of a team share, and how it is divided: sizes in, shared memory and views of it out.
import { createSharedExchange, type SharedExchange } from '../../tensor/communicator.ts';
import { audioEncoderShapes } from '../audio-encoder.ts';
import { type AvclPreset, embeddingSize } from '../presets.ts';
import { videoEncoderShapes } from '../video-encoder.ts';
import type { EncoderName } from './encoder-team.ts';

const FLOAT_BYTES = 4;

/** Goes to the threads as it is. */
export interface ReplicaMemory {
  readonly preset: AvclPreset;
  readonly exchange: SharedExchange;
  /** Of a whole batch. */
  readonly video: SharedArrayBuffer;
  readonly logMel: SharedArrayBuffer;
  /** Of both encoders, one after the other. */
  readonly weights: SharedArrayBuffer;
  /** The same for each replica but the first. */
  readonly gradients: SharedArrayBuffer;
}

/** Of the leader: a batch of so many rows begins; an encoder is to run, with other weights than last time or not; gradients are to be taken. */
export const COMMANDS = { video: 1, sound: 2, backward: 3 } as const;

export function createReplicaMemory(preset: AvclPreset, size: number, batchSize: number): ReplicaMemory {
  const shapes = encoderShapes(preset);
  const channels = Math.max(...Object.values(shapes).map((shape) => shape.at(-1)!));
  const floats = (count: number) => new SharedArrayBuffer(count * FLOAT_BYTES);
  const weights = Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);
  const { video, logMel } = rowSizes(preset);
  return {
    preset,
    exchange: createSharedExchange(size, Math.max(batchSize * embeddingSize(preset.encoder), 1 + 2 * channels)),
    video: floats(batchSize * video),
    logMel: floats(batchSize * logMel),
    weights: floats(weights),
    gradients: floats(weights * (size - 1)),
  };
}

export function encoderShapes({ encoder }: AvclPreset): Record<string, readonly number[]> {
  return { ...videoEncoderShapes(encoder), ...audioEncoderShapes(encoder) };
}

/** Numbers of one clip. */
export function rowSizes({ sidePx, videoFrames, melSide }: AvclPreset): {
  readonly video: number;
  readonly logMel: number;
} {
  return { video: videoFrames * sidePx * sidePx * 3, logMel: melSide * melSide };
}

/** Rows of a batch that a replica encodes: [from, to). */
export function rowsOf(rank: number, size: number, rows: number): readonly [from: number, to: number] {
  return [Math.floor((rows * rank) / size), Math.floor((rows * (rank + 1)) / size)];
}

/** Names of its weights begin with this. */
export const WEIGHT_PREFIXES: Readonly<Record<EncoderName, string>> = { video: 'video.', sound: 'audio.' };

/** Views of the numbers of each weight, or of its gradient by replica `rank` (from 1). */
export function viewsByName(
  preset: AvclPreset,
  buffer: SharedArrayBuffer,
  rank = 1,
): ReadonlyMap<string, Float32Array> {
  const shapes = Object.entries(encoderShapes(preset));
  const total = shapes.reduce((sum, [, shape]) => sum + sizeOf(shape), 0);
  let begin = total * (rank - 1);
  return new Map(
    shapes.map(([name, shape]) => {
      const view = new Float32Array(buffer, begin * FLOAT_BYTES, sizeOf(shape));
      begin += view.length;
      return [name, view];
    }),
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
