import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  classScores,
  fitLinearClassifier,
  type LabelledRows,
  meanLogLoss,
} from '../../src/statistics/linear-classifier.ts';
import { METRICS_REFERENCE, type ProbeCase, spreadLabels, spreadNumbers } from '../helpers/metrics-reference.ts';

/** The same numbers as make-reference.py's. */
function rowsOf({ rows, features, classes, offset }: ProbeCase): LabelledRows {
  const values = Float64Array.from(spreadNumbers(rows * features, offset));
  const labels = spreadLabels(rows, classes, offset + 1);
  for (const [row, label] of labels.entries()) values[row * features + (label % features)]! += 0.8;
  return { values, features, labels, classes };
}

function softmax(scores: Float64Array): number[] {
  const powers = [...scores].map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

test("probabilities and loss are those of scikit-learn's LogisticRegression", () => {
  for (const reference of METRICS_REFERENCE.probes) {
    const rows = rowsOf(reference);
    const model = fitLinearClassifier(rows, { ridge: reference.ridge });
    const loss = meanLogLoss(model, rows, [...rows.labels.keys()]);
    assert.ok(Math.abs(loss - reference.meanLogLoss) < 1e-5, `${loss} is not ${reference.meanLogLoss}`);
    const scores = classScores(model, rows.values.subarray(0, 5 * rows.features));
    for (const [at, expected] of reference.probabilities.entries()) {
      const row = Math.floor(at / rows.classes);
      const got = softmax(scores.subarray(row * rows.classes, (row + 1) * rows.classes))[at % rows.classes]!;
      assert.ok(Math.abs(got - expected) < 1e-4, `row ${row}: ${got} is not ${expected}`);
    }
  }
});

test('rows that are not among those to learn from change nothing, and a start changes nothing but the way', () => {
  const rows = rowsOf(METRICS_REFERENCE.probes[0]!);
  const among = [...Array(40).keys()];
  const alone = { ...rows, values: rows.values.subarray(0, 40 * rows.features), labels: rows.labels.slice(0, 40) };
  const model = fitLinearClassifier(rows, { ridge: 0.1, among });
  assert.deepEqual(model.weights, fitLinearClassifier(alone, { ridge: 0.1 }).weights);
  const fromOther = fitLinearClassifier(rows, { ridge: 0.1, among, start: fitLinearClassifier(rows, { ridge: 1 }) });
  for (const [at, weight] of fromOther.weights.entries()) assert.ok(Math.abs(weight - model.weights[at]!) < 1e-4);
});

test('a class without rows is the least likely, and stays finite', () => {
  const rows = { values: Float64Array.of(-1, -0.9, 1, 1.1), features: 1, labels: [0, 0, 1, 1], classes: 3 };
  const scores = classScores(fitLinearClassifier(rows, { ridge: 0.01 }), rows.values);
  for (let row = 0; row < 4; row += 1) {
    const [first, second, none] = scores.subarray(3 * row, 3 * row + 3);
    assert.ok(Number.isFinite(none!) && none! < Math.min(first!, second!));
    assert.equal(first! > second!, row < 2);
  }
});
