import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { clipStrip } from '../../../src/benchmark/report/clip-strip.ts';
import { encodeMediaFile } from '../../../src/training-data/media-file.ts';

const shape = { shortSidePx: 8, videoFps: 4, sampleRateHz: 16_000, spanSeconds: 2, melSide: 8 };

test('a strip has six video frames side by side and the log-mel below; without a cache there is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ks-strip-'));
  try {
    const film = { widthPx: 10, heightPx: 8, count: 12, videoFps: 4, rgb: new Uint8Array(12 * 10 * 8 * 3).fill(90) };
    const mono = Int16Array.from({ length: 48_000 }, (_, at) => 8000 * Math.sin(at / 5));
    const clip = {
      clipId: 'clip',
      label: 0,
      filePath: '',
      sha256: 'c'.repeat(64),
      cachePath: join(folder, 'clip.media'),
    };
    writeFileSync(clip.cachePath, Buffer.concat(encodeMediaFile({ film, mono }, shape, clip.sha256)));
    const strip = clipStrip(clip, shape)!;
    assert.deepEqual([strip.widthPx, strip.heightPx], [60, 8 + 48]);
    // Width and height stand in the header of a PNG.
    const png = Buffer.from(strip.png);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [60, 56]);
    assert.equal(clipStrip({ ...clip, cachePath: join(folder, 'none.media') }, shape), undefined);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
