// One model of what sounds belong to what pictures: trained on the clips of some folds, it gives embeddings and class probabilities of others.
import { add, mul, softmax, type Tensor2D, type Tensor4D, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { seededRandom, seedOf } from '../signal/seeded-random.ts';
import { readNumbers } from '../tensor/read-numbers.ts';
import { pictureValues, sampleBatch, soundValues } from './batches.ts';
import { classLoss, symmetricInfoNce } from './losses.ts';
import type { PackedCorpus } from './packed-corpus.ts';
import { PICTURE, SOUND } from './tower-inputs.ts';
import { createTowerWeights, pictureTower, soundTower, type TowerOutput } from './towers.ts';
import { trainNetwork } from './training-loop.ts';

/** Video frames of a clip that one training step looks at, and that judging looks at. */
const TRAINING_FRAMES = 2;
const JUDGING_FRAMES = 4;
/** Share of a label's weight that is spread over all classes: about the share of clips whose sound is not their label's (chosen). */
const LABEL_SMOOTHING = 0.2;
/** Weight of the two class losses beside InfoNCE (chosen). */
const CLASS_WEIGHT = 0.5;
/** Clips that are judged at once. */
const JUDGING_BATCH = 32;

export interface TowerNumbers {
  /** `[clips, EMBEDDING_SIZE]`, L2-normalised. */
  readonly embeddings: Float32Array;
  /** `[clips, classes]`, in the order of the corpus' labels. */
  readonly classProbabilities: Float32Array;
}

export interface SemanticModel {
  /** Only clips that have a usable sound. */
  judgeSounds(positions: readonly number[]): Promise<TowerNumbers>;
  judgePictures(positions: readonly number[]): Promise<TowerNumbers>;
  dispose(): void;
}

export interface TrainingPlan {
  readonly seed: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly onStep: (step: number, loss: number) => void;
}

/** @param trainable positions of clips with a usable sound and picture. */
export async function trainSemanticModel(
  corpus: PackedCorpus,
  trainable: readonly number[],
  plan: TrainingPlan,
): Promise<SemanticModel> {
  const weights = createTowerWeights(corpus.labels.length, seededRandom(seedOf('towers', plan.seed)));
  const random = seededRandom(seedOf('tower-batches', plan.seed));
  const labelAt = new Map(corpus.labels.map((label, index) => [label, index]));
  const trained = await trainNetwork({
    weights,
    steps: plan.steps,
    onStep: plan.onStep,
    loss: (normalise) => {
      const batch = sampleBatch(corpus, trainable, plan.batchSize, random);
      const labels = tensor1d(
        batch.map((position) => labelAt.get(corpus.clips[position]!.label)!),
        'int32',
      );
      const network = { weights, normalise };
      const sound = soundTower(network, soundTensor(soundValues(corpus, batch, random)));
      const picture = pictureTower(
        network,
        pictureTensor(pictureValues(corpus, batch, TRAINING_FRAMES, random)),
        TRAINING_FRAMES,
      );
      const byClass = add(
        classLoss(sound.classLogits, labels, LABEL_SMOOTHING),
        classLoss(picture.classLogits, labels, LABEL_SMOOTHING),
      );
      return add(symmetricInfoNce(sound.embedding, picture.embedding), mul(byClass, CLASS_WEIGHT));
    },
  });
  const network = { weights, normalise: trained.normalise };
  return {
    judgeSounds: (positions) =>
      inBatches(positions, (batch) => soundTower(network, soundTensor(soundValues(corpus, batch)))),
    judgePictures: (positions) =>
      inBatches(positions, (batch) =>
        pictureTower(network, pictureTensor(pictureValues(corpus, batch, JUDGING_FRAMES)), JUDGING_FRAMES),
      ),
    dispose: () => {
      weights.dispose();
      trained.dispose();
    },
  };
}

async function inBatches(
  positions: readonly number[],
  judge: (batch: readonly number[]) => TowerOutput,
): Promise<TowerNumbers> {
  const embeddings: Float32Array[] = [];
  const classProbabilities: Float32Array[] = [];
  for (let from = 0; from < positions.length; from += JUDGING_BATCH) {
    const [embedding, probabilities] = tidy(() => {
      const output = judge(positions.slice(from, from + JUDGING_BATCH));
      return [output.embedding, softmax(output.classLogits)] as [Tensor2D, Tensor2D];
    });
    embeddings.push(await readNumbers(embedding));
    classProbabilities.push(await readNumbers(probabilities));
    embedding.dispose();
    probabilities.dispose();
  }
  return { embeddings: joined(embeddings), classProbabilities: joined(classProbabilities) };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

function soundTensor(values: Float32Array): Tensor4D {
  return tensor(values, [
    values.length / (SOUND.columns * SOUND.melBins * SOUND.channels),
    SOUND.columns,
    SOUND.melBins,
    SOUND.channels,
  ]);
}

function pictureTensor(values: Float32Array): Tensor4D {
  return tensor(values, [
    values.length / (PICTURE.sidePx ** 2 * PICTURE.channels),
    PICTURE.sidePx,
    PICTURE.sidePx,
    PICTURE.channels,
  ]);
}
