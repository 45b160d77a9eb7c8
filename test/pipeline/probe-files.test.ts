import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { CalibrationProbe } from '../../src/pipeline/calibration-probes.ts';
import { createProbeMaker } from '../../src/pipeline/make-probes.ts';
import { openProbeFiles } from '../../src/pipeline/probe-files.ts';
import { madeDecoded } from '../helpers/made-clips.ts';
import { temporaryFolder } from '../helpers/programs.ts';

const PROBE: CalibrationProbe = {
  clipName: 'one swap',
  videoId: 'one',
  label: 'low',
  probe: { soundVideoId: 'two' },
  mismatch: 'swap',
  of: 'one',
  donor: 'two',
};

/** A maker that keeps its probes, the names of the clips that it decoded, and the files. */
function makerOn(directory: string, sha256Of: (clipName: string) => string = (name) => name) {
  const decoded: string[] = [];
  const files = openProbeFiles(directory, sha256Of);
  const decode = (clipName: string) => {
    decoded.push(clipName);
    return Promise.resolve(madeDecoded({ clipName, label: clipName === 'one' ? 'low' : 'high' }));
  };
  return { decoded, files, ...createProbeMaker(decode, () => Promise.resolve(0.25), files) };
}

const folderOf = (t: TestContext): string => join(temporaryFolder(t), 'probes');

test('a probe that was kept is read, with its measurements, and no clip is decoded for it', async (t) => {
  const directory = folderOf(t);
  const first = makerOn(directory);
  const made = await first.make(PROBE);
  assert.deepEqual(first.decoded, ['one', 'two']);

  const second = makerOn(directory);
  assert.deepEqual(await second.make(PROBE), made);
  assert.deepEqual(second.decoded, []);
  const [before, after] = [first, second].map(({ signals }) => signals.get(PROBE.clipName)!);
  for (const name of ['pairZ', 'ccaZ', 'soundFill', 'speechRatio', 'cutContinuity', 'beatStrength'] as const)
    assert.equal(after![name], before![name], name);
});

test('it is made anew when a clip that it is made of has changed', async (t) => {
  const directory = folderOf(t);
  await makerOn(directory).make(PROBE);
  const later = makerOn(directory, (name) => (name === 'two' ? 'changed' : name));
  await later.make(PROBE);
  assert.deepEqual(later.decoded, ['one', 'two']);
});

test('what a run has not asked for is removed at its end, and a folder that is missing is no error', async (t) => {
  const directory = folderOf(t);
  await makerOn(directory).files.dropOthers();
  const earlier = makerOn(directory);
  await earlier.make(PROBE);
  await earlier.make({ ...PROBE, clipName: 'two swap', of: 'two', donor: 'one' });
  assert.equal(readdirSync(directory).length, 4);
  const later = makerOn(directory);
  await later.make(PROBE);
  await later.files.dropOthers();
  assert.equal(readdirSync(directory).length, 2);
  assert.notEqual(await later.files.read(PROBE), undefined);
});
