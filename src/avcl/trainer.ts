// A model in training: batches in, its weights moved, numbers of each batch and step out. Owns the weights, the optimiser and the gradients
// that wait for their step.
import { type NamedTensorMap, type Tensor, type Tensor4D, tensor4d, type Variable } from '@tensorflow/tfjs-core';
import type { TrainingBatch } from '../dataset/training-batch.ts';
import { seededRandom, seedOf } from '../signal/seeded-random.ts';
import { createAdam } from '../tensor/adam.ts';
import { addGradients, gradientNorms, scaleGradients } from '../tensor/gradients.ts';
import type { Weights } from '../tensor/network.ts';
import type { Optimiser, OptimiserState } from '../tensor/optimiser.ts';
import { readNumbers } from '../tensor/read-numbers.ts';
import type { StoredArray } from '../tensor/safetensors.ts';
import { createSgd } from '../tensor/sgd.ts';
import { readWeights, setWeights, weightsFrom } from '../tensor/stored-weights.ts';
import { type AvclInputs, createAvclWeights } from './avcl-model.ts';
import type { Checkpoint, LossNumbers, TrainRun } from './checkpoint.ts';
import type { LearningTask } from './learning-task.ts';
import type { AvclPreset } from './presets.ts';
import { NO_TEAM } from './replicas/encoder-team.ts';
import { startTeam } from './replicas/start-team.ts';
import { taskGradients } from './task-gradients.ts';
import { addLosses, meanLosses } from './train-progress.ts';
import type { OptimiserPlan } from './train-settings.ts';
import { type BatchNumbers, troubleInGradients } from './train-watch.ts';

export interface TrainedState {
  readonly weights: ReadonlyMap<string, StoredArray>;
  readonly optimiser: OptimiserState;
}

export interface Trainer {
  readonly weights: Weights;
  /** Its gradients wait for `step`. */
  addBatch(batch: TrainingBatch): Promise<BatchNumbers>;
  /** What a batch costs, ms; nothing is learned from it. */
  measureBatch(batch: TrainingBatch): Promise<number>;
  /**
   * By the gradients that wait, averaged. @returns their lengths by the name of the weight; one that is not finite moves nothing.
   * @param step from 0
   */
  step(learningRate: number, step: number): Promise<ReadonlyMap<string, number>>;
  readState(): Promise<TrainedState>;
  dispose(): Promise<void>;
}

export interface TrainerOptions {
  /** In place of drawn ones, by name. */
  readonly firstWeights?: TrainedState['weights'] | undefined;
  /** Threads that encode a batch together, this one among them; more than 1 on wasm only. Numbers agree to rounding, not to the bit. */
  readonly threads?: number;
}

