import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { DEFAULT_POLICY } from '../../src/dataset/policy.ts';
import { SIGNAL_MEASUREMENTS_VERSION, type SignalMeasurements } from '../../src/dataset/signal-measurements.ts';
import { duplicatesOf, originalVideos } from '../../src/pipeline/indexed-duplicates.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { createMeasurementWriter } from '../../src/store/measurements.ts';
import { openIndex, openIndexForReading } from '../../src/store/open.ts';
import { segmentOf } from '../helpers/index-with-plan.ts';
import { judgedWorkspace } from '../helpers/judged-workspace.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const random = seededRandom(1);
const LIMITS = { pictureWithin: 0.1, soundWithin: 0.2 };

/** Only what the search reads; the numbers are not measured. */
function measurements(): SignalMeasurements {
  return {
    version: SIGNAL_MEASUREMENTS_VERSION,
    curveFps: 25,
    motionCurve: new Uint8Array(0),
    onsetCurve: new Uint8Array(0),
    sceneCutSeconds: [],
    pictureHash: Uint8Array.from({ length: 32 }, () => random.below(256)),
    soundFingerprint: Uint32Array.from({ length: 240 }, () => random.below(2 ** 32)),
  } as unknown as SignalMeasurements;
}

/** Three clips; the first two look the same, and 1 of 32 bits of each hash differs. */
function workspace(t: TestContext) {
  const folder = temporaryFolder(t);
  judgedWorkspace(
    folder,
    [1, 2, 3].map((number) => ({ segment: segmentOf(number) })),
  );
  const file = path.join(folder, 'index.db');
  const index = openIndex(file);
  t.after(() => index.close());
  const writer = createMeasurementWriter(index);
  const [one, other] = [measurements(), measurements()];
  const pictureHash = one.pictureHash.map((byte, at) => (at % 4 === 0 ? byte ^ 1 : byte));
  writer.save(1, 'aa', one);
  writer.save(2, 'aa', { ...measurements(), pictureHash });
  writer.save(3, 'aa', other);
  return { file, index, measureAgain: () => writer.save(3, 'aa', { ...other, pictureHash: one.pictureHash }) };
}

test('pairs are searched for once and then read, also by those who may not write', (t) => {
  const { file, index } = workspace(t);
  const searched = duplicatesOf(index, LIMITS);
  assert.deepEqual(
    searched.map(({ kinds, pictureDistance }) => [kinds, pictureDistance]),
    [[['picture'], 1 / 32]],
  );
  // What is kept is what is read.
  index.exec('UPDATE duplicate_pairs SET picture_distance = 0.0625');
  const reader = openIndexForReading(file);
  t.after(() => reader.close());
  assert.equal(duplicatesOf(reader, LIMITS)[0]!.pictureDistance, 0.0625);
  assert.deepEqual(duplicatesOf(reader, { ...LIMITS, pictureWithin: 0.05 }), []);
});

test('one search serves narrow limits and the default ones; a wider limit, or a clip that is measured again, takes another', (t) => {
  const { index, measureAgain } = workspace(t);
  const limitsOfSearch = () => index.prepare('SELECT picture_within, sound_within FROM duplicate_search').raw().get();
  const { pictureWithin, soundWithin } = DEFAULT_POLICY.duplicates;
  assert.equal(duplicatesOf(index, { ...LIMITS, pictureWithin: 0.01 }).length, 0);
  assert.equal(duplicatesOf(index, LIMITS).length, 1);
  assert.deepEqual(limitsOfSearch(), [pictureWithin, soundWithin]);
  duplicatesOf(index, { ...LIMITS, pictureWithin: 0.2 });
  originalVideos(index);
  assert.deepEqual(limitsOfSearch(), [0.2, soundWithin]);
  measureAgain();
  assert.equal(duplicatesOf(index, LIMITS).length, 3);
});

test('a reader searches without keeping', (t) => {
  const { file, index } = workspace(t);
  const reader = openIndexForReading(file);
  t.after(() => reader.close());
  assert.equal(duplicatesOf(reader, LIMITS).length, 1);
  assert.equal(index.prepare('SELECT count(*) FROM duplicate_pairs').pluck().get(), 0);
});

test('videos that look the same have one original, and narrower limits of a policy change nothing about it', (t) => {
  const { index, measureAgain } = workspace(t);
  const [one, other, third] = [1, 2, 3].map((number) => segmentOf(number).videoId) as [string, string, string];
  duplicatesOf(index, { pictureWithin: 0, soundWithin: 0 });
  assert.deepEqual([one, other, third].map(originalVideos(index)), [one, one, third]);
  measureAgain();
  assert.deepEqual([one, other, third].map(originalVideos(index)), [one, one, one]);
});
