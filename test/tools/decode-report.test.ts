import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDecodeReport } from '../../src/tools/decode-report.ts';

const LOG = `[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a.mp4':
[info]   Duration: 00:00:00.10, start: 0.000000, bitrate: 341 kb/s
[info]   Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 454x256 [SAR 1:1 DAR 227:128], 203 kb/s, 30 fps
[info]   Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 127 kb/s (default)
[Parsed_volumedetect_3 @ 0x1] [info] n_samples: 0
[info] Output #0, rawvideo, to 'pipe:3':
[info]   Stream #0:0: Video: rawvideo (Y800 / 0x30303859), gray(pc, progressive), 32x32, 30 fps
[Parsed_volumedetect_3 @ 0x2] [info] n_samples: 8820
[Parsed_volumedetect_3 @ 0x2] [info] mean_volume: -23.5 dB
[Parsed_volumedetect_3 @ 0x2] [info] max_volume: -10.8 dB
`;
const FRAME_LIST = `#software: Lavf59.27.100
#tb 0: 1/30
#media_type 0: video
#tb 1: 1/44100
#sample_rate 1: 44100
#channel_layout_name 1: stereo
0,          0,          0,        1,     1024, 0x46b8ff38
1,        441,        441,     1024,     4096, 0x7781e438
0,          1,          2,        1,     1024, 0xb96cff65
0,          2,          1,        1,     1024, 0xb96cff65
1,       1465,       1465,     1024,     4096, 0x0c7ed9d6
`;
const STREAMS = { videoIndex: 0, audioIndex: 1 };

test('times, sizes and levels are read from one decode', () => {
  const report = parseDecodeReport(STREAMS, { frameList: FRAME_LIST, log: LOG, exitCode: 0 }, -200);
  assert.equal(report.container, 'mov');
  assert.deepEqual(report.video, {
    codec: 'h264',
    pixelFormat: 'yuv420p',
    widthPx: 454,
    heightPx: 256,
    // In order of presentation, and the end of the last: one mean video frame later.
    timesSeconds: [0, 1 / 30, 2 / 30, 3 / 30],
  });
  assert.deepEqual(report.audio, {
    codec: 'aac',
    channels: 2,
    sampleRateHz: 44100,
    startSeconds: 0.01,
    endSeconds: (1465 + 1024) / 44100,
    meanLevelDbfs: -23.5,
    peakLevelDbfs: -10.8,
  });
  assert.deepEqual(report.errors, []);
});

test('complaints count only when they ended the run, each once', () => {
  const log = `${LOG}[h264 @ 0x55] [error] Invalid NAL unit size\n[h264 @ 0x66] [error] Invalid NAL unit size\n`;
  const errors = (exitCode: number) => parseDecodeReport(STREAMS, { frameList: '', log, exitCode }, -200).errors;
  assert.deepEqual(errors(0), []);
  assert.deepEqual(errors(1), ['[h264] Invalid NAL unit size']);
});

test('an end without a word is still an error', () => {
  const report = parseDecodeReport(STREAMS, { frameList: '', log: '', exitCode: 1 }, -200);
  assert.deepEqual(report.errors, ['ffmpeg ended with status 1']);
  assert.equal(report.video, undefined);
  assert.equal(report.audio, undefined);
});

test('sound without a level reads as the given silence', () => {
  const log = LOG.replaceAll(/.*(?:mean|max)_volume.*\n/g, '');
  const report = parseDecodeReport(STREAMS, { frameList: FRAME_LIST, log, exitCode: 0 }, -200);
  assert.equal(report.audio?.meanLevelDbfs, -200);
});
