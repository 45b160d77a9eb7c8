// Multinomial logistic regression: features and the share of each outcome in, probabilities of the outcomes out. Newton's method with a
// ridge; pure, and without chance: the same rows give the same model.
import { cholesky, solveLower, solveUpper } from '../signal/dense-linear.ts';

export interface SoftmaxRow {
  /** Of about unit scale: the ridge holds them all back alike. */
  readonly features: ArrayLike<number>;
  /** Of each outcome, 0..1; their sum is how many rows it stands for. */
  readonly shares: ArrayLike<number>;
}

export interface SoftmaxModel {
  readonly features: number;
  readonly outcomes: number;
  /** `[outcomes - 1, features + 1]`: log-odds of each outcome but the first against the first; the bias comes last. */
  readonly weights: Float64Array;
}

interface SoftmaxSettings {
  /** In rows: 1 weighs as much as one row that says zero of each weight. */
  readonly ridge: number;
  /** Positions of features whose weights stay at zero or below: they can only speak against the outcomes after the first. */
  readonly falling?: readonly number[];
  /** A model of similar rows to begin from. */
  readonly start?: SoftmaxModel;
}

/** Newton's steps: from the last fit of nearly the same rows, two or three are enough. */
const STEPS = 20;
/** A change of the weights that no longer matters. */
const SETTLED = 1e-3;
const SMALLEST_STEP = 1e-3;
/** Rows that hold a bias back: as good as none, but an outcome that has no rows stays finite. */
const BIAS_RIDGE = 1e-3;

/**
 * Minimises sum_rows [-sum_k shares_k log p_k] + ridge / 2 |w|^2. Falling weights that would rise above zero stay there, and the others
 * move as Newton's method has it (Bertsekas 1982, projected Newton).
 */
export function fitSoftmax(rows: readonly SoftmaxRow[], { ridge, falling = [], start }: SoftmaxSettings): SoftmaxModel {
  const features = rows[0]?.features.length ?? 0;
  const outcomes = rows[0]?.shares.length ?? 1;
  const size = (outcomes - 1) * (features + 1);
  const held = Float64Array.from({ length: size }, (_, at) => (at % (features + 1) < features ? ridge : BIAS_RIDGE));
  const isFalling = Array.from({ length: size }, (_, at) => falling.includes(at % (features + 1)));
  let model: SoftmaxModel = { features, outcomes, weights: start?.weights ?? new Float64Array(size) };
  let loss = lossOf(model, rows, held);
  for (let step = 0; step < STEPS; step += 1) {
    const { gradient, curvature } = derivatives(model, rows, held);
    for (const [at, isBounded] of isFalling.entries())
      if (isBounded && model.weights[at]! >= 0 && gradient[at]! < 0) lock(gradient, curvature, at);
    const lower = cholesky(curvature, size);
    const move = solveUpper(lower, size, solveLower(lower, size, gradient, 1));
    const moved = (part: number): SoftmaxModel => {
      const weights = model.weights.map((weight, at) => weight - part * move[at]!);
      return { ...model, weights: weights.map((weight, at) => (isFalling[at] ? Math.min(0, weight) : weight)) };
    };
    // Far from its end a full step of Newton's may overshoot.
    let part = 1;
    while (lossOf(moved(part), rows, held) > loss && part > SMALLEST_STEP) part /= 2;
    const next = moved(part);
    const change = next.weights.reduce((most, weight, at) => Math.max(most, Math.abs(weight - model.weights[at]!)), 0);
    model = next;
    loss = lossOf(model, rows, held);
    if (change < SETTLED) break;
  }
  return model;
}

/** Takes one weight out of the step. */
function lock(gradient: Float64Array, curvature: Float64Array, at: number): void {
  const size = gradient.length;
  gradient[at] = 0;
  for (let other = 0; other < size; other += 1) {
    curvature[at * size + other] = 0;
    curvature[other * size + at] = 0;
  }
  curvature[at * size + at] = 1;
}

/** Probability of each outcome, 0..1. @param shift added to the log-odds of each outcome but the first */
export function predictSoftmax(model: SoftmaxModel, features: ArrayLike<number>, shift?: ArrayLike<number>): number[] {
  const logits = logitsOf(model, features);
  for (let at = 1; at < model.outcomes; at += 1) logits[at]! += shift?.[at - 1] ?? 0;
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Log-odds of each outcome but the first against the first. */
export function logOddsOf(model: SoftmaxModel, features: ArrayLike<number>): number[] {
  return logitsOf(model, features).slice(1);
}

/** Of all outcomes, the first at 0. */
function logitsOf({ features: size, outcomes, weights }: SoftmaxModel, features: ArrayLike<number>): number[] {
  const logits = [0];
  for (let begin = 0; logits.length < outcomes; begin += size + 1) {
    let logit = weights[begin + size]!;
    for (let at = 0; at < size; at += 1) logit += weights[begin + at]! * features[at]!;
    logits.push(logit);
  }
  return logits;
}

function lossOf(model: SoftmaxModel, rows: readonly SoftmaxRow[], held: Float64Array): number {
  let loss = model.weights.reduce((sum, weight, at) => sum + (held[at]! * weight ** 2) / 2, 0);
  for (const { features, shares } of rows) {
    const logits = logitsOf(model, features);
    const largest = Math.max(...logits);
    const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
    for (const [at, logit] of logits.entries()) loss += shares[at]! * (logSum - logit);
  }
  return loss;
}

function derivatives(model: SoftmaxModel, rows: readonly SoftmaxRow[], held: Float64Array) {
  const { features: size, outcomes, weights } = model;
  const block = size + 1;
  const gradient = weights.map((weight, at) => held[at]! * weight);
  const curvature = new Float64Array(weights.length ** 2);
  for (const at of held.keys()) curvature[at * weights.length + at] = held[at]!;
  // The bias is the weight of a feature that is always 1.
  const input = new Float64Array(block).fill(1);
  for (const { features, shares } of rows) {
    input.set(features);
    const probabilities = predictSoftmax(model, features);
    const weight = probabilities.reduce((sum, _, at) => sum + shares[at]!, 0);
    for (let one = 1; one < outcomes; one += 1) {
      const error = weight * probabilities[one]! - shares[one]!;
      for (let at = 0; at < block; at += 1) gradient[(one - 1) * block + at]! += error * input[at]!;
      // The lower triangle is all that the decomposition reads.
      for (let other = 1; other <= one; other += 1) {
        const bend = weight * probabilities[one]! * ((one === other ? 1 : 0) - probabilities[other]!);
        addOuter(curvature, weights.length, (one - 1) * block, (other - 1) * block, input, bend);
      }
    }
  }
  return { gradient, curvature };
}

/** Adds factor * input input^T to the block of the matrix that begins at the row and column. */
function addOuter(
  matrix: Float64Array,
  size: number,
  row: number,
  column: number,
  input: Float64Array,
  factor: number,
): void {
  for (let down = 0; down < input.length; down += 1) {
    const begin = (row + down) * size + column;
    const value = factor * input[down]!;
    for (let across = 0; across < input.length; across += 1) matrix[begin + across]! += value * input[across]!;
  }
}
