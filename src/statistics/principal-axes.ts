// The directions in which points differ most (principal component analysis, Pearson 1901): rows in, their places along the first axes out. Pure,
// and without chance: the same rows give the same places.

export interface PrincipalPlaces {
  /** `[rows, axes]` */
  readonly places: readonly (readonly number[])[];
  /** Of each axis, 0..1: its part of the spread of all rows. */
  readonly shares: readonly number[];
}

/** Power iteration: the angle left after so many steps is far below what a drawing shows, unless two axes spread alike, and then either will do. */
const STEPS = 200;

/** @param values `[rows, size]` */
export function principalPlaces(values: Float32Array, size: number, axes: number): PrincipalPlaces {
  const rows = values.length / size;
  const left = centred(values, size);
  const total = sumOfSquares(left);
  const places = Array.from({ length: rows }, () => new Array<number>(axes).fill(0));
  const shares: number[] = [];
  for (let axis = 0; axis < axes; axis += 1) {
    const direction = longestDirection(left, size);
    let spread = 0;
    for (let row = 0; row < rows; row += 1) {
      const place = dotRow(left, row, size, direction);
      places[row]![axis] = place;
      spread += place ** 2;
      // What is left has nothing of this axis.
      for (let at = 0; at < size; at += 1) left[row * size + at]! -= place * direction[at]!;
    }
    shares.push(total === 0 ? 0 : spread / total);
  }
  return { places, shares };
}

function centred(values: Float32Array, size: number): Float64Array {
  const rows = values.length / size;
  const result = Float64Array.from(values);
  for (let at = 0; at < size; at += 1) {
    let mean = 0;
    for (let row = 0; row < rows; row += 1) mean += values[row * size + at]! / rows;
    for (let row = 0; row < rows; row += 1) result[row * size + at]! -= mean;
  }
  return result;
}

/** Of length 1, its largest number positive, so that no picture is mirrored by chance. */
function longestDirection(rows: Float64Array, size: number): Float64Array {
  const count = rows.length / size;
  // Every direction has something of this start, but for made-up ones.
  let direction = normalised(Float64Array.from({ length: size }, (_, at) => 1 + at / size));
  for (let step = 0; step < STEPS; step += 1) {
    const next = new Float64Array(size);
    for (let row = 0; row < count; row += 1) {
      const place = dotRow(rows, row, size, direction);
      for (let at = 0; at < size; at += 1) next[at]! += place * rows[row * size + at]!;
    }
    if (sumOfSquares(next) === 0) break;
    direction = normalised(next);
  }
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}

function dotRow(rows: Float64Array, row: number, size: number, direction: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < size; at += 1) sum += rows[row * size + at]! * direction[at]!;
  return sum;
}

function normalised(vector: Float64Array): Float64Array {
  const length = Math.sqrt(sumOfSquares(vector));
  return vector.map((value) => value / length);
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
