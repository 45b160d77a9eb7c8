import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { decodeClipArrays, encodeClipArrays } from '../../src/pipeline/arrays-file.ts';
import { arraysPath, type ClipFile, loadClipArrays, readClipArrays } from '../../src/pipeline/clip-arrays.ts';
import { analyseClip } from '../../src/pipeline/measure-signals.ts';
import { ffmpeg, movingPicture, tone, toolContext } from '../helpers/cutting.ts';

const folder = mkdtempSync(join(tmpdir(), 'ks-build-arrays-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const BOTH = { videoIndex: 0, audioIndex: 1 };

async function clipFile(name: string, streams: ClipFile['streams'], ...argv: string[]): Promise<ClipFile> {
  const filePath = join(folder, name);
  if (!existsSync(filePath))
    await ffmpeg(...argv, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', filePath);
  return { filePath, sha256: `sha-of-${name}`, arraysPath: join(folder, 'arrays', `${name}.arrays`), streams };
}

const ordinary = (): Promise<ClipFile> =>
  clipFile('ordinary.mp4', BOTH, ...movingPicture('160x120', '30', 4), ...tone(44_100, 4));

async function arraysOfClip(clip: ClipFile) {
  const outcome = await loadClipArrays(clip, toolContext);
  assert.equal(outcome.kind, 'arrays', JSON.stringify(outcome));
  return (outcome as Extract<typeof outcome, { kind: 'arrays' }>).arrays;
}

async function measured(clip: ClipFile) {
  const outcome = await analyseClip(clip, undefined, toolContext);
  assert.equal(outcome.kind, 'measured', JSON.stringify(outcome));
  return outcome as Extract<typeof outcome, { kind: 'measured' }>;
}

describe('arrays of a clip', () => {
  test('have the lengths that the clip has', async () => {
    const arrays = await arraysOfClip(await ordinary());
    assert.equal(arrays.steps, 100);
    assert.equal(arrays.motionCells.length, 64 * 100);
    assert.equal(arrays.onsetBands.length, 16 * 100);
    assert.equal(arrays.logMel.length, arrays.melFrames * 64);
    assert.ok(Math.abs(arrays.melFrames - 401) <= 1, String(arrays.melFrames));
    assert.equal(arrays.frames.length, 8 * 64 * 64 * 3);
  });

  test('are read from the cache the second time, the same to the last bit', async () => {
    const clip = await ordinary();
    const first = await arraysOfClip(clip);
    const again = await loadClipArrays({ ...clip, filePath: join(folder, 'gone.mp4') }, toolContext);
    assert.deepEqual(again, { kind: 'arrays', arrays: first });
    assert.deepEqual(
      readdirSync(join(folder, 'arrays')).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  test('are never read from a file that is damaged, cut short, of another version or of another clip', async () => {
    const clip = await ordinary();
    const arrays = await arraysOfClip(clip);
    const bytes = encodeClipArrays(arrays, clip.sha256);
    assert.notEqual(decodeClipArrays(bytes, clip.sha256), undefined);
    assert.equal(decodeClipArrays(bytes, 'another'), undefined);
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x10;
      assert.equal(decodeClipArrays(damaged, clip.sha256), undefined, `byte ${at}`);
      assert.equal(decodeClipArrays(bytes.subarray(0, at), clip.sha256), undefined, `${at} bytes`);
    }
    assert.equal(decodeClipArrays(encodeClipArrays({ ...arrays, version: 0 }, clip.sha256), clip.sha256), undefined);
  });

  test('are made anew over a broken cache', async () => {
    const clip = { ...(await ordinary()), arraysPath: join(folder, 'arrays', 'broken.arrays') };
    writeFileSync(clip.arraysPath, 'KSAR and then nonsense');
    assert.equal(await readClipArrays(clip), undefined);
    await arraysOfClip(clip);
    assert.notEqual(await readClipArrays(clip), undefined);
    assert.ok(readFileSync(clip.arraysPath).length > 1000);
  });

  test('a file that does not decode is a failure, not an error', async () => {
    const filePath = join(folder, 'text.mp4');
    writeFileSync(filePath, 'this is no video');
    const outcome = await loadClipArrays({ ...(await ordinary()), filePath, sha256: 'text' }, toolContext);
    assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'tool-failed');
  });
});

test('the cache lies in the place of the clip', () => {
  assert.equal(
    arraysPath('clips/train/tickling/-x_000001_000011.mp4'),
    'arrays/train/tickling/-x_000001_000011.arrays',
  );
});

describe('measurements', () => {
  test('of an ordinary clip are all finite numbers, and both curves can be drawn', async () => {
    const { measurements } = await measured(await ordinary());
    const { version, curveFps, motionCurve, onsetCurve, sceneCutSeconds, pictureHash, soundFingerprint, ...numbers } =
      measurements;
    for (const [name, value] of Object.entries(numbers)) assert.ok(value === undefined || Number.isFinite(value), name);
    assert.equal(numbers.silentRatio, 0);
    assert.equal(numbers.clippedRatio, 0);
    assert.deepEqual([motionCurve.length, onsetCurve.length, pictureHash.length], [100, 100, 32]);
    assert.equal(Math.max(...motionCurve), 255);
    assert.ok(version >= 1 && curveFps === 25 && sceneCutSeconds.length === 0 && soundFingerprint.length > 75);
  });

  test('of a clip without sound abstain about sound', async () => {
    const clip = await clipFile(
      'mute.mp4',
      { videoIndex: 0, audioIndex: undefined },
      ...movingPicture('160x120', '25', 3),
    );
    const { measurements, arrays } = await measured(clip);
    const { silentRatio, loudnessLufs, pairZ, correspondenceZ, musicBed, meanOnset } = measurements;
    assert.deepEqual(
      { silentRatio, loudnessLufs, pairZ, correspondenceZ, musicBed, meanOnset },
      {
        silentRatio: undefined,
        loudnessLufs: undefined,
        pairZ: undefined,
        correspondenceZ: undefined,
        musicBed: undefined,
        meanOnset: undefined,
      },
    );
    assert.equal(arrays.logMel.length, 0);
    assert.ok(measurements.meanMotion !== undefined);
  });

  test('of one video frame, of digital silence and of a still abstain about correspondence', async () => {
    const one = await clipFile('one.mp4', BOTH, ...movingPicture('160x120', '25', 0.04), ...tone(44_100, 0.04));
    const silent = await clipFile(
      'silent.mp4',
      BOTH,
      ...movingPicture('160x120', '25', 4),
      '-f',
      'lavfi',
      '-i',
      'anullsrc=duration=4',
    );
    const still = await clipFile(
      'still.mp4',
      BOTH,
      '-f',
      'lavfi',
      '-i',
      'color=gray:size=160x120:rate=25:duration=4',
      ...tone(44_100, 4),
    );
    for (const clip of [one, silent, still]) {
      const { measurements } = await measured(clip);
      assert.equal(measurements.correspondenceZ, undefined, clip.filePath);
    }
    assert.equal((await measured(silent)).measurements.silentRatio, 1);
  });
});
