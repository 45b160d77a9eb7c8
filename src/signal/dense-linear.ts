// Small dense linear algebra, row-major: Cholesky, triangular solves, eigenvectors of symmetric matrices. Pure.

/** L with L L^T = matrix, lower triangular; the matrix must be positive definite, as a covariance with a ridge is. */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k += 1) sum -= lower[row * size + k]! * lower[column * size + k]!;
      lower[row * size + column] = row === column ? Math.sqrt(sum) : sum / lower[column * size + column]!;
    }
  }
  return lower;
}

/** X with L X = B, `[size, columns]`. */
export function solveLower(lower: Float64Array, size: number, b: Float64Array, columns: number): Float64Array {
  const x = b.slice();
  for (let row = 0; row < size; row += 1) {
    for (let k = 0; k < row; k += 1) {
      const factor = lower[row * size + k]!;
      for (let column = 0; column < columns; column += 1)
        x[row * columns + column]! -= factor * x[k * columns + column]!;
    }
    const pivot = lower[row * size + row]!;
    for (let column = 0; column < columns; column += 1) x[row * columns + column]! /= pivot;
  }
  return x;
}

/** x with L^T x = b. */
export function solveUpper(lower: Float64Array, size: number, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = x[row]!;
    for (let k = row + 1; k < size; k += 1) sum -= lower[k * size + row]! * x[k]!;
    x[row] = sum / lower[row * size + row]!;
  }
  return x;
}

export interface EigenPair {
  readonly value: number;
  readonly vector: Float64Array;
}

/** Enough for 16 by 16: Jacobi's method converges quadratically once it is near. */
const SWEEPS = 8;
/** Square of an element off the diagonal, relative to its two on it, that no longer matters. */
const NEGLIGIBLE = 1e-20;

/** Cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5); greatest eigenvalue first, vectors of length 1. */
export function symmetricEigen(matrix: Float64Array, size: number): EigenPair[] {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) vectors[k * size + k] = 1;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) rotate(a, vectors, size, p, q);
  }
  return Array.from({ length: size }, (_, k) => ({
    value: a[k * size + k]!,
    vector: vectors.slice(k * size, (k + 1) * size),
  })).sort((first, second) => second.value - first.value);
}

/** Makes a[p, q] zero; `vectors` holds the eigenvectors as rows. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const off = a[p * size + q]!;
  if (off * off <= NEGLIGIBLE * Math.abs(a[p * size + p]! * a[q * size + q]!)) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * off);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k += 1) {
    const left = a[k * size + p]!;
    const right = a[k * size + q]!;
    a[k * size + p] = cosine * left - sine * right;
    a[k * size + q] = sine * left + cosine * right;
  }
  for (let k = 0; k < size; k += 1) {
    const upper = a[p * size + k]!;
    const lower = a[q * size + k]!;
    a[p * size + k] = cosine * upper - sine * lower;
    a[q * size + k] = sine * upper + cosine * lower;
    const first = vectors[p * size + k]!;
    const second = vectors[q * size + k]!;
    vectors[p * size + k] = cosine * first - sine * second;
    vectors[q * size + k] = sine * first + cosine * second;
  }
}
