import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { arraysOf, decodeForArrays } from '../../src/pipeline/clip-arrays.ts';
import { decodeFacts } from '../../src/pipeline/measure.ts';
import { WHOLE_FILE } from '../../src/tools/ffmpeg-arguments.ts';
import { ffmpeg, movingPicture, tone, toolContext } from '../helpers/cutting.ts';

const folder = mkdtempSync(join(tmpdir(), 'ks-build-measure-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const ENCODE = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const BOTH = { videoIndex: 0, audioIndex: 1 };
const MUTE = { videoIndex: 0, audioIndex: undefined };

async function facts(filePath: string, streams: typeof BOTH | typeof MUTE, withClip: boolean) {
  const wishes = { interval: WHOLE_FILE, withClip };
  const outcome = await decodeFacts(filePath, streams, 1, toolContext, wishes);
  assert.equal(outcome.kind, 'decoded', JSON.stringify(outcome));
  return outcome as Extract<typeof outcome, { kind: 'decoded' }>;
}

describe('one decoding for facts and arrays', () => {
  for (const [name, streams, argv] of [
    ['an ordinary clip', BOTH, [...movingPicture('160x120', '30', 2), ...tone(44_100, 2)]],
    ['60 video frames a second', BOTH, [...movingPicture('160x120', '60', 2), ...tone(48_000, 2)]],
    ['sound that starts late', BOTH, [...movingPicture('160x120', '25', 3), '-itsoffset', '0.7', ...tone(44_100, 2)]],
    [
      'a picture that starts late',
      BOTH,
      ['-itsoffset', '0.5', ...movingPicture('160x120', '25', 2), ...tone(44_100, 3)],
    ],
    ['no sound', MUTE, movingPicture('160x120', '30', 2)],
  ] as const) {
    test(`${name}: the same facts as without arrays, the same arrays as without facts`, async () => {
      const filePath = join(folder, `${name}.mp4`);
      await ffmpeg(...argv, ...ENCODE, filePath);
      const together = await facts(filePath, streams, true);
      assert.deepEqual((await facts(filePath, streams, false)).facts, together.facts);
      const alone = await decodeForArrays(filePath, streams, toolContext);
      assert.ok(alone.kind === 'decoded' && together.clip !== undefined);
      assert.deepEqual(together.clip.sound, alone.clip.sound);
      assert.deepEqual(arraysOf(together.clip), arraysOf(alone.clip));
    });
  }

  test('nothing is handed on that nobody asked for', async () => {
    const filePath = join(folder, 'short.mp4');
    await ffmpeg(...movingPicture('160x120', '30', 1), ...ENCODE, filePath);
    assert.equal((await facts(filePath, MUTE, false)).clip, undefined);
  });
});
