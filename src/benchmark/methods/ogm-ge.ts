// OGM-GE (Peng et al. 2022, arXiv 2203.15332): supervised learning of both encoders, the one whose modality is ahead held back at each step.
import {
  add,
  div,
  mean,
  mul,
  type NamedTensorMap,
  oneHot,
  type Scalar,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { LearningTask } from '../../avcl/learning-task.ts';
import type { AvclPreset } from '../../avcl/presets.ts';
import { seededRandom, seedOf } from '../../signal/seeded-random.ts';
import { classifierShapes, crossEntropy, modalityLogits, summed } from './classifier.ts';

/** How strongly it is held back: the source tunes it for each data set; this one is chosen. */
const ALPHA = 0.3;
/** Added to the deviation of the noise: that of the code released with the source. */
const NOISE_EPSILON = 1e-8;

/** The share by which the gradients of each encoder are multiplied. */
interface Coefficients {
  readonly visual: number;
  readonly audio: number;
}

/**
 * Its eq. 10, as the released code has it (stated), for the modality u that is ahead, the other's coefficient being 1:
 *   rho_u = sum_i s_i(u) / sum_i s_i(other)      k_u = 1 - tanh(alpha rho_u) where rho_u > 1
 * @param confidence sums or means over the same clips of s_i: the softmax, at the clip's class, of what a modality adds to the logits
 */
function coefficientsOf(confidence: Coefficients): Coefficients {
  const ratio = confidence.visual / confidence.audio;
  return ratio > 1
    ? { visual: 1 - Math.tanh(ALPHA * ratio), audio: 1 }
    : { visual: 1, audio: 1 - Math.tanh(ALPHA / ratio) };
}

/** @param seed of the noise */
export function ogmGeTask(preset: AvclPreset, classNames: readonly string[], seed: number): LearningTask {
  return {
    objective: { name: 'ogm-ge', inputs: 'both', classNames, alpha: ALPHA },
    headShapes: classifierShapes(preset, 'both', classNames.length),
    losses: ({ weights }, embeddings, labels) => {
      const logits = modalityLogits(weights, 'both', embeddings);
      return {
        visualConfidence: confidenceOf(logits.visual!, labels),
        audioConfidence: confidenceOf(logits.audio!, labels),
        total: crossEntropy(summed(logits), labels),
      };
    },
    modulate: (gradients, { visualConfidence, audioConfidence }, step) => {
      const coefficients = coefficientsOf({ visual: visualConfidence!, audio: audioConfidence! });
      return modulated(gradients, coefficients, (name) => seedOf('gradient noise', seed, step, name));
    },
  };
}
/** Mean over the clips of the softmax at the clip's class. */
function confidenceOf(logits: Tensor2D, labels: Int32Array): Scalar {
  return div(sum(mul(softmax(logits), oneHot(labels, logits.shape[1]))), labels.length);
}

/**
 * As the released code has it (stated), of each filter of an encoder:
 *   g <- k g + h        h ~ N(0, standard deviation of the numbers of g)
 * The noise is drawn for both encoders, held back or not.
 */
function modulated(
  gradients: NamedTensorMap,
  coefficients: Coefficients,
  seedFor: (name: string) => number,
): NamedTensorMap {
  const changed: NamedTensorMap = {};
  for (const [name, gradient] of Object.entries(gradients)) {
    const isFilter = gradient.rank === 4;
    const coefficient = name.startsWith('video.') ? coefficients.visual : coefficients.audio;
    changed[name] = isFilter
      ? tidy(() => add(mul(gradient, coefficient), noiseLike(gradient, seedFor(name))))
      : gradient;
    if (isFilter) gradient.dispose();
  }
  return changed;
}

function noiseLike(gradient: Tensor, seed: number): Tensor {
  const random = seededRandom(seed);
  const drawn = Float32Array.from({ length: gradient.size }, () => random.normal());
  const squares = sum(square(sub(gradient, mean(gradient))));
  const deviation = add(sqrt(div(squares, gradient.size - 1)), NOISE_EPSILON);
  return mul(tensor(drawn, gradient.shape), deviation);
}
