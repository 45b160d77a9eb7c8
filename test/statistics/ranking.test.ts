import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { auroc, averagePrecision, rocCurve } from '../../src/statistics/ranking.ts';

test('AUROC is the share of pairs that are in the right order, a tie counting half', () => {
  assert.equal(auroc({ found: [0.9, 0.8], others: [0.1, 0.2] }), 1);
  assert.equal(auroc({ found: [0.1], others: [0.5, 0.9] }), 0);
  assert.equal(auroc({ found: [0.5], others: [0.5] }), 0.5);
  // Pairs: (0.35, 0.1) and (0.8, 0.1), (0.8, 0.4) are right, (0.35, 0.4) is wrong. scikit-learn's example gives 0.75 too.
  assert.equal(auroc({ found: [0.35, 0.8], others: [0.1, 0.4] }), 0.75);
  assert.equal(auroc({ found: [1, 1, 2], others: [1, 0] }), (0.5 + 1 + 0.5 + 1 + 1 + 1) / 6);
  assert.equal(auroc({ found: [], others: [1] }), undefined);
  assert.equal(auroc({ found: [1], others: [] }), undefined);
});

test('AUROC of any scores is what counting all pairs gives, and the area under the curve', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(scores, scores, (found, others) => {
      const pairs = found.flatMap((a) => others.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
      const counted = pairs.reduce((sum, won) => sum + won, 0) / pairs.length;
      const curve = rocCurve({ found, others });
      const area = curve.slice(1).reduce((sum, point, at) => {
        const before = curve[at]!;
        return sum + ((point.falseRatio - before.falseRatio) * (point.trueRatio + before.trueRatio)) / 2;
      }, 0);
      assert.ok(Math.abs(auroc({ found, others })! - counted) < 1e-12);
      assert.ok(Math.abs(area - counted) < 1e-12);
    }),
  );
});

test('average precision sums precision over the steps of recall', () => {
  // Order: found 0.8, other 0.4, found 0.35, other 0.1: 1/2 x 1 + 1/2 x 2/3. scikit-learn's example: 0.8333.
  assert.equal(averagePrecision({ found: [0.35, 0.8], others: [0.1, 0.4] }), 0.5 + 0.5 * (2 / 3));
  assert.equal(
    averagePrecision({ found: [0.5], others: [0.5, 0.5, 0.5] }),
    0.25,
    'all tied: the share of what is looked for',
  );
  assert.equal(averagePrecision({ found: [], others: [1] }), undefined);
});

test('the ROC curve runs from corner to corner, ties as one slanting step', () => {
  assert.deepEqual(rocCurve({ found: [2, 1], others: [1, 0] }), [
    { falseRatio: 0, trueRatio: 0 },
    { falseRatio: 0, trueRatio: 0.5 },
    { falseRatio: 0.5, trueRatio: 1 },
    { falseRatio: 1, trueRatio: 1 },
  ]);
  assert.deepEqual(rocCurve({ found: [1], others: [] }), []);
});
