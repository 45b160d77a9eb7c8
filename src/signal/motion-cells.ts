// Motion energy of each cell of the picture, on a grid of 25 steps a second whatever the video's own rate. Pure.

export interface LumaFrames {
  readonly videoFps: number;
  readonly videoFrames: number;
  readonly sidePx: number;
  /** Luma of one video frame, `[side, side]`. */
  luma(videoFrame: number): Uint8Array;
}

export interface MotionCells {
  /** `[cells, steps]`, mean absolute difference of luma in levels of 255 a step. */
  readonly values: Float32Array;
  readonly cells: number;
  readonly steps: number;
}

/** Mean absolute difference between each pair of neighbouring video frames in each cell: `[videoFrames - 1, cells]`. */
function differencePerCell(frames: LumaFrames, cellsPerSide: number): Float32Array {
  const { sidePx, videoFrames } = frames;
  const cellPx = sidePx / cellsPerSide;
  const cells = cellsPerSide ** 2;
  const differences = new Float32Array((videoFrames - 1) * cells);
  const sums = new Uint32Array(cells);
  for (let pair = 0; pair < videoFrames - 1; pair += 1) {
    const before = frames.luma(pair);
    const after = frames.luma(pair + 1);
    sums.fill(0);
    for (let y = 0; y < sidePx; y += 1) {
      const row = Math.floor(y / cellPx) * cellsPerSide;
      for (let cell = row, pixel = y * sidePx; cell < row + cellsPerSide; cell += 1) {
        let sum = 0;
        for (const end = pixel + cellPx; pixel < end; pixel += 1) sum += Math.abs(after[pixel]! - before[pixel]!);
        sums[cell]! += sum;
      }
    }
    for (let cell = 0; cell < cells; cell += 1) differences[pair * cells + cell] = sums[cell]! / cellPx ** 2;
  }
  return differences;
}

/** How much of what happens between two video frames falls into each step: change is taken as even over the time between them. */
function spread(
  differences: Float32Array,
  pairs: number,
  cells: number,
  fps: number,
  stepsPerSecond: number,
): Float32Array {
  const steps = Math.ceil((pairs * stepsPerSecond) / fps - 1e-6);
  const values = new Float32Array(cells * steps);
  for (let pair = 0; pair < pairs; pair += 1) {
    const begin = (pair * stepsPerSecond) / fps;
    const end = ((pair + 1) * stepsPerSecond) / fps;
    for (let step = Math.floor(begin); step < Math.min(steps, end); step += 1) {
      const share = (Math.min(end, step + 1) - Math.max(begin, step)) / (end - begin);
      for (let cell = 0; cell < cells; cell += 1) {
        values[cell * steps + step]! += share * differences[pair * cells + cell]!;
      }
    }
  }
  return values;
}

/**
 * The camera moves all cells alike: what the median cell does in a step is taken from each, down to zero.
 * @param values `[cells, steps]`, changed in place
 */
export function removeGlobalMotion(values: Float32Array, cells: number, steps: number): void {
  const column = new Float32Array(cells);
  for (let step = 0; step < steps; step += 1) {
    for (let cell = 0; cell < cells; cell += 1) column[cell] = values[cell * steps + step]!;
    column.sort();
    const median = (column[(cells - 1) >> 1]! + column[cells >> 1]!) / 2;
    for (let cell = 0; cell < cells; cell += 1) {
      const at = cell * steps + step;
      values[at] = Math.max(0, values[at]! - median);
    }
  }
}

/** No steps when there are fewer than two video frames. */
export function computeMotionCells(frames: LumaFrames, cellsPerSide: number, stepsPerSecond: number): MotionCells {
  const cells = cellsPerSide ** 2;
  const pairs = frames.videoFrames - 1;
  if (pairs < 1) return { values: new Float32Array(0), cells, steps: 0 };
  const differences = differencePerCell(frames, cellsPerSide);
  const values = spread(differences, pairs, cells, frames.videoFps, stepsPerSecond);
  const steps = values.length / cells;
  return { values, cells, steps };
}
