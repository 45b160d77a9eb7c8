// A linear classifier: rows of features with a class each in, a score for each class out. Multinomial logistic regression with a ridge, for thousands
// of features (softmax-regression.ts is for few, where Newton's method can be afforded). Pure, and without chance.
import { minimise } from './lbfgs.ts';

export interface LabelledRows {
  /** `[rows, features]`, of about unit scale: the ridge holds all back alike. */
  readonly values: Float64Array;
  readonly features: number;
  /** 0..classes - 1 of each row. */
  readonly labels: readonly number[];
  readonly classes: number;
}

export interface LinearClassifier {
  readonly features: number;
  readonly classes: number;
  /** `[classes, features + 1]`: the bias comes last. */
  readonly weights: Float64Array;
}

interface FitSettings {
  /** scikit-learn's C is 1 / (rows ridge). */
  readonly ridge: number;
  /** Positions of the rows to learn from; undefined: all. */
  readonly among?: readonly number[];
  /** A model of similar rows to begin from: the result is the same, sooner. */
  readonly start?: LinearClassifier;
}

/** The largest slope of the mean loss that no longer matters: a tenth of scikit-learn's (chosen). */
const FLAT = 1e-5;

/** Minimises mean over rows of -log p(class) + ridge / 2 |W|^2; biases are free. */
export function fitLinearClassifier(rows: LabelledRows, { ridge, among, start }: FitSettings): LinearClassifier {
  const { values, features, labels, classes } = rows;
  const positions = among ?? [...labels.keys()];
  const size = features + 1;
  const objective = (weights: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    const scores = new Float64Array(classes);
    let loss = 0;
    for (const row of positions) {
      writeScores(weights, features, values, row, scores, 0);
      const label = labels[row]!;
      const own = scores[label]!;
      const logSum = exponentiate(scores);
      loss += logSum - own;
      for (let at = 0; at < classes; at += 1) {
        const error = scores[at]! - (at === label ? 1 : 0);
        const begin = at * size;
        for (let feature = 0; feature < features; feature += 1)
          gradient[begin + feature]! += error * values[row * features + feature]!;
        gradient[begin + features]! += error;
      }
    }
    let squares = 0;
    for (let at = 0; at < weights.length; at += 1) {
      gradient[at]! /= positions.length;
      if (at % size === features) continue;
      gradient[at]! += ridge * weights[at]!;
      squares += weights[at]! ** 2;
    }
    return loss / positions.length + (ridge / 2) * squares;
  };
  const weights = minimise(objective, start?.weights ?? new Float64Array(classes * size), FLAT);
  return { features, classes, weights };
}

/** `[rows, classes]`: logarithms of probabilities but for a constant of each row. */
export function classScores({ features, classes, weights }: LinearClassifier, values: Float64Array): Float64Array {
  const rows = values.length / features;
  const scores = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row += 1) writeScores(weights, features, values, row, scores, row * classes);
  return scores;
}

/** Mean over rows of -log p(class), nats. */
export function meanLogLoss(
  model: LinearClassifier,
  { values, features, labels }: LabelledRows,
  among: readonly number[],
): number {
  const scores = new Float64Array(model.classes);
  let loss = 0;
  for (const row of among) {
    writeScores(model.weights, features, values, row, scores, 0);
    const own = scores[labels[row]!]!;
    loss += exponentiate(scores) - own;
  }
  return loss / among.length;
}

function writeScores(
  weights: Float64Array,
  features: number,
  values: Float64Array,
  row: number,
  scores: Float64Array,
  to: number,
): void {
  const from = row * features;
  const classes = weights.length / (features + 1);
  for (let at = 0; at < classes; at += 1) {
    const begin = at * (features + 1);
    let sum = weights[begin + features]!;
    for (let feature = 0; feature < features; feature += 1) sum += weights[begin + feature]! * values[from + feature]!;
    scores[to + at] = sum;
  }
}

/** Scores become probabilities. @returns log of the sum of their powers */
function exponentiate(scores: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let total = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp(scores[at]! - highest);
    total += scores[at]!;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at]! /= total;
  return highest + Math.log(total);
}
