import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_POLICY, type Policy } from '../../src/dataset/policy.ts';
import { decideCorpus } from '../../src/pipeline/decide-correspondence.ts';
import { evidenceOf, NO_SIGNALS, scoresOf } from '../helpers/evidence.ts';

const NO_FLOOR: Policy = { ...DEFAULT_POLICY, floor: { minKeptRatio: 0 } };

const outcome = (clip: Parameters<typeof decideCorpus>[0][number], policy: Policy = NO_FLOOR): string => {
  const [verdict] = decideCorpus([clip], policy);
  return [verdict!.decision, ...verdict!.reasons.map(({ code }) => code)].join(' ');
};

test('a clip against which nothing speaks is kept', () => {
  assert.equal(outcome(evidenceOf('a')), 'keep');
});

test('each mismatch above its threshold is a reason to drop, the most probable first', () => {
  const scores = scoresOf({ swap: 0.85, musicBed: 0.97, probability: 0.01 });
  assert.equal(outcome(evidenceOf('a', { scores })), 'drop music-bed low-correspondence');
  assert.equal(outcome(evidenceOf('a', { scores: scoresOf({ shift: 0.9 }) })), 'drop out-of-sync');
  assert.equal(outcome(evidenceOf('a', { scores: scoresOf({ voiceOver: 0.9 }) })), 'drop voice-over');
});

test('a clip is dropped for the likeliest mismatch when some mismatch is sure, if not which', () => {
  const scores = scoresOf({ swap: 0.4, shift: 0.45, probability: 0.15 });
  const [verdict] = decideCorpus([evidenceOf('a', { scores })], NO_FLOOR);
  assert.deepEqual(verdict, {
    decision: 'drop',
    reasons: [{ code: 'out-of-sync', measurement: 'probability', value: 0.15, threshold: 0.2, classPercentile: 0 }],
  });
});

test('a mismatch whose threshold is 1 speaks against no clip', () => {
  const withMusic: Policy = { ...NO_FLOOR, drop: { ...NO_FLOOR.drop, musicBedAbove: 1 } };
  const bed = evidenceOf('a', { scores: scoresOf({ musicBed: 0.95, probability: 0.03 }) });
  assert.equal(outcome(bed), 'drop music-bed');
  assert.equal(outcome(bed, withMusic), 'keep');
  const swapped = evidenceOf('a', { scores: scoresOf({ swap: 0.85, musicBed: 0.1, probability: 0.05 }) });
  assert.equal(outcome(swapped, withMusic), 'drop low-correspondence');
});

test('a value on the threshold is not above it', () => {
  assert.equal(outcome(evidenceOf('a', { scores: scoresOf({ swap: DEFAULT_POLICY.drop.swapAbove }) })), 'keep');
});

test('facts drop before anything else is asked', () => {
  assert.equal(outcome(evidenceOf('a', { facts: [{ code: 'silent' }], scores: undefined })), 'drop silent');
});

test('a clip without scores, or whose models abstained, is asked about', () => {
  assert.equal(outcome(evidenceOf('a', { scores: undefined })), 'ask no-evidence');
  const abstained = { ...scoresOf(), mismatch: undefined, probability: undefined, spread: undefined };
  assert.equal(outcome(evidenceOf('a', { scores: abstained })), 'ask no-evidence');
});

test('a clip is asked about when it is improbable for no single reason, or when the models differ', () => {
  assert.equal(outcome(evidenceOf('a', { scores: scoresOf({ probability: 0.4 }) })), 'ask uncertain');
  assert.equal(outcome(evidenceOf('a', { scores: scoresOf({ spread: 0.35 }) })), 'ask uncertain');
});

test('clipped sound is dropped, unmeasured sound is not', () => {
  assert.equal(outcome(evidenceOf('a', { signals: { ...NO_SIGNALS, clippedRatio: 0.02 } })), 'drop clipped');
  assert.equal(outcome(evidenceOf('a', { signals: { ...NO_SIGNALS, clippedRatio: 0 } })), 'keep');
  assert.equal(outcome(evidenceOf('a', { signals: undefined })), 'keep');
});

test('the policy says what becomes of doubles', () => {
  const clip = evidenceOf('a', { duplicates: [{ code: 'leak', otherClip: 'b', distance: 0.1, threshold: 0.15 }] });
  const withLeak = (leak: Policy['duplicates']['leak']): Policy => ({
    ...NO_FLOOR,
    duplicates: { ...NO_FLOOR.duplicates, leak },
  });
  assert.equal(outcome(clip, withLeak('drop')), 'drop leak');
  assert.equal(outcome(clip, withLeak('ask')), 'ask leak');
  assert.equal(outcome(clip, withLeak('keep')), 'keep');
  const [verdict] = decideCorpus([clip], withLeak('drop'));
  assert.deepEqual(verdict!.reasons, [
    { code: 'leak', otherClip: 'b', measurement: 'distance', value: 0.1, threshold: 0.15 },
  ]);
});

test('a reason tells where in its class the clip stands', () => {
  const swaps = [0.1, 0.2, 0.3, 0.9];
  const clips = swaps.map((swap, at) => evidenceOf(`clip-${at}`, { scores: scoresOf({ swap }) }));
  const other = evidenceOf('other', { label: 'tap dancing', scores: scoresOf({ swap: 0.99 }) });
  const verdicts = decideCorpus([...clips, other], NO_FLOOR);
  assert.deepEqual(verdicts[3]!.reasons, [
    { code: 'low-correspondence', measurement: 'swapProbability', value: 0.9, threshold: 0.8, classPercentile: 0.75 },
  ]);
  assert.equal(verdicts[4]!.reasons[0]!.classPercentile, 0);
});

test('a class that would fall below the floor keeps its most probable clips, with the reasons against them', () => {
  const probabilities = [0.1, 0.3, 0.2, 0.05];
  const clips = probabilities.map((probability, at) =>
    evidenceOf(`clip-${at}`, { scores: scoresOf({ swap: 1 - probability, probability }) }),
  );
  const policy = { ...NO_FLOOR, drop: { ...NO_FLOOR.drop, swapAbove: 0.6 }, floor: { minKeptRatio: 0.5 } };
  const verdicts = decideCorpus(clips, policy);
  assert.deepEqual(
    verdicts.map(({ decision }) => decision),
    ['drop', 'keep', 'keep', 'drop'],
  );
  assert.equal(verdicts[1]!.reasons[0]!.code, 'low-correspondence');
});

test('the floor never brings back a clip that is broken, doubled, clipped or unjudged', () => {
  const clips = [
    evidenceOf('broken', { facts: [{ code: 'corrupt' }] }),
    evidenceOf('doubled', { duplicates: [{ code: 'duplicate-sound', otherClip: 'b' }] }),
    evidenceOf('clipped', { signals: { ...NO_SIGNALS, clippedRatio: 0.5 } }),
    evidenceOf('unjudged', { scores: undefined }),
  ];
  const verdicts = decideCorpus(clips, { ...NO_FLOOR, floor: { minKeptRatio: 1 } });
  assert.deepEqual(
    verdicts.map(({ decision }) => decision),
    ['drop', 'drop', 'drop', 'ask'],
  );
});
