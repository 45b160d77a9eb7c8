import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobName } from '../../src/benchmark/job.ts';
import { ABLATION_PARTS, type BenchmarkWishes, planLanes } from '../../src/benchmark/plan-jobs.ts';

function lanesOf(changes: Partial<BenchmarkWishes>): string[] {
  const wishes: BenchmarkWishes = {
    methods: [],
    ablatedMethods: [],
    parts: ABLATION_PARTS,
    protocols: [],
    seeds: 1,
    ...changes,
  };
  return planLanes(wishes).map(({ training, evaluations }) =>
    [jobName(training), ...evaluations.map(({ protocol }) => protocol)].join(' '),
  );
}

test('a training is shared by its protocols, and every seed is whole before the next begins', () => {
  assert.deepEqual(lanesOf({ methods: ['infonce', 'avc'], protocols: ['linear-probe', 'retrieval'], seeds: 2 }), [
    'infonce.kept.epochs.seed-1 linear-probe retrieval',
    'avc.kept.epochs.seed-1 linear-probe retrieval',
    'infonce.kept.epochs.seed-2 linear-probe retrieval',
    'avc.kept.epochs.seed-2 linear-probe retrieval',
  ]);
});

test('an ablation of the corpus trains on every part, twice where the part is of another size than what is kept', () => {
  assert.deepEqual(lanesOf({ ablatedMethods: ['cgra'] }), [
    'cgra.kept.epochs.seed-1',
    'cgra.all.steps.seed-1',
    'cgra.all.epochs.seed-1',
    'cgra.random-1.epochs.seed-1',
    'cgra.random-2.epochs.seed-1',
    'cgra.random-3.epochs.seed-1',
    'cgra.dropped.steps.seed-1',
    'cgra.dropped.epochs.seed-1',
  ]);
});

test('a method that is compared and ablated is trained on the kept clips once', () => {
  const lanes = lanesOf({ methods: ['avc', 'cgra'], ablatedMethods: ['cgra'], parts: ['kept', 'random-1'] });
  assert.deepEqual(lanes, ['cgra.kept.epochs.seed-1', 'cgra.random-1.epochs.seed-1', 'avc.kept.epochs.seed-1']);
});

test('a protocol that has nothing to ask of a method is not planned for it', () => {
  assert.deepEqual(lanesOf({ methods: ['supervised-visual'], protocols: ['retrieval', 'noisy-sound', 'low-shot'] }), [
    'supervised-visual.kept.epochs.seed-1 low-shot',
  ]);
});
