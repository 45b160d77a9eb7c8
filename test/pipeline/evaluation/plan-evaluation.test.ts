import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MISMATCH_KINDS } from '../../../src/pipeline/evaluation/mismatch-kinds.ts';
import { planEvaluation } from '../../../src/pipeline/evaluation/plan-evaluation.ts';

const CLIPS = Array.from({ length: 240 }, (_, at) => ({ clipName: `clip${at}`, label: `class${at % 8}` }));
const WISHES = { noiseRatios: [0.05, 0.1, 0.2, 0.4], kinds: MISMATCH_KINDS, probesPerKind: 40, seed: 1 };

test('each share of noise spoils that share of the clips, and all that a smaller one spoils, alike', () => {
  const { corpora } = planEvaluation(CLIPS, WISHES);
  assert.deepEqual(
    corpora.map(({ spoilt }) => spoilt.length),
    [12, 24, 48, 96],
  );
  for (const [at, { spoilt }] of corpora.entries())
    assert.deepEqual(corpora.at(-1)!.spoilt.slice(0, spoilt.length), spoilt, String(at));
});

test('the kinds take turns and the classes are spoilt alike', () => {
  const { spoilt } = planEvaluation(CLIPS, WISHES).corpora.at(-1)!;
  const labelOf = new Map(CLIPS.map(({ clipName, label }) => [clipName, label]));
  const count = (values: readonly (string | undefined)[]) =>
    [...new Set(values)].map((value) => values.filter((other) => other === value).length);
  assert.deepEqual(new Set(count(spoilt.map(({ kind }) => kind))), new Set([7, 8]));
  assert.deepEqual(count(spoilt.map(({ clipName }) => labelOf.get(clipName))), new Array(8).fill(12));
});

test('probes are twins of clips that stay clean at every share of noise, as many of each kind', () => {
  const { corpora, probes } = planEvaluation(CLIPS, WISHES);
  const spoilt = new Set(corpora.flatMap((corpus) => corpus.spoilt.map(({ clipName }) => clipName)));
  assert.ok(probes.every(({ clipName }) => !spoilt.has(clipName)));
  for (const kind of MISMATCH_KINDS) {
    const names = probes.filter((probe) => probe.kind === kind).map(({ clipName }) => clipName);
    assert.equal(new Set(names).size, 40, kind);
  }
});

test('a small corpus gives as many probes as it has clean clips', () => {
  const { probes } = planEvaluation(CLIPS.slice(0, 10), { ...WISHES, noiseRatios: [0.2], kinds: ['silence'] });
  assert.equal(probes.length, 8);
});

test('the same seed plans the same, another seed something else', () => {
  assert.deepEqual(planEvaluation(CLIPS, WISHES), planEvaluation(CLIPS, WISHES));
  assert.notDeepEqual(planEvaluation(CLIPS, WISHES), planEvaluation(CLIPS, { ...WISHES, seed: 2 }));
});
