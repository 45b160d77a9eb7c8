// AVC (audio-visual correspondence): do sound and picture belong together? Look, Listen and Learn (Arandjelovic & Zisserman 2017,
// arXiv 1705.08168) on our encoders.
import {
  add,
  div,
  expandDims,
  eye,
  matMul,
  mul,
  relu,
  reshape,
  type Scalar,
  slice,
  softplus,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { EmbeddingPair } from '../../avcl/amfm.ts';
import type { LearningTask } from '../../avcl/learning-task.ts';
import { inRows } from '../../avcl/pairwise-fusion.ts';
import { type AvclPreset, embeddingSize } from '../../avcl/presets.ts';
import { denseShapes, type Network, type Weights } from '../../tensor/network.ts';

/** Numbers between the two layers (stated there). */
const HIDDEN = 128;

/**
 * Both vectors side by side, two layers with a ReLU between, and the softmax of two outcomes (stated there), written as the sigmoid of the
 * difference s of both, which is the same:
 *   s_ij = w2 ReLU(W1 [v_i ; a_j] + b1) + b2        L = 1/2B sum_i log(1 + e^{-s_ii})  +  1/(2B(B-1)) sum_{i != j} log(1 + e^{s_ij})
 * symbols: v -> video, a -> sound, i, j -> clips of the batch. There, half of the examples are pairs of two videos drawn at random (stated);
 * here each picture meets the sounds of all other clips of its batch, which together weigh as much as its own (chosen).
 */
export function avcTask({ encoder }: AvclPreset): LearningTask {
  const size = embeddingSize(encoder);
  return {
    objective: { name: 'avc' },
    headShapes: { ...denseShapes('pair', 2 * size, HIDDEN), ...denseShapes('match', HIDDEN, 1) },
    losses: ({ weights }, embeddings) => ({
      total: correspondenceLoss(pairScores(weights, embeddings.video(), embeddings.sound())),
    }),
  };
}

/** How much a trained model takes each picture and each sound for a pair, `[videos, sounds]`. */
export function avcScores({ weights }: Network, pair: EmbeddingPair): Tensor2D {
  return inRows(pair, ({ video, sound }) => pairScores(weights, video, sound));
}

/** `[videos, sounds]`; W1 comes apart into its rows for the picture and those for the sound. */
function pairScores({ variables }: Weights, video: Tensor2D, sound: Tensor2D): Tensor2D {
  const [videos, size] = video.shape;
  const [sounds] = sound.shape;
  const matrix = variables.get('pair.matrix') as unknown as Tensor2D;
  const bias = variables.get('pair.bias') as unknown as Tensor1D;
  const byVideo = add(matMul(video, slice(matrix, [0, 0], [size, HIDDEN])), bias); // [videos, HIDDEN]
  const bySound = matMul(sound, slice(matrix, [size, 0], [size, HIDDEN]));
  const hidden = relu(add(expandDims(byVideo, 1), expandDims(bySound, 0))); // [videos, sounds, HIDDEN]
  const matchMatrix = variables.get('match.matrix') as unknown as Tensor2D;
  const scores = add(
    matMul(reshape(hidden, [videos * sounds, HIDDEN]) as Tensor2D, matchMatrix),
    variables.get('match.bias')!,
  );
  return reshape(scores, [videos, sounds]);
}

function correspondenceLoss(scores: Tensor2D): Scalar {
  const batch = scores.shape[0];
  const own = eye(batch);
  const missed = div(sum(mul(softplus(mul(scores, -1)), own)), batch);
  const mistaken = div(sum(mul(softplus(scores), sub(1, own))), batch * (batch - 1));
  return div(add(missed, mistaken), 2) as Scalar;
}
