import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { fitLogistic, predictLogistic } from '../../src/statistics/logistic.ts';
import { fitSoftmax, predictSoftmax, type SoftmaxRow } from '../../src/statistics/softmax-regression.ts';

const near = (got: readonly number[], wanted: readonly number[], within: number): void => {
  for (const [at, value] of wanted.entries())
    assert.ok(Math.abs(got[at]! - value) < within, `got ${got}, expected ${wanted}`);
};

test('without features that tell, the probabilities are the shares', () => {
  const rows = [
    [1, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [0, 0.5, 0.5],
  ].map((shares) => ({ features: [0], shares }));
  near(predictSoftmax(fitSoftmax(rows, { ridge: 1 }), [0]), [0.5, 0.375, 0.125], 1e-3);
});

test('two outcomes are what logistic regression gives', () => {
  const random = seededRandom(11);
  const rows = Array.from({ length: 200 }, () => {
    const features = [random.normal(), random.normal()];
    return { features, happened: random.next() < 1 / (1 + Math.exp(1 - 2 * features[0]!)) };
  });
  const logistic = fitLogistic(rows, 1e-3);
  const softmax = fitSoftmax(
    rows.map(({ features, happened }): SoftmaxRow => ({ features, shares: happened ? [0, 1] : [1, 0] })),
    { ridge: 1e-3 },
  );
  for (const features of [
    [0, 0],
    [1, -1],
    [-2, 0.5],
  ])
    near([predictSoftmax(softmax, features)[1]!], [predictLogistic(logistic, features)], 1e-3);
});

test('a shift of the log-odds is a change of how frequent an outcome is', () => {
  const rows = [
    [1, 0],
    [0, 1],
  ].map((shares) => ({ features: [0], shares }));
  // Odds of 1 to 1 become 1 to 4.
  near(predictSoftmax(fitSoftmax(rows, { ridge: 1 }), [0], [-Math.log(4)]), [0.8, 0.2], 1e-3);
});

test('outcomes that features part entirely, and one that never happens, do not drive the weights away', () => {
  const rows = [-3, -2, 2, 3].map((x) => ({ features: [x], shares: x > 0 ? [0, 1, 0] : [1, 0, 0] }));
  const { weights } = fitSoftmax(rows, { ridge: 1 });
  assert.ok(
    weights.every((weight) => Math.abs(weight) < 12),
    String(weights),
  );
  near(predictSoftmax(fitSoftmax(rows, { ridge: 1 }), [3]), [0, 1, 0], 0.1);
});

test('begun from its own end, a fit stays where it is', () => {
  const random = seededRandom(2);
  const rows = Array.from({ length: 60 }, (_, at) => ({
    features: [random.normal() + (at % 3)],
    shares: [0, 1, 2].map((outcome) => (at % 3 === outcome ? 1 : 0)),
  }));
  const model = fitSoftmax(rows, { ridge: 1 });
  near([...fitSoftmax(rows, { ridge: 1, start: model }).weights], [...model.weights], 1e-4);
});

test('a feature that can only speak against gets no weight that speaks for', () => {
  const random = seededRandom(4);
  const rows = Array.from({ length: 300 }, (_, at): SoftmaxRow => {
    const isSecond = at % 2 === 1;
    const x = random.normal();
    return { features: [x + (isSecond ? 1 : 0), x, random.normal()], shares: isSecond ? [0, 1] : [1, 0] };
  });
  const free = fitSoftmax(rows, { ridge: 1 });
  assert.ok(free.weights[0]! > 1 && free.weights[1]! < -1);
  const { weights } = fitSoftmax(rows, { ridge: 1, falling: [0, 2] });
  assert.ok(Math.abs(weights[0]!) < 1e-3 && weights[2]! <= 1e-3, String(weights));
  // Without the first feature the second says nothing either.
  assert.ok(Math.abs(weights[1]!) < 0.3, String(weights));
});
