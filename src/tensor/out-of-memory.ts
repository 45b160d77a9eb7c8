// Errors of a backend whose memory ran out, by their words, as the one error that says so.
import { OutOfMemoryError } from '../errors.ts';

/**
 * How it shows: wasm's library aborts where it finds no room for itself; JavaScript finds none for an array, or none so long; TensorFlow has a
 * status. What our own tensors ask for on wasm and webgpu is an OutOfMemoryError from the start.
 */
const WORDS =
  /^Aborted\(|Array buffer allocation failed|Invalid typed array length|Invalid array length|OOM when allocating|resource exhausted|failed to allocate memory/i;

/** @returns the error itself where it is of another kind */
export function namingMemory(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof OutOfMemoryError || !WORDS.test(error.message)) return error;
  return new OutOfMemoryError(`the memory of the backend ran out: ${error.message.split('\n')[0]}`, { cause: error });
}
