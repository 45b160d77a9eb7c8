import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { measureSync, SYNC_TEST } from '../../src/pipeline/sync-test.ts';
import { cutSettings, cutTools, temporaryDirectory } from '../helpers/cutting.ts';

describe('the sync test', () => {
  const directory = temporaryDirectory({ after });

  test('12 cuts of a three-minute video start and stay in step within one video frame', async () => {
    const abortSignal = new AbortController().signal;
    const report = await measureSync({ tools: cutTools, settings: cutSettings, abortSignal, directory });
    assert.equal(report.cuts.length, 12);
    assert.ok(report.maxStartErrorSeconds <= 1 / SYNC_TEST.source.videoFps, JSON.stringify(report));
    assert.ok(report.maxOffsetSeconds <= 1 / SYNC_TEST.source.videoFps, JSON.stringify(report));
    assert.equal(report.isExact, true);
    assert.deepEqual(readdirSync(directory), []);
  });
});
