import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { measureLoudness } from '../../src/signal/loudness.ts';
import { measureClipping, measureSilence, measureStereoSeparation } from '../../src/signal/sound-levels.ts';
import { run } from '../../src/tools/process.ts';

test('a window is silent below -60 dBFS RMS', () => {
  const half = Int16Array.from({ length: 16_000 }, (_, n) => (n < 8000 ? 20 * (n % 2 === 0 ? 1 : -1) : 1000));
  assert.equal(measureSilence(half, 16_000), 0.5);
  assert.equal(measureSilence(new Int16Array(16_000), 16_000), 1);
  assert.equal(measureSilence(new Int16Array(10), 16_000), undefined);
});

test('clipping is a flat run at full scale, not a single peak', () => {
  assert.equal(measureClipping(Int16Array.from([0, 32767, 0, -32768, 32767, 32767, 0, 0, 0, 0]), 1), 0);
  assert.equal(measureClipping(Int16Array.from([0, 32767, 32767, 32767, 32767, 0, 0, 0, 0, 0]), 1), 0.4);
  // Each channel for itself: left is flat for three samples, right is not.
  assert.equal(measureClipping(Int16Array.from([32767, 0, 32767, 1, 32767, 0]), 2), 0.5);
});

test('separation is 0 dB for unlike channels, and large for one channel twice', () => {
  assert.equal(measureStereoSeparation(Int16Array.from([100, 0, 0, 100]), 2), 0);
  assert.equal(measureStereoSeparation(Int16Array.from([100, 100, -5, -5]), 2), 96);
  assert.equal(measureStereoSeparation(Int16Array.from([1, 2, 3]), 1), undefined);
  assert.equal(measureStereoSeparation(new Int16Array(8), 2), undefined);
});

test('a 997 Hz sine at full scale in one channel reads -3.01 LUFS, as BS.1770 says', () => {
  const sine = Int16Array.from({ length: 4 * 48_000 }, (_, n) =>
    Math.round(32767 * Math.sin((2 * Math.PI * 997 * n) / 48_000)),
  );
  assert.ok(Math.abs(measureLoudness(sine, 1, 48_000)! - -3.01) < 0.02);
});

test('silence and less than one block have no loudness', () => {
  assert.equal(measureLoudness(new Int16Array(96_000), 1, 48_000), undefined);
  assert.equal(measureLoudness(new Int16Array(4800).fill(9000), 1, 48_000), undefined);
});

for (const [channels, rateHz] of [
  [1, 48_000],
  [2, 44_100],
  [1, 22_050],
] as const) {
  test(`loudness of ${channels} channel(s) at ${rateHz} Hz is that of ffmpeg's ebur128`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ks-build-loudness-'));
    try {
      const file = join(folder, 'noise.s16');
      // Pink noise that rises from faint to loud, so that both gates have work.
      const noise = `anoisesrc=color=pink:seed=7:sample_rate=${rateHz}:duration=8,volume='0.002+t*t/80':eval=frame`;
      const layout = channels === 1 ? 'mono' : 'stereo';
      const graph = `${noise},aformat=sample_fmts=s16:channel_layouts=${layout},ebur128=framelog=verbose`;
      const end = await run('ffmpeg', [
        '-nostdin',
        '-hide_banner',
        '-y',
        '-f',
        'lavfi',
        '-i',
        graph,
        '-f',
        's16le',
        '-ac',
        String(channels),
        '-ar',
        String(rateHz),
        file,
      ]);
      const theirs = Number(
        /I:\s+(-?[\d.]+) LUFS/.exec(end.stderrTail.slice(end.stderrTail.lastIndexOf('Summary')))?.[1],
      );
      const bytes = readFileSync(file);
      const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      // ffmpeg prints one decimal.
      assert.ok(
        Math.abs(measureLoudness(samples, channels, rateHz)! - theirs) < 0.11,
        `${measureLoudness(samples, channels, rateHz)} and ${theirs}`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
