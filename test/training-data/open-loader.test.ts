import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { BatchSource, TrainingBatch } from '../../src/dataset/training-batch.ts';
import { trainingOrder } from '../../src/training-data/batch-order.ts';
import { exampleShape } from '../../src/training-data/example-shape.ts';
import { openLoader, openNoisyLoader, openPlainLoader } from '../../src/training-data/open-loader.ts';
import { temporaryDirectory } from '../helpers/cutting.ts';
import { movingClip, prepare, trainingClip } from '../helpers/training-clips.ts';

const SHAPE = exampleShape({ videoFrames: 2, sidePx: 16, melSide: 16 });
const CLIPS = 7;
const FEED = { batchSize: 2, workers: 2, ahead: 3 };

async function take(source: BatchSource, epoch: number, from = 0, count = Infinity): Promise<TrainingBatch[]> {
  const batches: TrainingBatch[] = [];
  if (count === 0) return batches;
  for await (const batch of source.batches(epoch, from)) if (batches.push(batch) === count) break;
  return batches;
}

describe('the loader', () => {
  const folder = temporaryDirectory({ after });
  const clips = Array.from({ length: CLIPS }, (_, at) => trainingClip(folder, `clip${at}`, SHAPE, at % 3));
  before(async () => {
    for (const [at, clip] of clips.entries()) await movingClip(clip, 2.5 + 0.25 * at, '48x32');
    assert.deepEqual((await prepare(clips, SHAPE)).unusable, []);
  });

  async function withLoader<T>(
    options: Partial<Parameters<typeof openLoader>[2]>,
    use: (source: BatchSource) => Promise<T>,
  ): Promise<T> {
    const source = openLoader(clips, SHAPE, { ...FEED, seed: 5, ...options });
    try {
      return await use(source);
    } finally {
      await source.close();
    }
  }

  test('gives full batches of different clips, their classes and the shapes that were asked for', () =>
    withLoader({}, async (source) => {
      assert.equal(source.batchesPerEpoch, 3);
      const batches = await take(source, 0);
      assert.equal(new Set(batches.flatMap(({ clipIds }) => clipIds)).size, 6);
      for (const { clipIds, labels, video, logMel } of batches) {
        assert.deepEqual([video.length, logMel.length], [2 * 2 * 16 * 16 * 3, 2 * 16 * 16]);
        assert.deepEqual(
          [...labels],
          clipIds.map((clipId) => clips.find((clip) => clip.clipId === clipId)!.label),
        );
      }
    }));

  test('gives the same numbers whatever the number of threads, and from wherever it begins', async () => {
    const whole = await withLoader({ workers: 1, ahead: 1 }, async (source) => [
      ...(await take(source, 0)),
      ...(await take(source, 1)),
    ]);
    const others = await withLoader({ workers: 3, ahead: 5 }, async (source) => [
      ...(await take(source, 0)),
      ...(await take(source, 1)),
    ]);
    assert.deepEqual(others, whole);
    await withLoader({}, async (source) => {
      assert.deepEqual(await take(source, 1, 1), whole.slice(4));
      assert.deepEqual(await take(source, 0, 0, 1), whole.slice(0, 1), 'back to the beginning');
      assert.deepEqual(await take(source, 0, 1, 1), whole.slice(1, 2), 'on after a break');
    });
  });

  test('takes clips of which the caller knows more than threads can be told', async () => {
    const known = clips.slice(0, 2).map((clip) => ({ ...clip, open: () => clip.filePath }));
    const source = openPlainLoader(known, SHAPE, { ...FEED, windowsPerClip: 1 });
    assert.equal((await take(source, 0)).length, 1);
    await source.close();
  });

  test('another epoch or another seed is another order and other examples', async () => {
    const [first, second] = await withLoader({}, async (source) => [await take(source, 0), await take(source, 1)]);
    const other = await withLoader({ seed: 6 }, (source) => take(source, 0));
    const orderOf = (batches: readonly TrainingBatch[]) => batches.flatMap(({ clipIds }) => clipIds);
    assert.notDeepEqual(orderOf(first), orderOf(second));
    assert.notDeepEqual(orderOf(first), orderOf(other));
  });

  test('reads plain windows of every clip in their order, the last batch with what is left', async () => {
    const source = openPlainLoader(clips.slice(0, 3), SHAPE, { ...FEED, batchSize: 4, windowsPerClip: 2 });
    const batches = await take(source, 0);
    const again = await take(source, 0);
    await source.close();
    assert.equal(source.batchesPerEpoch, 2);
    assert.deepEqual(
      batches.map(({ clipIds }) => clipIds),
      [
        ['clip0', 'clip0', 'clip1', 'clip1'],
        ['clip2', 'clip2'],
      ],
    );
    assert.deepEqual(again, batches);
    const size = batches[0]!.video.length / 4;
    assert.notDeepEqual(batches[0]!.video.slice(2 * size, 3 * size), batches[0]!.video.slice(3 * size));
  });

  test('a damaged cache is an error that names clip and file, and is made anew the next time', async () => {
    const damaged = { ...clips[0]!, clipId: 'rotten', cachePath: join(folder, 'rotten.media') };
    const bytes = readFileSync(clips[0]!.cachePath);
    writeFileSync(damaged.cachePath, bytes.fill(0, Math.floor(bytes.length / 2)));
    const source = openPlainLoader([damaged], SHAPE, { ...FEED, windowsPerClip: 1 });
    await assert.rejects(take(source, 0), /^UnreadableMedia: clip rotten, .*rotten\.media: bytes .* make it anew$/);
    await source.close();
    assert.equal(existsSync(damaged.cachePath), false);
    assert.equal((await prepare([damaged], SHAPE)).made, 1);
  });

  test('a cache that is not there is an error that names clip and file; the batches before it are given', async () => {
    const gone = { ...clips[0]!, clipId: 'gone', cachePath: join(folder, 'gone.media') };
    const source = openPlainLoader([clips[1]!, gone], SHAPE, { ...FEED, batchSize: 1, windowsPerClip: 1 });
    assert.equal((await take(source, 0, 0, 1)).length, 1);
    await assert.rejects(take(source, 0, 1), {
      code: 'training-media',
      exitCode: 7,
      message: /clip gone, .*gone\.media/,
    });
    await source.close();
  });

  test('noise is added to the sound of the windows that would be read without it, and no picture is read', async () => {
    const firstOf = async (source: BatchSource): Promise<TrainingBatch> => {
      const [batch] = await take(source, 0, 0, 1);
      await source.close();
      return batch!;
    };
    const feed = { ...FEED, batchSize: 6, windowsPerClip: 3 };
    const plain = await firstOf(openPlainLoader(clips, SHAPE, feed));
    const noisy = await firstOf(openNoisyLoader(clips, SHAPE, { ...feed, snrsDb: [90, 0] }));
    assert.deepEqual(noisy.clipIds, Array(6).fill(clips[0]!.clipId));
    const size = 3 * SHAPE.media.melSide ** 2;
    const apart = (from: number): number =>
      Math.max(...plain.logMel.subarray(0, size).map((value, at) => Math.abs(value - noisy.logMel[from + at]!)));
    assert.ok(apart(size) > 1);
    // 90 dB below a tone there is less than the rounding of 16 bits, which only silent bins show.
    assert.ok(apart(0) < apart(size) / 2, `${apart(0)} ${apart(size)}`);
    assert.ok(plain.video.some((value) => value !== 0) && noisy.video.every((value) => value === 0));
    assert.deepEqual(noisy.logMel, (await firstOf(openNoisyLoader(clips, SHAPE, { ...feed, snrsDb: [90, 0] }))).logMel);
  });

  test('one that is closed while somebody waits says so', async () => {
    const source = openLoader(clips, SHAPE, { ...FEED, seed: 5 });
    const waiting = assert.rejects(take(source, 0), /ended/);
    await source.close();
    await waiting;
  });
});

test('a batch that is larger than the corpus is refused before anything starts', () => {
  const clip = trainingClip('nowhere', 'one', SHAPE);
  assert.throws(() => openLoader([clip], SHAPE, { ...FEED, seed: 1 }), {
    name: 'UsageError',
    message: /at least 2 clips, one batch, got 1/,
  });
});

test('in the long run every clip is read as often as any other', () => {
  const clips = Array.from({ length: 10 }, (_, at) => trainingClip('nowhere', `clip${at}`, SHAPE));
  const order = trainingOrder(clips, 3, 4);
  const counts = new Map<string, number>();
  for (let epoch = 0; epoch < 500; epoch += 1) {
    for (const batch of [0, 1]) {
      for (const { clip } of order.rows(epoch, batch)) counts.set(clip.clipId, (counts.get(clip.clipId) ?? 0) + 1);
    }
  }
  // 500 epochs of 8 among 10: 400 expected, deviation sqrt(500 * 0.8 * 0.2) = 9.
  for (const [clipId, count] of counts) assert.ok(Math.abs(count - 400) < 45, `${clipId}: ${count}`);
});
