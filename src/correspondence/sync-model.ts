// One model of what motion goes with what onsets, moment by moment: motion cells and onset bands in, for each clip the similarity of the
// two at every shift of the sound against the picture. Trained on the clips of some folds (chosen, our own design).
import {
  add,
  concat,
  conv2d,
  div,
  exp,
  logSoftmax,
  mean,
  mul,
  neg,
  reshape,
  type Scalar,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tanh,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { seededRandom, seedOf } from '../signal/seeded-random.ts';
import { convBlock, convBlockShapes, createWeights, type Network, type Weights } from '../tensor/network.ts';
import { readNumbers } from '../tensor/read-numbers.ts';
import { curveValues, sampleBatch } from './batches.ts';
import type { PackedCorpus } from './packed-corpus.ts';
import type { TrainingPlan } from './semantic-model.ts';
import { CURVES } from './tower-inputs.ts';
import { trainNetwork } from './training-loop.ts';

/** Channels of a step's embedding, and steps that one filter sees: 7 are 0.28 s (chosen). */
const STEP_SIZE = 12;
const CELL_CHANNELS = 8;
const FILTER_STEPS = 7;
/** Reach of two filters one after the other. */
const END_STEPS = FILTER_STEPS - 1;
/** Shifts of less than this are too near to be negatives: 0.4 s at 25 steps a second. */
export const LEAST_SHIFT_STEPS = 10;
const NEGATIVE_SHIFTS = 10;
const TEMPERATURE = 0.05;
const JUDGING_BATCH = 16;

export interface SyncModel {
  /** Per clip: similarity, -1..1, at circular shifts of the sound by 0, 1, .. steps, as many as the window has without its ends. */
  similarities(positions: readonly number[]): Promise<Float32Array[]>;
  dispose(): void;
}

function createSyncWeights(seed: number): Weights {
  return createWeights(
    {
      ...convBlockShapes('cell', [FILTER_STEPS, 1, 1, CELL_CHANNELS]),
      'attention.filter': [1, 1, CELL_CHANNELS, 1],
      'motion.filter': [FILTER_STEPS, 1, CELL_CHANNELS, STEP_SIZE],
      ...convBlockShapes('onset', [FILTER_STEPS, 1, CURVES.bands, 16]),
      'onsets.filter': [FILTER_STEPS, 1, 16, STEP_SIZE],
    },
    seededRandom(seedOf('sync', seed)),
  );
}

/** @param trainable positions of clips whose curves are at least as long as the window. */
export async function trainSyncModel(
  corpus: PackedCorpus,
  trainable: readonly number[],
  plan: TrainingPlan,
): Promise<SyncModel> {
  const weights = createSyncWeights(plan.seed);
  const random = seededRandom(seedOf('sync-batches', plan.seed));
  const steps = corpus.syncWindowSteps - 2 * END_STEPS;
  const trained = await trainNetwork({
    weights,
    steps: plan.steps,
    onStep: plan.onStep,
    loss: (normalise) => {
      const batch = sampleBatch(corpus, trainable, plan.batchSize, random);
      const [motion, onsets] = embedSteps({ weights, normalise }, corpus, batch);
      const shifts = Array.from(
        { length: NEGATIVE_SHIFTS },
        () => LEAST_SHIFT_STEPS + random.below(steps - 2 * LEAST_SHIFT_STEPS + 1),
      );
      const logits = stack(
        [0, ...shifts].map((shift) => similarityAt(motion, onsets, shift)),
        1,
      ); // [batch, 1 + shifts]
      const inStep = slice(logSoftmax(mul(logits, 1 / TEMPERATURE)), [0, 0], [batch.length, 1]);
      return neg(mean(inStep)) as Scalar;
    },
  });
  const network = { weights, normalise: trained.normalise };
  return {
    similarities: async (positions) => {
      const result: Float32Array[] = [];
      for (let from = 0; from < positions.length; from += JUDGING_BATCH) {
        const [motion, onsets] = tidy(() => embedSteps(network, corpus, positions.slice(from, from + JUDGING_BATCH)));
        result.push(...shiftSimilarities(await readNumbers(motion), await readNumbers(onsets), steps));
        motion.dispose();
        onsets.dispose();
      }
      return result;
    },
    dispose: () => {
      weights.dispose();
      trained.dispose();
    },
  };
}

/** Both `[batch, steps, STEP_SIZE]`, without their mean over time, of length 1 over a whole clip. */
function embedSteps(network: Network, corpus: PackedCorpus, batch: readonly number[]): [Tensor3D, Tensor3D] {
  const shape = [batch.length, corpus.syncWindowSteps] as const;
  const cells = tensor(curveValues(corpus.motion, CURVES.cells, corpus, batch), [
    ...shape,
    CURVES.cells,
    1,
  ]) as Tensor4D;
  const bands = tensor(curveValues(corpus.onsets, CURVES.bands, corpus, batch), [
    ...shape,
    1,
    CURVES.bands,
  ]) as Tensor4D;
  const perCell = convBlock(network, 'cell', cells, [1, 1]);
  // Which cell counts is decided step by step: what sounds may be anywhere in the picture, and may move.
  const attention = exp(mul(tanh(filtered(network, 'attention', perCell)), 3));
  const seen = div(sum(mul(perCell, attention), 2, true), sum(attention, 2, true)) as Tensor4D;
  const motion = filtered(network, 'motion', seen);
  const onsets = filtered(network, 'onsets', convBlock(network, 'onset', bands, [1, 1]));
  return [unitOverTime(motion), unitOverTime(onsets)];
}

function filtered({ weights }: Network, name: string, x: Tensor4D): Tensor4D {
  return conv2d(x, weights.variables.get(`${name}.filter`) as unknown as Tensor4D, 1, 'same');
}

/** Without the steps whose filters reached over an end of the clip: there, motion and sound would agree on where the clip begins. */
function unitOverTime(x: Tensor4D): Tensor3D {
  const inner = x.shape[1] - 2 * END_STEPS;
  const steps = reshape(slice(x, [0, END_STEPS, 0, 0], [x.shape[0], inner, 1, STEP_SIZE]), [
    x.shape[0],
    inner,
    STEP_SIZE,
  ]);
  const centred = sub(steps, mean(steps, 1, true));
  return div(centred, sqrt(add(sum(square(centred), [1, 2], true), 1e-8))) as Tensor3D;
}

/** Dot product of the motion with the sound `shift` steps later, round the end; `[batch]`. */
function similarityAt(motion: Tensor3D, onsets: Tensor3D, shift: number): Tensor {
  const [batch, steps, size] = onsets.shape;
  const turned =
    shift === 0
      ? onsets
      : concat(
          [slice(onsets, [0, shift, 0], [batch, steps - shift, size]), slice(onsets, [0, 0, 0], [batch, shift, size])],
          1,
        );
  return sum(mul(motion, turned), [1, 2]);
}

/** Shifts that are summed side by side: four sums that do not wait for each other take a quarter of the time of one after the other. */
const SHIFTS_AT_ONCE = 4;

/** The same for every shift, in plain numbers. */
function shiftSimilarities(motion: Float32Array, onsets: Float32Array, steps: number): Float32Array[] {
  const rowSize = steps * STEP_SIZE;
  // The sound twice, so that a shift reads on over its end; and a little more for the shifts that only fill the last four.
  const twice = new Float32Array(2 * rowSize + (SHIFTS_AT_ONCE - 1) * STEP_SIZE);
  return Array.from({ length: motion.length / rowSize }, (_, row) => {
    const moving = motion.subarray(row * rowSize, (row + 1) * rowSize);
    const sounding = onsets.subarray(row * rowSize, (row + 1) * rowSize);
    twice.set(sounding);
    twice.set(sounding, rowSize);
    const result = new Float32Array(Math.ceil(steps / SHIFTS_AT_ONCE) * SHIFTS_AT_ONCE);
    for (let shift = 0; shift < steps; shift += SHIFTS_AT_ONCE) {
      let first = 0;
      let second = 0;
      let third = 0;
      let fourth = 0;
      for (let at = 0, from = shift * STEP_SIZE; at < rowSize; at += 1, from += 1) {
        const moves = moving[at]!;
        first += moves * twice[from]!;
        second += moves * twice[from + STEP_SIZE]!;
        third += moves * twice[from + 2 * STEP_SIZE]!;
        fourth += moves * twice[from + 3 * STEP_SIZE]!;
      }
      result.set([first, second, third, fourth], shift);
    }
    return result.subarray(0, steps);
  });
}
