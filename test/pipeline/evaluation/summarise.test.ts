import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords, type JudgedClip, summarise } from '../../../src/pipeline/evaluation/summarise.ts';

function clip(name: string, changes: Partial<JudgedClip>): JudgedClip {
  const own = { clipName: name, videoId: name, label: 'a', kind: undefined, isProbe: false, isDroppedByFacts: false };
  return { ...own, probability: 0.9, decision: 'keep', reason: undefined, ...changes };
}

/** Eight clean clips, one of them dropped, one asked about; two swaps of which one is dropped; a silent clip that facts drop. */
const CORPUS = [
  ...Array.from({ length: 6 }, (_, at) => clip(`clean${at}`, {})),
  clip('clean6', { probability: 0.2, decision: 'drop' }),
  clip('clean7', { probability: 0.5, decision: 'ask' }),
  clip('swap0', {
    kind: 'other-class-swap',
    probability: 0.1,
    decision: 'drop',
    reason: 'low-correspondence',
    label: 'b',
  }),
  clip('swap1', { kind: 'other-class-swap', probability: 0.6, label: 'b' }),
  clip('silent', { kind: 'silence', probability: 0, decision: 'drop', isDroppedByFacts: true }),
];

test('precision, recall and false drops count the clips of the corpus', () => {
  const result = summarise(0.2, CORPUS, 1);
  assert.equal(result.clips, 11);
  assert.equal(result.spoilt, 3);
  assert.equal(result.precision?.value, 2 / 3);
  assert.equal(result.recall?.value, 2 / 3);
  assert.equal(result.falseDropRate?.value, 1 / 8);
  assert.equal(result.askedRatio, 1 / 11);
});

test('each kind is ranked against the clean clips alone', () => {
  const { kinds } = summarise(0.2, CORPUS, 1);
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['other-class-swap', 'silence'],
  );
  // 0.1 lies below all eight clean ones, 0.6 below six of them.
  assert.equal(kinds[0]!.auroc?.value, 14 / 16);
  assert.equal(kinds[0]!.droppedRatio?.value, 0.5);
  assert.equal(kinds[0]!.chancePrecision, 0.2);
  assert.equal(kinds[1]!.auroc?.value, 1);
});

test('within a class, its spoilt clips are ranked against its own clean ones', () => {
  const twin = clip('twin', { kind: 'other-class-swap', probability: 0.4, isProbe: true });
  const { byClass } = summarise(0.2, [...CORPUS, twin], 1).kinds[0]!;
  // 0.4 lies below seven of the eight clean clips of class a; class b has none.
  assert.deepEqual(byClass, [
    { label: 'a', clips: 1, auroc: 7 / 8 },
    { label: 'b', clips: 2, auroc: undefined },
  ]);
});

test('probes count for their kind, and for nothing else', () => {
  const probe = clip('twin', { kind: 'other-class-swap', probability: 0.95, isProbe: true, videoId: 'clean0' });
  const result = summarise(0.2, [...CORPUS, probe], 1);
  assert.deepEqual({ ...result, kinds: [], fates: [] }, { ...summarise(0.2, CORPUS, 1), kinds: [], fates: [] });
  assert.equal(result.kinds[0]!.clips, 3);
  assert.equal(result.kinds[0]!.auroc?.value, 14 / 24);
});

test('a clip without a probability is counted as not judged and ranked nowhere', () => {
  const mute = clip('mute', { kind: 'other-class-swap', probability: undefined, decision: 'ask' });
  const { kinds } = summarise(0.2, [...CORPUS, mute], 1);
  assert.equal(kinds[0]!.abstained, 1);
  assert.equal(kinds[0]!.clips, 3);
  assert.equal(kinds[0]!.auroc?.value, 14 / 16);
});

test('calibration leaves out what the facts dropped', () => {
  const { reliability, calibrationError } = summarise(0.2, CORPUS, 1);
  assert.equal(
    reliability.reduce((sum, { count }) => sum + count, 0),
    10,
  );
  // Bins: 0.1 came 0 of 1; 0.2 came 1 of 1; 0.5 came 1 of 1; 0.6 came 0 of 1; 0.9 came 6 of 6.
  assert.ok(Math.abs(calibrationError! - (0.1 + 0.8 + 0.5 + 0.6 + 6 * 0.1) / 10) < 1e-12);
});

test('classes tell how many of their clips were kept', () => {
  assert.deepEqual(summarise(0.2, CORPUS, 1).classes, [
    { label: 'a', cleanClips: 8, cleanKept: 6, spoiltClips: 1, spoiltKept: 0 },
    { label: 'b', cleanClips: 0, cleanKept: 0, spoiltClips: 2, spoiltKept: 1 },
  ]);
});

test('of each kind it is told where its clips ended, and why those were dropped that were', () => {
  const [clean, swaps, silence] = summarise(0.2, CORPUS, 1).fates;
  assert.deepEqual([clean!.clips, clean!.kept, clean!.asked, clean!.dropped], [8, 6, 1, 1]);
  assert.ok(Math.abs(clean!.meanProbability! - (6 * 0.9 + 0.2 + 0.5) / 8) < 1e-12);
  assert.deepEqual([swaps!.kind, swaps!.kept, swaps!.dropped], ['other-class-swap', 1, 1]);
  assert.deepEqual(swaps!.droppedFor, { 'low-correspondence': 1 });
  assert.equal(silence!.dropped, 1);
});

test('an interval that holds one half is called chance', () => {
  assert.equal(inWords({ value: 0.55, low: 0.46, high: 0.64 }), 'no better than chance');
  assert.equal(inWords({ value: 0.6, low: 0.3, high: 0.9 }), 'too few clips to tell from chance');
  assert.equal(inWords({ value: 0.4, low: 0.3, high: 0.49 }), 'worse than chance');
  assert.equal(inWords({ value: 0.97, low: 0.95, high: 0.99 }), 'told apart nearly always');
  assert.equal(inWords({ value: 0.6, low: 0.53, high: 0.67 }), 'better than chance, but weak');
  assert.equal(inWords(undefined), 'not measured: no clip could be judged');
});
