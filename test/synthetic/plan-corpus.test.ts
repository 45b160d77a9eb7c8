import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseKineticsCsv } from '../../src/dataset/kinetics-csv.ts';
import { SITE_VIDEO_ID } from '../../src/dataset/segment.ts';
import { UsageError } from '../../src/errors.ts';
import { SOUNDING_CLASSES } from '../../src/synthetic/class-list.ts';
import { DEFECT_NAMES, defectName } from '../../src/synthetic/defects.ts';
import { type CorpusWishes, planCorpus } from '../../src/synthetic/plan-corpus.ts';
import { corpusCsv, truthOf } from '../../src/synthetic/truth.ts';

const WISHES: CorpusWishes = {
  clips: 200,
  durationSeconds: 5,
  labels: SOUNDING_CLASSES.map(({ label }) => label),
  seed: 'plan',
  defects: DEFECT_NAMES,
  defectRatio: 0.2,
};
const SHAPE = { widthPx: 32, heightPx: 24, videoFps: 25, sampleRateHz: 16000, durationSeconds: 5 };

test('each kind of defect gets its share: 200 clips at 20 % are two of each of the twenty', () => {
  const counts = new Map<string, number>();
  for (const { defect } of planCorpus(WISHES)) {
    if (defect !== undefined) counts.set(defectName(defect), (counts.get(defectName(defect)) ?? 0) + 1);
  }
  assert.deepEqual(counts, new Map([...counts.keys()].map((name) => [name, 2])));
  assert.deepEqual([...counts.keys()].sort(), [...DEFECT_NAMES].sort());
});

test('the manifest is one that fetch accepts: ids of eleven characters, each video in one split', () => {
  const plans = planCorpus(WISHES);
  const { segments, conflictingRows } = parseKineticsCsv('manifest.csv', new TextEncoder().encode(corpusCsv(plans)));
  assert.equal(segments.length, 200);
  assert.equal(conflictingRows, 0);
  for (const { videoId } of segments) assert.match(videoId, SITE_VIDEO_ID);
});

test('tests get their share of every class, evenly, and the others are for training', () => {
  const plans = planCorpus({ ...WISHES, defects: [], testRatio: 0.4, labels: WISHES.labels.slice(0, 2), clips: 20 });
  for (const label of WISHES.labels.slice(0, 2)) {
    const splits = plans.filter(({ segment }) => segment.label === label).map(({ segment }) => segment.split);
    const turns = ['train', 'train', 'test', 'train', 'test'];
    assert.deepEqual(splits, [...turns, ...turns]);
  }
});

test('a clip in two splits is another id with the same seed in another split; a near-duplicate stays in its split', () => {
  const plans = planCorpus(WISHES);
  for (const plan of plans) {
    if (plan.defect?.kind !== 'in-two-splits' && plan.defect?.kind !== 'near-duplicate') continue;
    const { of, kind } = plan.defect;
    const original = plans.find(({ name }) => name === of)!;
    assert.equal(original.defect, undefined);
    assert.equal(original.seed, plan.seed);
    assert.equal(original.segment.label, plan.segment.label);
    assert.notEqual(original.name, plan.name);
    assert.equal(original.segment.split === plan.segment.split, kind === 'near-duplicate');
  }
});

test('a reused sound is heard in at least two clips beside its own', () => {
  const plans = planCorpus({ ...WISHES, defects: ['reused-sound'] });
  const uses = new Map<string, number>();
  for (const { defect } of plans)
    if (defect?.kind === 'reused-sound') uses.set(defect.of, (uses.get(defect.of) ?? 0) + 1);
  assert.equal(uses.size, 20);
  assert.ok([...uses.values()].every((count) => count === 2));
});

test('the sound of a swap comes from a performance that no clip shows, of another class or of the same', () => {
  const plans = planCorpus({ ...WISHES, defects: ['other-class-swap', 'same-class-swap'] });
  const seeds = new Set(plans.map(({ seed }) => seed));
  for (const { defect, segment } of plans) {
    if (defect === undefined || !('donor' in defect)) continue;
    assert.equal(defect.donor.label === segment.label, defect.kind === 'same-class-swap');
    assert.ok(!seeds.has(defect.donor.seed));
  }
});

test('the truth of a shift moves what is heard, not what is seen; a frozen picture has nothing to see, silence nothing to hear', () => {
  const truth = truthOf(WISHES, SHAPE, planCorpus(WISHES));
  for (const { defect, pictureEventSeconds: seen, soundEventSeconds: heard } of truth.clips) {
    if (defect === null) assert.deepEqual(heard, seen);
    if (defect?.kind === 'shift') assert.notDeepEqual(heard, seen);
    if (defect?.kind === 'frozen-picture') assert.equal(seen.length, 0);
    if (defect?.kind === 'silence' || defect?.kind === 'overdub') assert.equal(heard.length, 0);
    for (const seconds of [...seen, ...heard]) assert.ok(seconds >= 0 && seconds <= SHAPE.durationSeconds);
  }
});

test('the same wishes give the same plan, another seed another', () => {
  assert.deepEqual(planCorpus(WISHES), planCorpus(WISHES));
  assert.notDeepEqual(planCorpus({ ...WISHES, seed: 'other' })[0], planCorpus(WISHES)[0]);
});

test('a corpus too small for a defect that needs a second clip is refused', () => {
  const wishes = {
    ...WISHES,
    clips: 2,
    labels: WISHES.labels.slice(0, 2),
    defects: ['near-duplicate'],
    defectRatio: 0.5,
  } as const;
  assert.throws(() => planCorpus(wishes), UsageError);
});
