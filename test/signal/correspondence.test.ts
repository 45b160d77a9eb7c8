import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestCircularCorrelation, standardise, sumOfLastingPairs } from '../../src/signal/circular-correlation.ts';
import type { ClipArrays } from '../../src/signal/clip-arrays.ts';
import { measureCorrespondence } from '../../src/signal/correspondence.ts';
import { cholesky, solveLower, solveUpper, symmetricEigen } from '../../src/signal/dense-linear.ts';
import { judgeTogether } from '../../src/signal/shift-null.ts';
import { whiten } from '../../src/signal/whiten.ts';

/** Even numbers in 0..1 from a seed (Numerical Recipes' generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const STEPS = 250;

/** Strikes at random steps; cell 9 moves at each, and the sound rises `lagSteps` later. */
function strikingClip(seed: number, lagSteps: number, changes: Partial<ClipArrays> = {}): ClipArrays {
  const next = numbers(seed);
  const strikes = Array.from({ length: STEPS }, () => next() < 0.04);
  const motionCells = Float32Array.from(
    { length: 64 * STEPS },
    (_, at) => next() + (Math.floor(at / STEPS) === 9 && strikes[at % STEPS] ? 8 : 0),
  );
  const heard = (step: number): boolean => strikes[(step - lagSteps + STEPS) % STEPS]!;
  const onsetBands = Float32Array.from({ length: 16 * STEPS }, (_, at) => next() + (heard(at % STEPS) ? 6 : 0));
  const logMel = Float32Array.from(
    { length: 4 * STEPS * 64 },
    (_, at) => next() + (heard(Math.floor(at / 256)) ? 3 : 0),
  );
  const empty = { frames: new Uint8Array(0), frameCount: 0, frameHeightPx: 0, frameWidthPx: 0 };
  return {
    ...{ version: 1, videoFps: 25, steps: STEPS, cells: 64, bands: 16, melFrames: 4 * STEPS, melBins: 64 },
    ...{ motionCells, onsetBands, logMel },
    ...empty,
    ...changes,
  };
}

/** Rows of chance, standardised. */
function rowsOfChance(count: number, steps: number, next: () => number): Float32Array {
  return standardise(Float32Array.from({ length: count * steps }, next), count, steps);
}

/** 1/steps * sum over t in begin ... end - 1 of a[t] b[t + shift], round the circle. */
function correlation(a: Float32Array, b: Float32Array, shift: number, begin = 0, end = a.length): number {
  let sum = 0;
  for (let t = begin; t < end; t += 1) sum += a[t]! * b[(t + shift) % b.length]!;
  return sum / a.length;
}

test('the best circular correlation is that of the sums written out, whether pairs are odd or even in number', () => {
  const steps = 7;
  const next = numbers(1);
  for (const [aRows, bRows] of [
    [3, 2],
    [3, 1],
  ] as const) {
    const a = rowsOfChance(aRows, steps, next);
    const b = rowsOfChance(bRows, steps, next);
    const rows = (values: Float32Array, count: number) =>
      Array.from({ length: count }, (_, row) => values.subarray(row * steps, (row + 1) * steps));
    const best = bestCircularCorrelation(a, b, steps);
    for (let shift = 0; shift < steps; shift += 1) {
      const all = rows(a, aRows).flatMap((one) => rows(b, bRows).map((other) => correlation(one, other, shift)));
      assert.ok(Math.abs(best[shift]! - Math.max(...all)) < 1e-6, `shift ${shift}`);
    }
  }
});

test('pairs that last count by the products of any two quarters, and not below zero', () => {
  const steps = 8;
  const next = numbers(2);
  const a = rowsOfChance(1, steps, next);
  const b = rowsOfChance(1, steps, next);
  const sums = sumOfLastingPairs(a, b, steps);
  for (let shift = 0; shift < steps; shift += 1) {
    const quarters = [0, 1, 2, 3].map((k) => Math.max(0, correlation(a, b, shift, 2 * k, 2 * k + 2)));
    let products = 0;
    for (const [f, one] of quarters.entries())
      for (const [g, other] of quarters.entries()) if (f !== g) products += one * other;
    assert.ok(Math.abs(sums[shift]! - products) < 1e-6, `shift ${shift}`);
  }
});

test('a row that does not vary, or is no number, is all zeros', () => {
  assert.deepEqual([...standardise(Float32Array.from([5, 5, 5, 1, Number.NaN, 2]), 2, 3)], [0, 0, 0, 0, 0, 0]);
});

test('z counts from the shifts beyond a second, the peak is looked for within half a second, and a higher one beyond counts against it', () => {
  // 100 steps at 10 a second: the null alternates 1 and 3, with a peak of 9 at a lag of 5 s; lag 0.2 s has 7, one between the limits has 50.
  const statistic = Float64Array.from({ length: 100 }, (_, k) => (k % 2 === 0 ? 1 : 3));
  statistic[2] = 7;
  statistic[8] = 50;
  statistic[50] = 9;
  const score = judgeTogether([statistic], 10)!;
  assert.equal(score.lagSeconds, 0.2);
  // 79 shifts of chance: 40 times 3, 38 times 1, once 9.
  const mean = (40 * 3 + 38 + 9) / 79;
  const deviation = Math.sqrt((40 * (3 - mean) ** 2 + 38 * (1 - mean) ** 2 + (9 - mean) ** 2) / 79);
  assert.ok(Math.abs(score.z - ((7 - mean) / deviation - (0.5 * (9 - mean)) / deviation)) < 1e-9);
  assert.equal(judgeTogether([Float64Array.from({ length: 30 }, Math.random)], 25), undefined, 'too few shifts');
});

