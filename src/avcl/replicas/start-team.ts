// A team of threads that encode batches together, seen from the thread that trains: weights in, threads and what they take part in out.
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { customGrad, slice, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { joinExchange, ReplicaLost, type SharedCommunicator } from '../../tensor/communicator.ts';
import { normaliseByBatchOf, type Weights } from '../../tensor/network.ts';
import { readNumbersNow } from '../../tensor/read-numbers.ts';
import { numbersInPlace } from '../../tensor/wasm/heap.ts';
import type { AvclPreset } from '../presets.ts';
import type { EncoderName, EncoderTeam } from './encoder-team.ts';
import { COMMANDS, createReplicaMemory, rowSizes, rowsOf, viewsByName, WEIGHT_PREFIXES } from './replica-memory.ts';
import { startReplicaThread } from './replica-thread.ts';

/** How long it is waited for the error of a thread that failed (chosen). */
const LONGEST_END_MS = 5_000;

interface TeamPlan {
  readonly preset: AvclPreset;
  /** Threads that encode, this one among them; at least 2. */
  readonly size: number;
  /** Rows of the largest batch; no batch has fewer than `size`. */
  readonly batchSize: number;
  /** Read anew whenever they are said to have changed. */
  readonly weights: Weights;
}

/** On wasm only: other backends cannot be waited for. @throws the error of a thread that does not start */
export async function startTeam({ preset, size, batchSize, weights }: TeamPlan): Promise<EncoderTeam> {
  const memory = createReplicaMemory(preset, size, batchSize);
  const communicator = joinExchange(memory.exchange, 0);
  const others = Array.from({ length: size - 1 }, (_, index) => index + 1);
  const threads = await whenReady(others.map((rank) => startReplicaThread(rank, memory)));
  const shared = viewsByName(preset, memory.weights);
  const gradientsOfOthers = others.map((rank) => viewsByName(preset, memory.gradients, rank));
  const changed = new Set<EncoderName>(['video', 'sound']);

  const shareWeights = (encoder: EncoderName): void => {
    for (const [name, view] of shared)
      if (name.startsWith(WEIGHT_PREFIXES[encoder])) view.set(numbersInPlace(weights.variables.get(name)!));
  };
  return {
    normalise: normaliseByBatchOf(communicator),
    begin: (batch) => {
      const rows = batch.clipIds.length;
      const [, own] = rowsOf(0, size, rows);
      const sizes = rowSizes(preset);
      new Float32Array(memory.video).set(batch.video.subarray(own * sizes.video), own * sizes.video);
      new Float32Array(memory.logMel).set(batch.logMel.subarray(own * sizes.logMel), own * sizes.logMel);
      communicator.exchange(Float32Array.of(rows));
      return {
        clipIds: batch.clipIds.slice(0, own),
        labels: batch.labels.subarray(0, own),
        video: batch.video.subarray(0, own * sizes.video),
        logMel: batch.logMel.subarray(0, own * sizes.logMel),
      };
    },
    encode: (encoder, encodeOwn) => {
      const isChanged = changed.delete(encoder);
      if (isChanged) shareWeights(encoder);
      communicator.exchange(Float32Array.of(COMMANDS[encoder], isChanged ? 1 : 0));
      return gather(encodeOwn(), communicator);
    },
    beginBackward: () => {
      communicator.exchange(Float32Array.of(COMMANDS.backward));
    },
    addGradients: (gradients) => {
      communicator.exchange(new Float32Array(0));
      for (const [name, { name: variableName }] of weights.variables) {
        const own = gradients[variableName];
        if (own === undefined || !shared.has(name)) continue;
        const sums = numbersInPlace(own);
        for (const views of gradientsOfOthers) addTo(sums, views.get(name)!);
      }
    },
    weightsChanged: () => {
      changed.add('video').add('sound');
    },
    explain: async (error) => {
      communicator.leave();
      return error instanceof ReplicaLost ? ((await threads.firstError()) ?? error) : error;
    },
    close: () => {
      communicator.leave();
      return threads.stop();
    },
  };
}

function addTo(sums: Float32Array, values: Float32Array): void {
  for (let at = 0; at < sums.length; at += 1) sums[at]! += values[at]!;
}

/** Vectors of all rows; the gradient by them goes back to whom they came from. */
function gather(own: Tensor2D, communicator: SharedCommunicator): Tensor2D {
  const gathered = customGrad((vectors) => {
    const [rows, size] = (vectors as Tensor2D).shape;
    const parts = communicator.exchange(readNumbersNow(vectors as Tensor2D));
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let begin = 0;
    for (const part of parts) {
      all.set(part, begin);
      begin += part.length;
    }
    const gradFunc = (dAll: Tensor2D) => {
      communicator.exchange(readNumbersNow(dAll));
      return slice(dAll, [0, 0], [rows, size]);
    };
    return { value: tensor2d(all, [all.length / size, size]), gradFunc };
  });
  return gathered(own) as Tensor2D;
}

interface Threads {
  /** What the first thread that failed failed of, once all have ended. */
  firstError(): Promise<unknown>;
  stop(): Promise<void>;
}

/** @throws the error of one that does not start; then none runs any more */
async function whenReady(workers: readonly Worker[]): Promise<Threads> {
  const errors: unknown[] = [];
  for (const worker of workers) worker.on('error', (error) => errors.push(error));
  const ended = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
  const threads: Threads = {
    firstError: async () => {
      await Promise.race([Promise.all(ended), setTimeout(LONGEST_END_MS, undefined, { ref: false })]);
      return errors[0];
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
  try {
    await Promise.all(
      workers.map((worker, index) => Promise.race([once(worker, 'message'), ended[index]!.then(endedEarly)])),
    );
    return threads;
  } catch (error) {
    await threads.stop();
    throw error;
  }
}

function endedEarly(): never {
  throw new Error('a thread that encodes has ended');
}
