import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DrawnFrom, drawSample } from '../../src/curation/audit-sample.ts';
import { dealQuestions, stratify } from '../../src/curation/audit-strata.ts';

function candidate(number: number, label: string, probability?: number): DrawnFrom {
  return {
    clipName: `clip ${String(number).padStart(5, '0')}`,
    label,
    probability,
    decision: 'keep',
    decisionWithPeople: 'keep',
  };
}

/** So many clips of each class, their scores spread evenly from 0 to 1. */
function population(clips: number, classes: number): DrawnFrom[] {
  return Array.from({ length: clips }, (_, number) =>
    candidate(number, `class ${number % classes}`, (number + 0.5) / clips),
  );
}

test('tenths of the score by classes, where there are questions enough', () => {
  const strata = stratify(population(1000, 5), 100);
  assert.equal(strata.length, 50);
  assert.ok(strata.every(({ members, labels }) => members.length === 20 && labels.length === 1));
  assert.deepEqual(
    strata.slice(0, 6).map(({ band, labels }) => `${band} ${labels[0]}`),
    ['1 class 0', '1 class 1', '1 class 2', '1 class 3', '1 class 4', '2 class 0'],
  );
  const ofTheLast = strata.filter(({ band }) => band === 10).flatMap(({ members }) => members);
  assert.ok(ofTheLast.every(({ probability }) => probability! >= 0.9));
});

test('classes that are too small for two questions stand together, by name, the last with the smallest', () => {
  // 40 questions for 1000 clips: two are due to 50 clips. A tenth has 100 clips in five classes of 20.
  const strata = stratify(population(1000, 5), 40);
  assert.deepEqual(
    strata.filter(({ band }) => band === 1).map(({ labels }) => labels.join(' + ')),
    ['class 0 + class 1 + class 2 + class 3 + class 4'],
  );
  const finer = stratify(population(1000, 5), 80);
  assert.deepEqual(
    finer.filter(({ band }) => band === 1).map(({ labels }) => labels.join(' + ')),
    ['class 0 + class 1 + class 4', 'class 2 + class 3'],
  );
});

test('clips without a score are a stratum of their own, and every clip is in one', () => {
  const clips = [...population(200, 2), candidate(900, 'class 0'), candidate(901, 'class 1')];
  const strata = stratify(clips, 20);
  assert.deepEqual(
    strata.filter(({ band }) => band === 0).map(({ members }) => members.map(({ clipName }) => clipName)),
    [['clip 00900', 'clip 00901']],
  );
  assert.equal(
    strata.reduce((sum, { members }) => sum + members.length, 0),
    202,
  );
});

test('few questions have fewer bands: two questions each', () => {
  assert.equal(new Set(stratify(population(100, 3), 10).map(({ band }) => band)).size, 5);
});

test('questions are dealt in proportion, two at least, and as many as were asked for', () => {
  assert.deepEqual(dealQuestions([500, 300, 200], 10), [5, 3, 2]);
  // Due: 9.6, 0.2, 0.2.
  assert.deepEqual(dealQuestions([480, 10, 10], 10), [6, 2, 2]);
  // Due: 3.33 each; the rest goes to the first of those equally far below.
  assert.deepEqual(dealQuestions([100, 100, 100], 10), [4, 3, 3]);
  assert.deepEqual(dealQuestions([1, 99], 10), [1, 9]);
  // Not enough for two each.
  assert.deepEqual(dealQuestions([40, 30, 20, 10], 5), [2, 1, 1, 1]);
  assert.deepEqual(dealQuestions([3, 4], 10), [3, 4]);
});

test('the same seed draws the same clips in the same order, whatever the order they come in', () => {
  const clips = population(500, 4);
  const drawn = drawSample(clips, 50, 7);
  assert.equal(drawn.items.length, 50);
  assert.equal(new Set(drawn.items.map(({ clipName }) => clipName)).size, 50);
  assert.deepEqual(drawSample(clips.toReversed(), 50, 7), drawn);
  assert.notDeepEqual(drawSample(clips, 50, 8).items, drawn.items);
});

test('over many seeds each clip is drawn as often as its stratum says', () => {
  const clips = [...population(60, 2), ...Array.from({ length: 6 }, (_, at) => candidate(100 + at, 'class 0'))];
  const times = new Map<string, number>();
  const expected = new Map<string, number>();
  const rounds = 2000;
  for (let seed = 0; seed < rounds; seed += 1) {
    const { strata, items } = drawSample(clips, 20, seed);
    for (const { clipName, stratum } of items) {
      times.set(clipName, (times.get(clipName) ?? 0) + 1);
      const sampled = items.filter((item) => item.stratum === stratum).length;
      expected.set(clipName, sampled / strata[stratum]!.population);
    }
  }
  for (const { clipName } of clips) {
    const ratio = (times.get(clipName) ?? 0) / rounds;
    // Four standard errors of a share of 2000.
    assert.ok(Math.abs(ratio - expected.get(clipName)!) < 4 * Math.sqrt(0.25 / rounds), `${clipName}: ${ratio}`);
  }
});

test('the order tells nothing of the score: bands are spread over the questions', () => {
  const { strata, items } = drawSample(population(1000, 5), 100, 1);
  const bands = items.map(({ stratum }) => strata[stratum]!.band);
  const firstHalf = bands.slice(0, 50);
  assert.ok(new Set(firstHalf).size === 10, 'each band is among the first half');
  // Neighbours of one band: 1 in 10 by chance, 99 pairs; sorted questions would give 90.
  const neighbours = bands.filter((band, at) => at > 0 && band === bands[at - 1]).length;
  assert.ok(neighbours < 25, `${neighbours} neighbours of one band`);
});
