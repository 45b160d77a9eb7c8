import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { fitLogistic, predictLogistic } from '../../src/statistics/logistic.ts';

test('without features that tell, the probability is the share', () => {
  const rows = [true, false, false, false].map((happened) => ({ features: [1], happened }));
  assert.ok(Math.abs(predictLogistic(fitLogistic(rows, 1), [1]) - 0.25) < 1e-9);
});

test('two groups get the odds that they have', () => {
  // Of x = 0 one in four, of x = 1 three in four; hardly any ridge.
  const group = (x: number, hits: number) =>
    Array.from({ length: 4 }, (_, at) => ({ features: [x], happened: at < hits }));
  const model = fitLogistic([...group(0, 1), ...group(1, 3)], 1e-6);
  assert.ok(Math.abs(predictLogistic(model, [0]) - 0.25) < 1e-4);
  assert.ok(Math.abs(predictLogistic(model, [1]) - 0.75) < 1e-4);
});

test('rows that a line parts do not drive the weights away, thanks to the ridge', () => {
  const rows = [-2, -1, 1, 2].map((x) => ({ features: [x], happened: x > 0 }));
  const { weights } = fitLogistic(rows, 1);
  assert.ok(weights[0]! > 0.5 && weights[0]! < 3, String(weights[0]));
});

test('weights that made the rows are found again', () => {
  const random = seededRandom(5);
  const rows = Array.from({ length: 4000 }, () => {
    const features = [random.normal(), random.normal(), random.normal()];
    const logit = 1.5 * features[0]! - 0.7 * features[1]! + 0.3;
    return { features, happened: random.next() < 1 / (1 + Math.exp(-logit)) };
  });
  const model = fitLogistic(rows, 1);
  for (const [at, wanted] of [1.5, -0.7, 0].entries()) assert.ok(Math.abs(model.weights[at]! - wanted) < 0.15);
  assert.ok(Math.abs(model.bias - 0.3) < 0.15);
});
