import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choosePanels, classAgreement, panelMargin, syncMargin } from '../../src/correspondence/margins.ts';

/** Four clips in two dimensions: own pair in agreement at 0, three strangers at right angles to it. */
const embedded = {
  size: 2,
  sound: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 1),
  picture: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 1),
};

test('the margin of a pair that agrees among strangers at right angles is 1 / temperature', () => {
  // own: 1 / 0.1 = 10; panel: log mean exp 0 = 0, in both directions.
  assert.equal(panelMargin(embedded, 0, [1, 2, 3])?.toFixed(6), '10.000000');
});

test('the margin of a pair that agrees no better than with strangers is 0', () => {
  assert.equal(panelMargin(embedded, 1, [2, 3, 2])?.toFixed(6), '0.000000');
});

test('too few strangers, or embeddings that are not finite, give no margin', () => {
  assert.equal(panelMargin(embedded, 0, [1, 2]), undefined);
  assert.equal(panelMargin({ ...embedded, sound: new Float32Array(8).fill(Number.NaN) }, 0, [1, 2, 3]), undefined);
});

test('class agreement is 0 where sound and picture say no more than the shares of the classes', () => {
  assert.equal(classAgreement([0.5, 0.5], [0.5, 0.5], [0.5, 0.5]), 0);
  // Both sure of one of two equal classes: log(1 * 1 / 0.5) = log 2.
  assert.equal(classAgreement([1, 0], [1, 0], [0.5, 0.5]), Math.log(2));
  // Sure of different ones: the lowest that there is, not an abstention.
  assert.equal(classAgreement([1, 0], [0, 1], [0.5, 0.5]), Math.log(1e-6));
  assert.equal(classAgreement([Number.NaN, 0], [0, 1], [0.5, 0.5]), undefined);
});

test('a panel holds other videos only, and is the same for the same seed', () => {
  const clips = Array.from({ length: 40 }, (_, index) => ({
    clipName: `${index}`,
    videoId: `v${Math.floor(index / 2)}`,
    label: `class${index % 3}`,
  }));
  const panels = choosePanels(clips, 6, 1);
  assert.ok([...panels.otherClass, ...panels.sameClass].every((index) => clips[index]!.videoId !== 'v3'));
  assert.ok(panels.sameClass.every((index) => clips[index]!.label === 'class0'));
  assert.ok(panels.otherClass.every((index) => clips[index]!.label !== 'class0'));
  assert.deepEqual(choosePanels(clips, 6, 1), panels);
});

test('the sync margin counts standard deviations above the similarities out of step', () => {
  // Shift 39 is one step early, and counts as in step; what counts as out of step is worked out the long way.
  const similarities = Float32Array.from({ length: 40 }, (_, shift) => (shift === 39 ? 4 : shift % 2 === 0 ? 0 : 2));
  const outOfStep = [...similarities.keys()]
    .filter((shift) => Math.min(shift, 40 - shift) >= 10)
    .map((shift) => similarities[shift]!);
  const mean = outOfStep.reduce((sum, value) => sum + value, 0) / outOfStep.length;
  const deviation = Math.sqrt(outOfStep.reduce((sum, value) => sum + (value - mean) ** 2, 0) / outOfStep.length);
  assert.equal(syncMargin(similarities)?.toFixed(6), ((4 - mean) / deviation).toFixed(6));
});

test('similarities that never change give no sync margin', () => {
  assert.equal(syncMargin(new Float32Array(100)), undefined);
  assert.equal(syncMargin(Float32Array.of(1, 2, 3)), undefined);
});