test('a statistic without a null of its own is left out of those taken together', () => {
  const statistic = Float64Array.from({ length: 100 }, (_, k) => (k * 7919) % 31);
  assert.deepEqual(judgeTogether([statistic, new Float64Array(100)], 10), judgeTogether([statistic], 10));
  assert.equal(judgeTogether([new Float64Array(100)], 10), undefined);
});

test('Cholesky, its solves and eigenvectors put the matrix together again', () => {
  const matrix = Float64Array.from([4, 2, 1, 2, 5, 3, 1, 3, 6]);
  const lower = cholesky(matrix, 3);
  const product = (row: number, column: number): number =>
    [0, 1, 2].reduce((sum, k) => sum + lower[row * 3 + k]! * lower[column * 3 + k]!, 0);
  matrix.forEach((value, at) => {
    assert.ok(Math.abs(product(Math.floor(at / 3), at % 3) - value) < 1e-12);
  });
  const b = Float64Array.from([1, 2, 3]);
  const x = solveUpper(lower, 3, solveLower(lower, 3, b, 1));
  for (let row = 0; row < 3; row += 1) {
    const image = [0, 1, 2].reduce((sum, k) => sum + matrix[row * 3 + k]! * x[k]!, 0);
    assert.ok(Math.abs(image - b[row]!) < 1e-12);
  }
  const pairs = symmetricEigen(matrix, 3);
  assert.ok(pairs[0]!.value > pairs[1]!.value && pairs[1]!.value > pairs[2]!.value);
  for (const { value, vector } of pairs) {
    for (let row = 0; row < 3; row += 1) {
      const image = [0, 1, 2].reduce((sum, k) => sum + matrix[row * 3 + k]! * vector[k]!, 0);
      assert.ok(Math.abs(image - value * vector[row]!) < 1e-9);
    }
  }
});

test('strikes that are seen and heard stand far out, and the lag of the sound is found with its sign', () => {
  for (const lagSteps of [0, 5, -5]) {
    const found = measureCorrespondence(strikingClip(3, lagSteps))!;
    assert.ok(found.pairZ > 5, `pairZ ${found.pairZ}`);
    assert.ok(found.ccaZ !== undefined && found.ccaZ > 1, `ccaZ ${found.ccaZ}`);
    assert.ok(Math.abs(found.pairLagSeconds - lagSteps / 25) <= 0.04, `lag ${found.pairLagSeconds}`);
  }
});

test('sound of another clip, and sound shifted by two seconds, do not', () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const other = strikingClip(seed + 100, 0);
    const swapped = measureCorrespondence({
      ...strikingClip(seed, 0),
      onsetBands: other.onsetBands,
      logMel: other.logMel,
    })!;
    assert.ok(swapped.correspondenceZ < 4, `seed ${seed}: ${swapped.correspondenceZ}`);
    assert.ok(measureCorrespondence(strikingClip(seed, 50))!.correspondenceZ < 4, `seed ${seed}`);
  }
});

test('where nothing can be said there is no number: no sound, no picture, constant sound, one step, not-a-numbers', () => {
  const clip = strikingClip(1, 0);
  const noSound = { bands: 0, onsetBands: new Float32Array(0), melFrames: 0, logMel: new Float32Array(0) };
  const constant = { onsetBands: clip.onsetBands.map(() => 0), logMel: clip.logMel.map(() => -18) };
  const oneStep = {
    steps: 1,
    motionCells: new Float32Array(64),
    onsetBands: new Float32Array(16),
    melFrames: 4,
    logMel: new Float32Array(256),
  };
  const notNumbers = { motionCells: clip.motionCells.map(() => Number.NaN) };
  for (const changes of [
    noSound,
    { cells: 0, motionCells: new Float32Array(0) },
    constant,
    oneStep,
    notNumbers,
    { steps: 0 },
  ]) {
    assert.equal(measureCorrespondence({ ...clip, ...changes }), undefined, Object.keys(changes).join());
  }
});

test('whitening takes the root of covariance and ridge off, so that two equal rows share what one would have said', () => {
  const row = standardise(Float32Array.from({ length: STEPS }, numbers(5)), 1, STEPS);
  // One row: C = 1. Two equal rows: C has the eigenvalue 2 for their sum, and 0 for their difference, which is nothing.
  for (const [count, eigenvalue] of [
    [1, 1],
    [2, 2],
  ] as const) {
    const whitened = whiten(new Float32Array(Array.from({ length: count }, () => [...row]).flat()), count, STEPS);
    whitened.forEach((value, at) => {
      assert.ok(Math.abs(value - row[at % STEPS]! / Math.sqrt(eigenvalue + 3)) < 1e-5);
    });
  }
});

test('sound without a link scores about 0.5 in deviations of its null, over many clips', () => {
  const scores = Array.from({ length: 24 }, (_, seed) => {
    const other = strikingClip(seed + 200, 0);
    return measureCorrespondence({ ...strikingClip(seed, 0), onsetBands: other.onsetBands, logMel: other.logMel })!;
  });
  for (const name of ['pairZ', 'ccaZ', 'correspondenceZ'] as const) {
    const mean = scores.reduce((sum, score) => sum + score[name]!, 0) / scores.length;
    assert.ok(mean > -0.5 && mean < 1.5, `${name} ${mean}`);
  }
});