/** @param from a state of the same run to go on from; undefined: weights drawn by the run's seed */
export async function createTrainer(
  { preset, settings, seed }: TrainRun,
  task: LearningTask,
  from: Pick<Checkpoint, 'weights' | 'optimiser'> | undefined,
  { firstWeights = new Map(), threads = 1 }: TrainerOptions = {},
): Promise<Trainer> {
  const weights =
    from === undefined
      ? createAvclWeights(preset, seededRandom(seedOf('weights', seed)), task.headShapes)
      : weightsFrom(from.weights);
  if (from === undefined) setWeights(weights, firstWeights);
  const optimiser = await createOptimiser(settings.optimiser, [...weights.variables.values()] as Variable[]);
  if (from !== undefined) optimiser.restoreState(from.optimiser);
  const { batchSize } = settings;
  const size = Math.min(threads, batchSize);
  const team = size === 1 ? NO_TEAM : await startTeam({ preset, size, batchSize, weights });
  const nameOf = new Map([...weights.variables].map(([name, variable]) => [variable.name, name]));
  let waiting: { gradients: NamedTensorMap; lossSums: LossNumbers; batches: number } | undefined;

  const gradientsOf = async (batch: TrainingBatch) => {
    const encoders = batch.clipIds.length < size ? NO_TEAM : team;
    try {
      const inputs = batchTensors(encoders.begin(batch), preset);
      const made = taskGradients(weights, preset, task, inputs, batch.labels, encoders);
      for (const input of [inputs.video, inputs.sound]) input.dispose();
      return made;
    } catch (error) {
      throw await team.explain(error);
    }
  };
  const learnFrom = async (batch: TrainingBatch) => {
    const { losses, spreads, gradients } = await gradientsOf(batch);
    return { numbers: { losses: await readEach(losses), spreads: await readEach(spreads) }, gradients };
  };
  const drop = (gradients: NamedTensorMap): void => {
    for (const gradient of Object.values(gradients)) gradient.dispose();
  };

  /** The task knows weights by their names in the model, optimisers by their variables'. */
  const modulated = (gradients: NamedTensorMap, losses: LossNumbers, step: number): NamedTensorMap => {
    if (task.modulate === undefined) return gradients;
    const changed = task.modulate(
      renamed(gradients, (name) => nameOf.get(name)!),
      losses,
      step,
    );
    return renamed(changed, (name) => weights.variables.get(name)!.name);
  };

  return {
    weights,
    addBatch: async (batch) => {
      const { numbers, gradients } = await learnFrom(batch);
      const { losses } = numbers;
      waiting =
        waiting === undefined
          ? { gradients, lossSums: losses, batches: 1 }
          : {
              gradients: addGradients(waiting.gradients, gradients),
              lossSums: addLosses(waiting.lossSums, losses),
              batches: waiting.batches + 1,
            };
      return numbers;
    },
    measureBatch: async (batch) => {
      const startMs = performance.now();
      drop((await learnFrom(batch)).gradients);
      return performance.now() - startMs;
    },
    step: async (learningRate, step) => {
      if (waiting === undefined) throw new Error('a step needs a batch before it');
      const { lossSums, batches } = waiting;
      const averaged = batches === 1 ? waiting.gradients : scaleGradients(waiting.gradients, 1 / batches);
      const gradients = modulated(averaged, meanLosses(lossSums, batches), step);
      waiting = undefined;
      const norms = new Map([...(await gradientNorms(gradients))].map(([name, norm]) => [nameOf.get(name)!, norm]));
      if (troubleInGradients(norms) === undefined) await optimiser.step(gradients, learningRate);
      else drop(gradients);
      team.weightsChanged();
      return norms;
    },
    readState: async () => ({ weights: await readWeights(weights), optimiser: await optimiser.readState() }),
    dispose: async () => {
      if (waiting !== undefined) drop(waiting.gradients);
      optimiser.dispose();
      weights.dispose();
      await team.close();
    },
  };
}

function renamed(tensors: NamedTensorMap, rename: (name: string) => string): NamedTensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [rename(name), tensor]));
}

function createOptimiser(plan: OptimiserPlan, variables: readonly Variable[]): Promise<Optimiser> {
  return plan.kind === 'adam' ? createAdam(variables, plan.weightDecay) : createSgd(variables, plan);
}

/** The caller disposes of both. */
export function batchTensors({ clipIds, video, logMel }: TrainingBatch, preset: AvclPreset): AvclInputs {
  const { sidePx, videoFrames, melSide } = preset;
  const clips = clipIds.length;
  return {
    video: tensor4d(video, [clips * videoFrames, sidePx, sidePx, 3]) as Tensor4D,
    sound: tensor4d(logMel, [clips, melSide, melSide, 1]) as Tensor4D,
  };
}

/** Each is a single number, and is disposed of. */
async function readEach<T extends Readonly<Record<string, Tensor>>>(
  tensors: T,
): Promise<{ [name in keyof T]: number }> {
  const numbers: Record<string, number> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    numbers[name] = (await readNumbers(tensor))[0]!;
    tensor.dispose();
  }
  return numbers as { [name in keyof T]: number };
}
