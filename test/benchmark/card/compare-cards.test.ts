import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareCards } from '../../../src/benchmark/card/compare-cards.ts';
import { makeCard } from '../../../src/benchmark/card/make-card.ts';
import { grouped, rowKey } from '../../../src/benchmark/card/questions.ts';
import { compareLines } from '../../../src/cli/benchmark-compare.ts';
import { type MadeBenchmark, madeBenchmark, madeFacts } from '../../helpers/made-benchmark.ts';

const wishes = { testClipsPerClass: 6, methods: ['random-features', 'infonce'], ablatedMethods: [] } as const;
const first = madeBenchmark({ ...wishes, seeds: 2 });

function answered({ lock, results }: MadeBenchmark, backend = 'wasm') {
  const card = makeCard({ ...madeFacts(lock), backend }, results);
  const all = results.evaluations.flatMap(({ evaluation }) => evaluation.results);
  return { card, answers: grouped(all, ({ finding }) => rowKey(finding)) };
}

/** All that a method was asked, right or wrong as one likes. */
function withRanks(made: MadeBenchmark, method: string, rank: number): MadeBenchmark {
  const evaluations = made.results.evaluations.map(({ job, evaluation }) => {
    if (job.trained.method !== method || job.protocol !== 'linear-probe') return { job, evaluation };
    const results = evaluation.results.map(({ finding, answers }) => ({
      finding: { ...finding, metrics: { ...finding.metrics, 'top-1': rank === 1 ? 1 : 0 } },
      answers: { ...answers, ranks: answers.ranks.map(() => rank) },
    }));
    return { job, evaluation: { ...evaluation, results } };
  });
  return { ...made, results: { ...made.results, evaluations } };
}

test('a card differs from itself in nothing, and one line says so', () => {
  const one = answered(first);
  const comparison = compareCards(one, one);
  assert.deepEqual(comparison.differences, []);
  assert.ok(comparison.rows.every(({ verdict, difference }) => verdict === 'same' && difference === 0));
  assert.deepEqual(compareLines(one.card, one.card, comparison, false), [`the same numbers: ${one.card.resultSha256}`]);
});

test('what was set otherwise is named, and a clear change on the same clips is told from noise', () => {
  const better = withRanks(first, 'infonce', 1);
  const [a, b] = [answered(withRanks(first, 'infonce', 3)), answered(better, 'cpu')];
  const comparison = compareCards(a, b);
  assert.deepEqual(comparison.differences, ['backend is wasm in A, cpu in B']);
  const ofProbe = comparison.rows.filter(({ row }) => row.method === 'infonce' && row.protocol === 'linear-probe');
  assert.ok(ofProbe.length > 0);
  for (const { verdict, isPaired, difference } of ofProbe)
    assert.deepEqual([verdict, isPaired, difference], ['higher', true, 1]);
  const others = comparison.rows.filter((row) => !ofProbe.includes(row));
  assert.ok(others.every(({ verdict }) => verdict === 'same'));
  const lines = compareLines(a.card, b.card, comparison, false);
  assert.ok(
    lines.includes(
      `${comparison.rows.length} common rows: ${ofProbe.length} higher in B, 0 lower, 0 within noise, ${others.length} the same`,
    ),
  );
  assert.equal(lines.filter((line) => line.endsWith('higher in B')).length, ofProbe.length);
});

test('without answers, or about other clips, the intervals alone decide', () => {
  const [a, b] = [answered(first), answered(madeBenchmark({ ...wishes, seeds: 1, testClipsPerClass: 7 }))];
  for (const other of [b, { ...a, answers: new Map() }]) {
    const { rows } = compareCards(a, other);
    assert.ok(rows.every(({ isPaired, holmPValue }) => !isPaired && holmPValue === undefined));
  }
  const { first: one, second: two, interval } = compareCards(a, b).rows[0]!;
  // Half the widths add as sides of a right angle.
  const reach = Math.hypot(two.mean - two.low!, one.high! - one.mean);
  assert.ok(Math.abs(interval!.low - (two.mean - one.mean - reach)) < 1e-12);
});

test('Recall among more clips is another question: such rows are counted, not compared', () => {
  const [a, b] = [answered(first), answered(madeBenchmark({ ...wishes, seeds: 2, testClipsPerClass: 7 }))];
  const comparison = compareCards(a, b);
  const isUnlike = (protocol: string): boolean[] => [
    ...new Set(
      comparison.rows.filter(({ row }) => row.protocol === protocol).map(({ verdict }) => verdict === 'unlike'),
    ),
  ];
  assert.deepEqual([isUnlike('retrieval'), isUnlike('linear-probe')], [[true], [false]]);
  const lines = compareLines(a.card, b.card, comparison, false);
  assert.ok(lines.some((line) => /^\d+ rows cannot be compared: guessing gives other numbers/.test(line)));
  assert.ok(!lines.some((line) => line.includes('another chance')));
});

test('rows that one card alone has are counted', () => {
  const fewer = answered(madeBenchmark({ ...wishes, seeds: 2, methods: ['infonce'] }));
  const all = answered(first);
  const { onlyFirst, onlySecond, rows } = compareCards(all, fewer);
  assert.equal(onlyFirst, all.card.rows.length - fewer.card.rows.length);
  assert.equal(onlySecond, 0);
  assert.equal(rows.length, fewer.card.rows.length);
});
