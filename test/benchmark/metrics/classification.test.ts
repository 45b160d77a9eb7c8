import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ClassScores,
  classificationChance,
  classificationMetrics,
  classRanks,
  predictedClasses,
} from '../../../src/benchmark/metrics/classification.ts';
import { seededRandom, shuffled } from '../../../src/signal/seeded-random.ts';
import {
  type ClassificationCase,
  METRICS_REFERENCE,
  spreadLabels,
  spreadNumbers,
} from '../../helpers/metrics-reference.ts';

/** The same numbers as make-reference.py's. */
function scoresOf({ clips, classes, offset, missing, levels }: ClassificationCase): ClassScores {
  const labels = spreadLabels(clips, classes, offset).map((label) =>
    label === missing ? (missing + 1) % classes : label,
  );
  const scores = spreadNumbers(clips * classes, offset + 1);
  for (const [clip, label] of labels.entries()) scores[clip * classes + label]! += 0.7;
  return {
    scores: levels === null ? scores : scores.map((score) => roundHalfEven(score * levels) / levels),
    classes,
    labels,
  };
}

/** As numpy does. */
function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (down % 2 === 0 ? 0 : 1) : Math.round(value);
}

function isNear(got: number | undefined, expected: number, tolerance = 1e-12): void {
  assert.ok(got !== undefined && Math.abs(got - expected) < tolerance, `${got} is not ${expected}`);
}

test('top-1, top-5, the mean per class and mean average precision are those of scikit-learn', () => {
  for (const expected of METRICS_REFERENCE.classification) {
    const metrics = classificationMetrics(scoresOf(expected));
    isNear(metrics.map, expected.map);
    if (expected.top1 === undefined) continue;
    isNear(metrics['top-1'], expected.top1);
    isNear(metrics['top-5'], expected.top5!);
    isNear(metrics['mean-per-class'], expected.meanPerClass!);
  }
});

test('four clips by hand: a class without clips is in no mean', () => {
  // Right, right, wrong (second), wrong (second); labels 0, 0, 0, 1 of three classes.
  const cases = { scores: [3, 2, 1, 3, 1, 2, 2, 3, 1, 3, 2, 1], classes: 3, labels: [0, 0, 0, 1] };
  const metrics = classificationMetrics(cases);
  assert.equal(metrics['top-1'], 2 / 4);
  assert.equal(metrics['top-5'], 1);
  assert.equal(metrics['mean-per-class'], (2 / 3 + 0) / 2);
  // Class 0: three at 3 of which two are right, then the third at 2. Class 1: 3, then two at 2 of which one is right, then 1.
  isNear(metrics.map, ((2 / 3) * (2 / 3) + (1 / 3) * (3 / 4) + 1 / 3) / 2);
  assert.deepEqual(classRanks(cases), [1, 1, 2, 2]);
  assert.deepEqual(predictedClasses(cases), [0, 0, 1, 0]);
});

test('equal scores give exactly chance: 1 and 5 of the classes', () => {
  const cases = { scores: new Float64Array(60), classes: 10, labels: [0, 1, 2, 2, 9, 9] };
  const [metrics, chance] = [classificationMetrics(cases), classificationChance(cases)];
  for (const name of ['top-1', 'top-5', 'mean-per-class'] as const) isNear(metrics[name], chance[name]!);
  assert.deepEqual(classRanks(cases), [5.5, 5.5, 5.5, 5.5, 5.5, 5.5]);
});

test('random scores give chance on average, mean average precision too', () => {
  const [random, classes, rounds] = [seededRandom(1), 4, 400];
  const labels = Array.from({ length: 30 }, (_, clip) => (clip < 18 ? 0 : clip % classes));
  const sums = { 'top-1': 0, map: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const scores = Float64Array.from({ length: 30 * classes }, () => random.next());
    const metrics = classificationMetrics({ scores, classes, labels });
    for (const name of ['top-1', 'map'] as const) sums[name] += metrics[name]!;
  }
  const chance = classificationChance({ classes, labels });
  // 4 deviations of a mean of 400 x 30 answers; average precision moves less.
  isNear(sums['top-1'] / rounds, chance['top-1']!, 4 * Math.sqrt((0.25 * 0.75) / (30 * rounds)));
  isNear(sums.map / rounds, chance.map!, 4 * Math.sqrt(0.01 / rounds));
});

test('the order of clips changes no metric', () => {
  const cases = scoresOf(METRICS_REFERENCE.classification[2]!);
  const order = shuffled([...cases.labels.keys()], seededRandom(2));
  const turned = {
    classes: cases.classes,
    labels: order.map((clip) => cases.labels[clip]!),
    scores: order.flatMap((clip) => Array.from(cases.scores).slice(clip * cases.classes, (clip + 1) * cases.classes)),
  };
  const [before, after] = [classificationMetrics(cases), classificationMetrics(turned)];
  for (const [name, value] of Object.entries(before)) isNear(after[name as 'map'], value);
});

test('where all clips are of one class there is nothing to rank', () => {
  assert.equal(classificationMetrics({ scores: [1, 0, 1, 0], classes: 2, labels: [0, 0] }).map, undefined);
});
