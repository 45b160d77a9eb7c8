import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentSha256, makeCard } from '../../../src/benchmark/card/make-card.ts';
import type { BenchmarkResults } from '../../../src/benchmark/card/read-results.ts';
import { ResultCard } from '../../../src/benchmark/card/result-card.ts';
import type { CorpusPart, EvaluateJob, TestSet } from '../../../src/benchmark/job.ts';
import type { MethodName } from '../../../src/benchmark/method-names.ts';
import type { ClipAnswers, Finding } from '../../../src/benchmark/result.ts';
import { madeBenchmark, madeFacts } from '../../helpers/made-benchmark.ts';

const small = madeBenchmark({
  seeds: 2,
  testClipsPerClass: 5,
  methods: ['random-features', 'infonce'],
  ablatedMethods: [],
});

type Evaluated = BenchmarkResults['evaluations'][number];

/** A linear probe on one modality, right where the rank is 1. */
function probed(
  seed: number,
  ranks: readonly number[],
  {
    part = 'kept' as CorpusPart,
    testSet = 'all' as TestSet,
    method = 'avcl-pairwise' as Exclude<MethodName, 'chance'>,
  } = {},
): Evaluated {
  const trained = { kind: 'train', method, part, budget: 'epochs', seed } as const;
  const job: EvaluateJob = { kind: 'evaluate', trained, protocol: 'linear-probe' };
  const right = ranks.filter((rank) => rank === 1).length / ranks.length;
  const answers: ClipAnswers = {
    clipNames: ranks.map((_, at) => `clip${at}`),
    labels: ranks.map((_, at) => at % 2),
    predicted: ranks.map((rank, at) => (rank === 1 ? at % 2 : 1 - (at % 2))),
    ranks,
    first: undefined,
  };
  const finding: Finding = {
    ...({ method, part, budget: 'epochs', seed, protocol: 'linear-probe', task: 'both' } as const),
    condition: '',
    testSet,
    clips: ranks.length,
    metrics: { 'top-1': right },
    chance: { 'top-1': 0.5 },
  };
  return { job, evaluation: { classNames: ['a', 'b'], results: [{ finding, answers }] } };
}

function cardOf(...evaluations: Evaluated[]): ResultCard {
  return makeCard(madeFacts(small.lock), { evaluations, trainings: [], failures: [], missing: [], jobSeconds: {} });
}

test('a row has the mean and the standard deviation over seeds, and chance', () => {
  // 3 of 4 right, then 2 of 4: mean 0.625, deviation sqrt(2 * 0.125 ** 2 / 1)
  const [row] = cardOf(probed(2, [1, 2, 2, 1]), probed(1, [1, 1, 2, 1])).rows;
  assert.deepEqual(row!.seeds, [1, 2]);
  const { mean, deviation, chance, low, high } = row!.metrics['top-1']!;
  assert.equal(mean, 0.625);
  assert.equal(deviation, Math.sqrt(2 * 0.125 ** 2));
  assert.equal(chance, 0.5);
  assert.ok(low! < 0.625 && high! > 0.625, `${low} to ${high}`);
});

test('one seed has no deviation, and a row without answers for a metric no interval of it', () => {
  const evaluated = probed(1, [1, 1, 2, 1]);
  const [result] = evaluated.evaluation.results;
  const finding = { ...result!.finding, metrics: { map: 0.7 }, chance: { map: 0.5 } };
  const evaluation = { ...evaluated.evaluation, results: [{ ...result!, finding }] };
  const { metrics } = cardOf({ ...evaluated, evaluation }).rows[0]!;
  assert.deepEqual(metrics, { map: { mean: 0.7, chance: 0.5 } });
});

test('the hash is that of the content: neither the order of the jobs nor their times change it, another number does', () => {
  const facts = madeFacts(small.lock);
  const card = makeCard(facts, small.results);
  const timing = { ...facts.timing, host: 'elsewhere', endedAt: '2026-02-02T00:00:00.000Z' };
  const later = makeCard({ ...facts, timing }, { ...small.results, jobSeconds: {} });
  assert.equal(later.resultSha256, card.resultSha256);
  assert.notDeepEqual(later.timing, card.timing);
  const reversed = { ...small.results, evaluations: small.results.evaluations.toReversed() };
  assert.deepEqual(
    makeCard(facts, reversed).rows.map(({ seeds }) => seeds),
    card.rows.map(({ seeds }) => seeds),
  );
  assert.notEqual(makeCard({ ...facts, backend: 'cpu' }, small.results).resultSha256, card.resultSha256);
});

