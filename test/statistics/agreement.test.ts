import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cohensKappa } from '../../src/statistics/agreement.ts';

/** A table of counts, rows for the first person and columns for the second, as pairs of words. */
function pairsOf(table: readonly (readonly number[])[]): [string, string][] {
  return table.flatMap((row, first) =>
    row.flatMap((count, second) =>
      Array.from({ length: count }, (): [string, string] => [`word ${first}`, `word ${second}`]),
    ),
  );
}

function rounded(estimate: ReturnType<typeof cohensKappa>): number[] {
  assert.ok(estimate !== undefined, 'there is a kappa');
  return [estimate.value, estimate.low, estimate.high].map((number) => Number(number.toFixed(4)));
}

test('kappa is what the observed agreement gains over chance, of what it could gain', () => {
  // 20 + 15 of 50 agree: 0.7. By chance: 25/50 x 30/50 + 25/50 x 20/50 = 0.5. (0.7 - 0.5) / (1 - 0.5) = 0.4.
  const table = [
    [20, 5],
    [10, 15],
  ];
  assert.equal(rounded(cohensKappa(pairsOf(table)))[0], 0.4);
});

test('kappa and its interval are those that SAS prints for a table of three by three', () => {
  // The printout that statsmodels is tested against (test_inter_rater.py, table10): kappa 0.4842, limits 0.2137 and 0.7547.
  const table = [
    [0, 4, 1],
    [0, 8, 0],
    [0, 1, 5],
  ];
  assert.deepEqual(rounded(cohensKappa(pairsOf(table))), [0.4842, 0.2137, 0.7547]);
});

test('full agreement is 1, full contradiction -1, answers without a bond 0', () => {
  assert.deepEqual(
    rounded(
      cohensKappa(
        pairsOf([
          [3, 0],
          [0, 2],
        ]),
      ),
    ),
    [1, 1, 1],
  );
  assert.equal(
    rounded(
      cohensKappa(
        pairsOf([
          [0, 3],
          [3, 0],
        ]),
      ),
    )[0],
    -1,
  );
  assert.equal(
    rounded(
      cohensKappa(
        pairsOf([
          [4, 4],
          [4, 4],
        ]),
      ),
    )[0],
    0,
  );
});

test('there is no kappa where both always said the same one word, or nothing', () => {
  assert.equal(cohensKappa(pairsOf([[7]])), undefined);
  assert.equal(cohensKappa([]), undefined);
});
