// Logistic regression: features and yes-or-no in, a function that gives probabilities out. Newton's method with a ridge; pure, and without
// chance: the same rows give the same model.

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
    const curvature = weights.map((_, row) =>
      weights.map((__, column) => (row !== column ? 0 : row < size ? ridge : 1e-9)),
    );
    for (const [index, input] of inputs.entries()) {
      const { happened, weight = 1 } = rows[index]!;
      const probability = sigmoid(dot(weights, input));
      const error = weight * (probability - (happened ? 1 : 0));
      const bend = weight * probability * (1 - probability);
      for (const [row, value] of input.entries()) {
        gradient[row]! += error * value;
        for (const [column, other] of input.entries()) curvature[row]![column]! += bend * value * other;
      }
    }
    const move = solve(curvature, gradient);
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

/** Gauss and Jordan with the largest pivot of each column. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  for (let column = 0; column < rows.length; column += 1) {
    let best = column;
    for (let row = column + 1; row < rows.length; row += 1)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row;
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const pivot = rows[column]!;
    for (const [at, row] of rows.entries()) {
      if (at === column) continue;
      const factor = row[column]! / pivot[column]!;
      for (let k = column; k < row.length; k += 1) row[k]! -= factor * pivot[k]!;
    }
  }
  return rows.map((row, at) => row.at(-1)! / row[at]!);
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
