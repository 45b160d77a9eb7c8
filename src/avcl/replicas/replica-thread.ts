// A thread that has a replica of both encoders: encodes its rows of each batch that the leader begins, and takes the gradient by them.
import { parentPort, type Worker, workerData } from 'node:worker_threads';
import {
  addN,
  customGrad,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tensor4d,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { openBackend } from '../../tensor/backend.ts';
import { joinExchange, ReplicaLost, type SharedCommunicator } from '../../tensor/communicator.ts';
import { normaliseByBatchOf } from '../../tensor/network.ts';
import { readNumbersNow } from '../../tensor/read-numbers.ts';
import { weightsFrom } from '../../tensor/stored-weights.ts';
import { numbersInPlace } from '../../tensor/wasm/heap.ts';
import { startThread } from '../../tools/start-thread.ts';
import { type AvclInputs, embedSound, embedVideo } from '../avcl-model.ts';
import {
  COMMANDS,
  encoderShapes,
  type ReplicaMemory,
  rowSizes,
  rowsOf,
  viewsByName,
  WEIGHT_PREFIXES,
} from './replica-memory.ts';

interface ReplicaData {
  readonly role: 'encoder-replica';
  /** From 1; the leader is 0. */
  readonly rank: number;
  readonly memory: ReplicaMemory;
}

/** It posts a message when it is ready. */
export function startReplicaThread(rank: number, memory: ReplicaMemory): Worker {
  return startThread(import.meta.url, { role: 'encoder-replica', rank, memory } satisfies ReplicaData);
}

const NOTHING = new Float32Array(0);

async function serve({ rank, memory }: ReplicaData): Promise<void> {
  const communicator = joinExchange(memory.exchange, rank);
  process.once('exit', communicator.leave);
  try {
    await openBackend('wasm');
    const learn = createLearner(memory, rank, communicator);
    parentPort!.postMessage('ready');
    for (;;) {
      const [rows] = communicator.exchange(NOTHING)[0] as unknown as [number];
      learn(rows);
    }
  } catch (error) {
    communicator.leave();
    if (!(error instanceof ReplicaLost)) throw error;
  }
}

function createLearner(memory: ReplicaMemory, rank: number, communicator: SharedCommunicator) {
  const { preset } = memory;
  const shapes = encoderShapes(preset);
  const shared = viewsByName(preset, memory.weights);
  const gradients = viewsByName(preset, memory.gradients, rank);
  const weights = weightsFrom(
    new Map(Object.entries(shapes).map(([name, shape]) => [name, { shape, values: shared.get(name)! }])),
  );
  const network = { weights, normalise: normaliseByBatchOf(communicator) };

  const loadWeights = (prefix: string): void => {
    for (const [name, variable] of weights.variables)
      if (name.startsWith(prefix)) numbersInPlace(variable).set(shared.get(name)!);
  };

  /** @param rows of the whole batch */
  return (rows: number): void => {
    const own = rowsOf(rank, communicator.size, rows);
    const inputs = ownInputs(memory, own);
    const encoders: Readonly<Record<number, { readonly prefix: string; encode(): Tensor2D }>> = {
      [COMMANDS.video]: { prefix: WEIGHT_PREFIXES.video, encode: () => embedVideo(network, preset, inputs) },
      [COMMANDS.sound]: { prefix: WEIGHT_PREFIXES.sound, encode: () => embedSound(network, preset, inputs) },
    };
    const { value, grads } = variableGrads(
      () => {
        const handed: Tensor[] = [];
        for (;;) {
          const [command, areWeightsNew] = communicator.exchange(NOTHING)[0]!;
          if (command === COMMANDS.backward) return addN(handed) as Scalar;
          const { prefix, encode } = encoders[command!]!;
          if (areWeightsNew === 1) loadWeights(prefix);
          handed.push(sum(handOver(encode(), own, rows, communicator)));
        }
      },
      [...weights.variables.values()] as Variable[],
    );
    for (const input of [value, inputs.video, inputs.sound]) input.dispose();
    for (const [name, variable] of weights.variables) {
      const gradient = grads[variable.name];
      if (gradient !== undefined) gradients.get(name)!.set(readNumbersNow(gradient));
      gradient?.dispose();
    }
    communicator.exchange(NOTHING);
  };
}

/** Vectors to the leader; its gradient by them is what comes back, whatever was made of them here. */
function handOver(
  own: Tensor2D,
  [from, to]: readonly [number, number],
  rows: number,
  communicator: SharedCommunicator,
): Tensor2D {
  const size = own.shape[1];
  const hand = customGrad((vectors) => {
    communicator.exchange(readNumbersNow(vectors as Tensor2D));
    const gradFunc = () => {
      const all = communicator.exchange(NOTHING)[0]!;
      if (all.length !== rows * size) throw new Error('expected the gradient by vectors that were encoded, got none');
      return tensor2d(all.slice(from * size, to * size), [to - from, size]);
    };
    return { value: (vectors as Tensor2D).clone(), gradFunc };
  });
  return hand(own) as Tensor2D;
}

function ownInputs({ preset, video, logMel }: ReplicaMemory, [from, to]: readonly [number, number]): AvclInputs {
  const sizes = rowSizes(preset);
  const part = (buffer: SharedArrayBuffer, size: number) => new Float32Array(buffer).subarray(from * size, to * size);
  const { sidePx, videoFrames, melSide } = preset;
  return {
    video: tensor4d(part(video, sizes.video), [(to - from) * videoFrames, sidePx, sidePx, 3]),
    sound: tensor4d(part(logMel, sizes.logMel), [to - from, melSide, melSide, 1]),
  };
}

const data = workerData as ReplicaData | null;
if (data?.role === 'encoder-replica') await serve(data);
