import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retrievalExamples } from '../../../src/benchmark/report/retrieval-examples.ts';
import type { Task } from '../../../src/benchmark/result.ts';

const names = ['a', 'b', 'c', 'd'];
const strip = { png: new Uint8Array([1]), widthPx: 90, heightPx: 30 };

function answered(task: Task, seed: number, first: readonly number[]) {
  const finding = {
    ...({
      method: 'infonce',
      part: 'kept',
      budget: 'epochs',
      protocol: 'retrieval',
      condition: '',
      testSet: 'kept',
    } as const),
    ...{ seed, task, clips: 4, metrics: {}, chance: {} },
  };
  const ranks = first.map((found, at) => (found === at ? 1 : 3));
  return { finding, answers: { clipNames: names, labels: [0, 0, 1, 1], predicted: undefined, ranks, first } };
}

function examplesOf(results: ReturnType<typeof answered>[], shown = new Set(names)) {
  return retrievalExamples({
    results,
    method: 'infonce',
    lockSha256: 'f'.repeat(64),
    labelOf: (name) => (name < 'c' ? 'bell' : 'drum'),
    stripOf: (name) => (shown.has(name) ? strip : undefined),
  }).flatMap((block) => (block.kind === 'pictures' ? [block] : []));
}

test('one clip that was found first and two that were not, of the first seed, with what came first instead', () => {
  const results = [answered('audio-to-visual', 2, [1, 1, 1, 1]), answered('audio-to-visual', 1, [0, 0, 1, 2])];
  const [found, ...missed] = examplesOf(results);
  assert.equal(found!.title, 'Picture from sound: its own picture came first.');
  assert.equal(found!.pictures.length, 1);
  assert.equal(missed.length, 2);
  for (const { title, pictures } of missed) {
    assert.match(String(title), /came at place 3 of 4; a clip of (the same|another) class came first\.$/);
    assert.equal(pictures.length, 2);
  }
});

test('a pair of which one clip cannot be shown is left out', () => {
  const results = [answered('visual-to-audio', 1, [1, 0, 3, 2])];
  assert.equal(examplesOf(results).length, 2);
  assert.deepEqual(examplesOf(results, new Set()), []);
});
