// How long, how fast and towards what each preset is trained. Values only. Nothing of the paper's is known: the numbers of `paper` are
// those of the same lab's TCGL where it has any (reconstructed), all others are chosen.
import type { AvclObjective, Fusion } from './avcl-model.ts';
import { AVCL_PRESETS, embeddingSize, type PresetName } from './presets.ts';

export type OptimiserPlan =
  | { readonly kind: 'adam'; readonly weightDecay: number }
  | { readonly kind: 'sgd'; readonly momentum: number; readonly weightDecay: number };

export interface TrainSettings {
  /** Weight decay spares biases and the scales and offsets of batch norm. */
  readonly optimiser: OptimiserPlan;
  /** Peak; half a cosine leads down from it. */
  readonly learningRate: number;
  readonly warmUpEpochs: number;
  readonly epochs: number;
  /** Ends after so many steps instead, in the middle of an epoch where they lead there; 0: weights as they are drawn. */
  readonly steps?: number;
  /** Clips that are compared with one another. */
  readonly batchSize: number;
  /** Batches whose gradients make one step, averaged; each is normalised and contrasted by itself. */
  readonly batchesPerStep: number;
}

/**
 * The alignment loss is a sum over the numbers of a vector; divided by their count it is of the contrast loss's order (chosen).
 * `paper` fuses as the figure draws it. There SelfCL can read the answer off the fused query, and in the one run measured the
 * unfused vectors gained little (test/bench/README.md, "What pre-training learns"): the smaller presets fuse each candidate pair.
 */
export function avclObjective(
  preset: PresetName,
  fusion: Fusion = preset === 'paper' ? 'as-drawn' : 'pairwise',
): AvclObjective {
  const size = embeddingSize(AVCL_PRESETS[preset].encoder);
  return { fusion, alignmentWeight: 1 / size, contrastWeight: 1 };
}

export const TRAIN_SETTINGS: Readonly<Record<PresetName, TrainSettings>> = {
  smoke: {
    optimiser: { kind: 'adam', weightDecay: 1e-2 },
    learningRate: 3e-3,
    warmUpEpochs: 1,
    epochs: 30,
    batchSize: 16,
    batchesPerStep: 1,
  },
  small: {
    optimiser: { kind: 'adam', weightDecay: 1e-2 },
    learningRate: 1e-3,
    warmUpEpochs: 5,
    epochs: 100,
    batchSize: 32,
    batchesPerStep: 1,
  },
  /** Optimiser, rate, epochs and batch: TCGL's pre-training script. It has no schedule; warm-up and cosine are chosen. */
  paper: {
    optimiser: { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
    learningRate: 5e-3,
    warmUpEpochs: 5,
    epochs: 300,
    batchSize: 32,
    batchesPerStep: 1,
  },
};
