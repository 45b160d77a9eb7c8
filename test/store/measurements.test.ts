import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIGNAL_MEASUREMENTS_VERSION, type SignalMeasurements } from '../../src/dataset/signal-measurements.ts';
import {
  createMeasurementWriter,
  readAllNumbers,
  readFingerprints,
  readMeasurements,
} from '../../src/store/measurements.ts';
import type { Index } from '../../src/store/open.ts';
import { indexWithPlan, segmentOf } from '../helpers/index-with-plan.ts';

const measurements: SignalMeasurements = {
  ...{
    version: SIGNAL_MEASUREMENTS_VERSION,
    curveFps: 25,
    silentRatio: 0,
    loudnessLufs: -23.5,
    clippedRatio: 0,
    stereoSeparationDb: undefined,
  },
  ...{
    speechRatio: undefined,
    sceneCuts: 2,
    meanMotion: 1.5,
    meanOnset: 0.25,
    pairZ: -0.5,
    pairLagSeconds: 0,
    ccaZ: 1,
  },
  ...{ correspondenceZ: 0, cutContinuity: 0.5, beatStrength: 0.1, soundFill: 1, musicBed: 0.2 },
  motionCurve: Uint8Array.from([0, 255, 3]),
  onsetCurve: Uint8Array.from([9, 8]),
  sceneCutSeconds: [1.24, 7],
  pictureHash: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]),
  soundFingerprint: Uint32Array.from([0, 0xffffffff, 0x80000001]),
};

/** Rows as a settlement would write them, without the rest of it. */
function addClips(index: Index, runId: number, count: number): void {
  const insert = index.prepare(
    `INSERT INTO clips (id, video_id, start_seconds, end_seconds, path, size_bytes, sha256, source, route, provenance, method,
       expected_duration_seconds, run_id, made_at)
     SELECT @id, video_id, start_seconds, end_seconds, printf('clips/%d', @id), 1, 'sha', 'folder', 'file', '', 'copy', 10, @runId, ''
     FROM segments WHERE id = @id`,
  );
  index.transaction(() => {
    for (let id = 1; id <= count; id += 1) insert.run({ id, runId });
    index.exec('UPDATE segments SET clip_id = id');
  })();
}

test('measurements come back as they went in: zero is zero, what could not be measured stays undefined', (t) => {
  const { index, runId } = indexWithPlan(t, [segmentOf(1), segmentOf(2)]);
  addClips(index, runId, 2);
  createMeasurementWriter(index).save(1, 'sha', measurements);
  const { motionCurve, onsetCurve, pictureHash, ...rest } = readMeasurements(index, 1)!;
  assert.deepEqual([...motionCurve, ...onsetCurve, ...pictureHash], [0, 255, 3, 9, 8, 1, 2, 3, 4, 5, 6, 7, 8]);
  const { motionCurve: _, onsetCurve: __, pictureHash: ___, ...expected } = measurements;
  assert.deepEqual(rest, expected);
  assert.equal(readMeasurements(index, 2), undefined);
  const numbers = readAllNumbers(index);
  assert.deepEqual([numbers.size, numbers.get(1)!.correspondenceZ, numbers.get(1)!.speechRatio], [1, 0, undefined]);
  assert.deepEqual([...readFingerprints(index)], [{ clipId: 1, soundFingerprint: measurements.soundFingerprint }]);
});

test('what was measured from other bytes or by an older version counts as not measured', (t) => {
  const { index, runId } = indexWithPlan(t, [segmentOf(1), segmentOf(2)]);
  addClips(index, runId, 2);
  const writer = createMeasurementWriter(index);
  writer.save(1, 'other bytes', measurements);
  writer.save(2, 'sha', { ...measurements, version: 0 });
  assert.equal(readMeasurements(index, 1), undefined);
  assert.equal(readAllNumbers(index).size, 0);
  writer.save(1, 'sha', measurements);
  assert.deepEqual([...readAllNumbers(index).keys()], [1]);
});

test('the numbers of many clips are read in one go', (t) => {
  const count = 5000;
  const { index, runId } = indexWithPlan(
    t,
    Array.from({ length: count }, (_, number) => segmentOf(number)),
  );
  addClips(index, runId, count);
  const writer = createMeasurementWriter(index);
  index.transaction(() => {
    for (let id = 1; id <= count; id += 1) writer.save(id, 'sha', { ...measurements, pairZ: id });
  })();
  let sum = 0;
  for (const { pairZ } of readAllNumbers(index).values()) sum += pairZ!;
  assert.equal(sum, (count * (count + 1)) / 2);
});
