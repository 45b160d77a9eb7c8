// Learning rate over a run: up in a line, down in half a cosine. Pure.

export interface LearningRatePlan {
  readonly peak: number;
  readonly steps: number;
  /** Steps until the peak, of `steps`. */
  readonly warmUpSteps: number;
}

/**
 * Step s of S, from 0, W of them warm-up (Goyal et al. 2017, arXiv 1706.02677, section 2.2; Loshchilov & Hutter 2017, arXiv 1608.03983,
 * eq. 5 without restarts; both stated there, their use here chosen):
 *   s < W:  peak (s + 1) / W        else:  peak / 2 (1 + cos(pi (s - W) / (S - W)))
 */
export function learningRateAt(step: number, { peak, steps, warmUpSteps }: LearningRatePlan): number {
  if (step < warmUpSteps) return (peak * (step + 1)) / warmUpSteps;
  return (peak / 2) * (1 + Math.cos((Math.PI * (step - warmUpSteps)) / (steps - warmUpSteps)));
}