test('a card survives its JSON', () => {
  const card = makeCard(madeFacts(small.lock), small.results);
  const read = ResultCard.parse(JSON.parse(JSON.stringify(card)));
  assert.deepEqual(read, card);
  assert.equal(contentSha256(read), card.resultSha256);
});

test('kept is compared with all draws of random together, on the same clips', () => {
  const card = cardOf(
    probed(1, [1, 1, 1, 1]),
    probed(1, [1, 2, 1, 2], { part: 'random-1' }),
    probed(1, [2, 2, 1, 2], { part: 'random-2' }),
  );
  const [compared, ...others] = card.comparisons;
  assert.deepEqual(others, []);
  assert.deepEqual([compared!.first.part, compared!.first.mean, compared!.first.models], ['kept', 1, 1]);
  // 2 of 4 and 1 of 4
  assert.deepEqual([compared!.second.part, compared!.second.mean, compared!.second.models], ['random', 0.375, 2]);
  assert.equal(compared!.difference, 0.625);
  assert.equal(compared!.isHeadline, true);
});

test('the report leads with clips that a person checked where there are 30, else with all', () => {
  const both = (count: number) => {
    const ranks = Array.from({ length: count }, (_, at) => 1 + (at % 2));
    const sides = (['kept', 'random-1'] as const).flatMap((part) =>
      (['all', 'human'] as const).map((testSet) => probed(1, ranks, { part, testSet })),
    );
    return cardOf(...sides).comparisons.filter(({ isHeadline }) => isHeadline);
  };
  assert.deepEqual(
    both(30).map(({ testSet }) => testSet),
    ['human'],
  );
  assert.deepEqual(
    both(29).map(({ testSet }) => testSet),
    ['all'],
  );
});

test('better needs the interval and the corrected p-value, and is said of a clear difference', () => {
  const right = new Array<number>(40).fill(1);
  const wrong = new Array<number>(40).fill(2);
  const clear = cardOf(probed(1, right), probed(1, wrong, { part: 'random-1' })).comparisons[0]!;
  assert.equal(clear.verdict, 'better');
  const reversed = cardOf(probed(1, wrong), probed(1, right, { part: 'random-1' })).comparisons[0]!;
  assert.equal(reversed.verdict, 'worse');
  const alike = cardOf(probed(1, right), probed(1, right, { part: 'random-1' })).comparisons[0]!;
  assert.deepEqual([alike.difference, alike.pValue, alike.verdict], [0, 1, 'undecided']);
});

test('each method is compared with untrained encoders and with the plainest of its kind, on kept clips only', () => {
  const on = (method: Exclude<MethodName, 'chance'>, testSet: TestSet) => probed(1, [1, 2, 1, 2], { method, testSet });
  const methods = ['random-features', 'infonce', 'avcl', 'supervised-audio', 'supervised-concat'] as const;
  const card = cardOf(...methods.flatMap((method) => [on(method, 'kept'), on(method, 'all')]));
  assert.deepEqual(
    card.comparisons.map(({ first, second, testSet }) => `${first.method} ${second.method} ${testSet}`),
    [
      'infonce random-features kept',
      'avcl random-features kept',
      'avcl infonce kept',
      'supervised-audio random-features kept',
      'supervised-audio supervised-concat kept',
      'supervised-concat random-features kept',
    ],
  );
});

test('a lock that holds nothing of a published list has no coverage', () => {
  const row = {
    list: 'core',
    split: 'test',
    label: 'bell',
    listed: 9,
    kept: 0,
    dropped: 0,
    ask: 0,
    keptOnOtherSide: 0,
  } as const;
  const facts = madeFacts(small.lock);
  assert.deepEqual(makeCard({ ...facts, coverage: [row] }, small.results).coverage, []);
  const held = [row, { ...row, label: 'drum', ask: 1 }];
  assert.deepEqual(makeCard({ ...facts, coverage: held }, small.results).coverage, held);
});
