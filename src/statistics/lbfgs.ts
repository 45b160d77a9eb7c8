// Minimises a smooth function of many numbers: its value and gradient in, the place of its least value out. Limited-memory BFGS (Nocedal 1980; Liu
// and Nocedal 1989) with a line search that halves. Pure, and without chance.

/** Writes the gradient where it is told, and returns the value. */
export type Objective = (place: Float64Array, gradient: Float64Array) => number;

/** Moves whose curvature is remembered (the authors: 3 to 20). */
const MEMORY = 10;
const STEPS = 500;
/** Of the decrease that the slope promises, the share that a step has to bring (Armijo; the usual 1e-4). */
const DECREASE = 1e-4;
const SHORTEST_STEP = 1e-10;

interface Move {
  readonly step: Float64Array;
  readonly bend: Float64Array;
  readonly product: number;
}

/** @param flat the largest slope that no longer matters */
export function minimise(objective: Objective, start: Float64Array, flat: number): Float64Array {
  let place: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(start.length);
  let value = objective(place, gradient);
  const moves: Move[] = [];
  for (let step = 0; step < STEPS && largest(gradient) > flat; step += 1) {
    const direction = downhill(gradient, moves);
    const slope = dot(direction, gradient);
    // Before anything is known of the curvature, a step of length one.
    let length = moves.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    const nextGradient = new Float64Array(start.length);
    let next = sum(place, direction, length);
    let nextValue = objective(next, nextGradient);
    while (!(nextValue <= value + DECREASE * length * slope)) {
      length /= 2;
      if (length < SHORTEST_STEP) return place;
      next = sum(place, direction, length);
      nextValue = objective(next, nextGradient);
    }
    const moved = sum(next, place, -1);
    const bend = sum(nextGradient, gradient, -1);
    const product = dot(moved, bend);
    // A move along which the slope did not grow says nothing of the curvature.
    if (product > Number.EPSILON * dot(bend, bend)) moves.push({ step: moved, bend, product });
    if (moves.length > MEMORY) moves.shift();
    [place, gradient, value] = [next, nextGradient, nextValue];
  }
  return place;
}

/** The two-loop recursion: the gradient through what the moves tell of the inverse curvature, turned downhill. */
function downhill(gradient: Float64Array, moves: readonly Move[]): Float64Array {
  const direction = sum(new Float64Array(gradient.length), gradient, -1);
  const shares: number[] = [];
  for (const { step, bend, product } of moves.toReversed()) {
    const share = dot(step, direction) / product;
    shares.push(share);
    add(direction, bend, -share);
  }
  const last = moves.at(-1);
  if (last !== undefined) {
    const scale = last.product / dot(last.bend, last.bend);
    for (let at = 0; at < direction.length; at += 1) direction[at]! *= scale;
  }
  for (const { step, bend, product } of moves) add(direction, step, shares.pop()! - dot(bend, direction) / product);
  return direction;
}

/** from += length * direction */
function add(from: Float64Array, direction: Float64Array, length: number): void {
  for (let at = 0; at < from.length; at += 1) from[at]! += length * direction[at]!;
}

/** from + length * direction */
function sum(from: Float64Array, direction: Float64Array, length: number): Float64Array {
  const result = from.slice();
  add(result, direction, length);
  return result;
}

function dot(one: Float64Array, other: Float64Array): number {
  let total = 0;
  for (let at = 0; at < one.length; at += 1) total += one[at]! * other[at]!;
  return total;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let at = 0; at < values.length; at += 1) most = Math.max(most, Math.abs(values[at]!));
  return most;
}
