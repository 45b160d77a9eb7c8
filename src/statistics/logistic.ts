// Logistic regression: features and yes-or-no in, a function that gives probabilities out. Newton's method with a ridge; pure, and without
// chance: the same rows give the same model.
import { cholesky, solveLower, solveUpper } from '../signal/dense-linear.ts';

export interface LogisticModel {
  /** Of the features as they were handed in, after `mean` and `deviation` were taken out. */
  readonly weights: readonly number[];
  readonly bias: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface LogisticRow {
  readonly features: readonly number[];
  readonly happened: boolean;
  /** How many rows it stands for; 1 when left out. */
  readonly weight?: number;
}

/** Newton's steps: the loss is convex and settles within ten. */
const STEPS = 12;

/**
 * Minimises sum log(1 + exp(-y (w x + b))) + ridge / 2 |w|^2 over standardised features; the bias is not held back.
 * @param ridge in rows: 1 weighs as much as one clip that says zero of each weight
 */
export function fitLogistic(rows: readonly LogisticRow[], ridge: number): LogisticModel {
  const size = rows[0]?.features.length ?? 0;
  const mean = Array.from({ length: size }, (_, at) => average(rows.map(({ features }) => features[at]!)));
  const deviation = mean.map((middle, at) =>
    Math.sqrt(average(rows.map(({ features }) => (features[at]! - middle) ** 2))),
  );
  // The bias is the weight of a feature that is always 1.
  const inputs = rows.map(({ features }) => [...standardised(features, mean, deviation), 1]);
  let weights: number[] = new Array(size + 1).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient: number[] = weights.map((weight, at) => (at < size ? ridge * weight : 0));
    const curvature = new Float64Array(weights.length ** 2);
    for (const at of weights.keys()) curvature[at * weights.length + at] = at < size ? ridge : 1e-9;
    for (const [index, input] of inputs.entries()) {
      const { happened, weight = 1 } = rows[index]!;
      const probability = sigmoid(dot(weights, input));
      const error = weight * (probability - (happened ? 1 : 0));
      const bend = weight * probability * (1 - probability);
      for (const [row, value] of input.entries()) {
        gradient[row]! += error * value;
        for (const [column, other] of input.entries()) curvature[row * input.length + column]! += bend * value * other;
      }
    }
    const lower = cholesky(curvature, weights.length);
    const move = solveUpper(lower, weights.length, solveLower(lower, weights.length, Float64Array.from(gradient), 1));
    weights = weights.map((weight, at) => weight - move[at]!);
  }
  return { weights: weights.slice(0, size), bias: weights[size]!, mean, deviation };
}

/** Probability, 0..1. */
export function predictLogistic(model: LogisticModel, features: readonly number[]): number {
  return sigmoid(dot(model.weights, standardised(features, model.mean, model.deviation)) + model.bias);
}

/** A feature that never changes says nothing: 0. */
function standardised(features: readonly number[], mean: readonly number[], deviation: readonly number[]): number[] {
  return features.map((value, at) => (deviation[at]! > 1e-9 ? (value - mean[at]!) / deviation[at]! : 0));
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
