// Rows freed of what they share: after this, ten cells that move as one say what they have to say once. Pure.
import { symmetricEigen } from './dense-linear.ts';

/** Added to the variances, which are 1 for each row: a strong one, since 250 alike steps say little of 16 rows (chosen). */
const RIDGE = 3;

/**
 * (C + ridge I)^(-1/2) X, C = X X^T / steps: the whitening that leaves each row nearest to what it was, so that its sign keeps its meaning
 * (Kessy, Lewin and Strimmer, "Optimal whitening and decorrelation", 2018: ZCA). Correlations of rows whitened on both sides are those of
 * canonical correlation analysis with a ridge (Vinod 1976), before it turns them to their main axes.
 * @param values `[rows, steps]`, standardised
 */
export function whiten(values: Float32Array, rows: number, steps: number): Float32Array {
  const covariance = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let step = 0; step < steps; step += 1) sum += values[i * steps + step]! * values[j * steps + step]!;
      covariance[i * rows + j] = sum / steps;
      covariance[j * rows + i] = sum / steps;
    }
  }
  const mixing = new Float64Array(rows * rows);
  for (const { value, vector } of symmetricEigen(covariance, rows)) {
    const scale = 1 / Math.sqrt(Math.max(0, value) + RIDGE);
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < rows; j += 1) mixing[i * rows + j]! += scale * vector[i]! * vector[j]!;
    }
  }
  const whitened = new Float32Array(values.length);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < rows; j += 1) {
      const weight = mixing[i * rows + j]!;
      for (let step = 0; step < steps; step += 1) whitened[i * steps + step]! += weight * values[j * steps + step]!;
    }
  }
  return whitened;
}
