// The two towers that tell what a clip sounds like and looks like: log-mel and video frames in, embeddings of one space and class
// logits out. Our own design (chosen), small enough to train on CPU cores.
import { mean, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { SeededRandom } from '../signal/seeded-random.ts';
import { unitLength } from '../tensor/match-loss.ts';
import {
  convBlock,
  convBlockShapes,
  createWeights,
  dense,
  denseShapes,
  type Network,
  type Weights,
} from '../tensor/network.ts';
import { PICTURE, SOUND } from './tower-inputs.ts';

/** Numbers in an embedding. */
export const EMBEDDING_SIZE = 48;
const CHANNELS = [16, 32, 48] as const;
/** 64 mel bins after three halvings. */
const MEL_ROWS = SOUND.melBins / 8;

export interface TowerOutput {
  /** `[batch, EMBEDDING_SIZE]`, L2-normalised. */
  readonly embedding: Tensor2D;
  /** `[batch, classes]` */
  readonly classLogits: Tensor2D;
}

export function createTowerWeights(classes: number, random: SeededRandom): Weights {
  const [first, second, third] = CHANNELS;
  return createWeights(
    {
      ...convBlockShapes('sound1', [3, 3, SOUND.channels, first]),
      ...convBlockShapes('sound2', [3, 3, first, second]),
      ...convBlockShapes('sound3', [3, 3, second, third]),
      ...denseShapes('soundEmbedding', MEL_ROWS * third, EMBEDDING_SIZE),
      ...denseShapes('soundClass', MEL_ROWS * third, classes),
      ...convBlockShapes('picture1', [3, 3, PICTURE.channels, first]),
      ...convBlockShapes('picture2', [3, 3, first, second]),
      ...convBlockShapes('picture3', [3, 3, second, third]),
      ...denseShapes('pictureEmbedding', third, EMBEDDING_SIZE),
      ...denseShapes('pictureClass', third, classes),
    },
    random,
  );
}

/** sound `[batch, columns, melBins, 2]` */
export function soundTower(network: Network, sound: Tensor4D): TowerOutput {
  const one = convBlock(network, 'sound1', sound, [2, 2]);
  const two = convBlock(network, 'sound2', one, [2, 2]);
  const three = convBlock(network, 'sound3', two, [2, 2]); // [batch, 12, 8, channels]
  // Mean over time only: where in the spectrum something happens must not be lost.
  const features = reshape(mean(three, 1), [sound.shape[0], -1]) as Tensor2D;
  return {
    embedding: unitLength(dense(network, 'soundEmbedding', features)),
    classLogits: dense(network, 'soundClass', features),
  };
}

/** pictures `[batch * videoFrames, side, side, 3]`; the features of a clip's video frames are averaged. */
export function pictureTower(network: Network, pictures: Tensor4D, videoFrames: number): TowerOutput {
  const one = convBlock(network, 'picture1', pictures, [2, 2]);
  const two = convBlock(network, 'picture2', one, [2, 2]);
  const three = convBlock(network, 'picture3', two, [2, 2]); // [batch * videoFrames, 4, 4, channels]
  const pooled = reshape(mean(three, [1, 2]), [pictures.shape[0] / videoFrames, videoFrames, -1]);
  const features = mean(pooled, 1) as Tensor2D;
  return {
    embedding: unitLength(dense(network, 'pictureEmbedding', features)),
    classLogits: dense(network, 'pictureClass', features),
  };
}
