import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DiskFullError } from '../../src/errors.ts';
import { exampleShape } from '../../src/training-data/example-shape.ts';
import { openMedia } from '../../src/training-data/media-reader.ts';
import type { MediaEstimate } from '../../src/training-data/prepare-media.ts';
import { mediaCachePath, type TrainingClip } from '../../src/training-data/training-clip.ts';
import { ffmpeg, movingPicture, temporaryDirectory } from '../helpers/cutting.ts';
import { movingClip, prepare, trainingClip } from '../helpers/training-clips.ts';

const SHAPE = exampleShape({ videoFrames: 4, sidePx: 28, melSide: 32 });
const { media: MEDIA } = SHAPE;

describe('training media of a clip', () => {
  const folder = temporaryDirectory({ after });
  const clip = trainingClip(folder, 'ordinary', SHAPE);
  before(() => movingClip(clip, 3));

  function opened(of = clip, shape = MEDIA) {
    const media = openMedia(of, shape);
    media?.close();
    return media?.header;
  }

  test('keep the proportions of the picture, and hold as many video frames and samples as the clip lasts', async () => {
    const { made, unusable } = await prepare([clip], SHAPE);
    assert.deepEqual([made, unusable], [1, []]);
    const header = opened()!;
    assert.deepEqual([header.heightPx, header.widthPx, header.videoFps], [32, 48, 8]);
    assert.equal(header.frameCrcs.length, 24);
    assert.ok(Math.abs(header.samples - 48_000) < 1_600, String(header.samples));
    assert.equal(statSync(clip.cachePath).size, header.fileBytes);
  });

  test('of a portrait stand upright, of a panorama are its middle, twice as long as its shorter side', async () => {
    const [tall, wide] = [trainingClip(folder, 'tall', SHAPE), trainingClip(folder, 'wide', SHAPE)];
    await Promise.all([movingClip(tall, 1, '64x96'), movingClip(wide, 1, '640x64')]);
    await prepare([tall, wide], SHAPE);
    assert.deepEqual(
      [tall, wide].map((of) => [opened(of)!.heightPx, opened(of)!.widthPx]),
      [
        [48, 32],
        [32, 64],
      ],
    );
  });

  test('are made once, and nothing half-written stays', async () => {
    const { made, clips } = await prepare([{ ...clip, filePath: join(folder, 'gone.mp4') }], SHAPE);
    assert.deepEqual([made, clips.length], [0, 1]);
    assert.deepEqual(
      readdirSync(dirname(clip.cachePath)).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  test('are not those of another clip, another shape or another version, nor of a file cut short', async () => {
    assert.equal(opened({ ...clip, sha256: 'another' }), undefined);
    assert.equal(opened(clip, { ...MEDIA, videoFps: 16 }), undefined);
    assert.equal(opened(clip, { ...MEDIA, melSide: 56 }), undefined);
    const bytes = readFileSync(clip.cachePath);
    const copy = { ...clip, cachePath: join(folder, 'copy.media') };
    for (const length of [0, 3, 15, 100, bytes.length - 1]) {
      writeFileSync(copy.cachePath, bytes.subarray(0, length));
      assert.equal(opened(copy), undefined, `${length} bytes`);
    }
    // Magic, version, header length, checksum, header.
    for (const at of [0, 4, 8, 12, 40]) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1;
      writeFileSync(copy.cachePath, damaged);
      assert.equal(opened(copy), undefined, `byte ${at}`);
    }
    assert.equal((await prepare([copy], SHAPE)).made, 1);
    assert.deepEqual(readFileSync(copy.cachePath), bytes);
  });

  test('that are damaged behind the header are never given away', () => {
    const header = opened()!;
    const copy = { ...clip, cachePath: join(folder, 'damaged.media') };
    const bytes = readFileSync(clip.cachePath);
    bytes[header.filmBegin + 5 * header.frameBytes]! ^= 1;
    bytes[header.soundBegin + 2 * 20_000]! ^= 1;
    // The first image is made of columns of the last third.
    bytes[header.columnsBegin + ((2 * header.columns) / 3 + 5) * header.columnBytes]! ^= 1;
    writeFileSync(copy.cachePath, bytes);
    const media = openMedia(copy, MEDIA)!;
    assert.equal(media.videoFrame(4).length, header.frameBytes);
    assert.throws(() => media.videoFrame(5), /clip ordinary, .*damaged\.media: bytes \d+ to \d+ are damaged/);
    assert.equal(media.samples(0, 16_000).length, 16_000);
    assert.throws(() => media.samples(15_000, 2_000), { code: 'training-media', exitCode: 7 });
    assert.throws(() => media.soundImage(0), { code: 'training-media', exitCode: 7 });
    media.close();
  });

  test('are silent before their beginning and behind their end', () => {
    const media = openMedia(clip, MEDIA)!;
    const { samples } = media.header;
    const all = media.samples(0, samples);
    assert.deepEqual(media.samples(-3, 5), Int16Array.of(0, 0, 0, all[0]!, all[1]!));
    assert.deepEqual(media.samples(samples - 1, 3), Int16Array.of(all[samples - 1]!, 0, 0));
    assert.deepEqual(media.samples(15_990, 20), all.slice(15_990, 16_010));
    assert.deepEqual(media.samples(samples + 50_000, 2), Int16Array.of(0, 0));
    media.close();
  });

  test('a clip that does not decode, or has no sound, is named with the reason, and the others are made', async () => {
    const text = trainingClip(folder, 'text', SHAPE);
    writeFileSync(text.filePath, 'this is no video');
    const mute = trainingClip(folder, 'mute', SHAPE);
    await ffmpeg(...movingPicture('96x64', '25', 1), mute.filePath);
    rmSync(clip.cachePath);
    const { clips, unusable } = await prepare([text, mute, clip], SHAPE);
    assert.deepEqual(clips, [clip]);
    assert.deepEqual(
      unusable.map(({ clip: { clipId } }) => clipId),
      ['text', 'mute'],
    );
    assert.equal(unusable[1]!.problem, 'no sound');
  });
});

test('what media will take is told once the first few are made, and where it does not fit nothing more is begun', async (t) => {
  const folder = temporaryDirectory(t);
  const disk = join(folder, 'small-disk');
  mkdirSync(disk);
  const source = trainingClip(folder, 'source', SHAPE);
  await movingClip(source, 3);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    t.skip('a small disk can be mounted by root only');
    return;
  }
  try {
    await fill(disk, source.filePath);
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

async function fill(disk: string, filePath: string): Promise<void> {
  const clips = Array.from({ length: 6 }, (_, number) => ({
    ...trainingClip(disk, `copy-${number}`, SHAPE),
    filePath,
  }));
  const estimates: MediaEstimate[] = [];
  const onEstimate = (estimate: MediaEstimate): number => estimates.push(estimate);

  await assert.rejects(prepare(clips, SHAPE, onEstimate), (error) => {
    assert.ok(error instanceof DiskFullError);
    assert.match(error.message, /expected about 0\.9 MB free for the training media of 4 more clips \(0\.2 MB each/);
    return true;
  });
  const { fileBytes } = headerOf(clips[0]!);
  assert.deepEqual(estimates, [{ clips: 6, bytes: 6 * fileBytes }]);
  const there = clips.filter(({ cachePath }) => existsSync(cachePath));
  assert.deepEqual(there, clips.slice(0, 2));

  execFileSync('mount', ['-o', 'remount,size=8m', disk]);
  assert.equal((await prepare(clips, SHAPE, onEstimate)).made, 4);
  assert.equal((await prepare(clips, SHAPE, onEstimate)).made, 0);
  assert.deepEqual(
    estimates.map(({ clips: count }) => count),
    [6, 4],
  );
}

function headerOf(clip: TrainingClip) {
  const media = openMedia(clip, MEDIA)!;
  media.close();
  return media.header;
}

test('the cache lies in the place of the clip, one for each shape', () => {
  assert.equal(
    mediaCachePath(
      'clips/train/tickling/-x_000001_000011.mp4',
      exampleShape({ videoFrames: 16, sidePx: 112, melSide: 112 }).media,
    ),
    'arrays/train/tickling/-x_000001_000011.128px-8fps-112mel.media',
  );
});
