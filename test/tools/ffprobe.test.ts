import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProbe, probeArguments } from '../../src/tools/ffprobe.ts';

const VIDEO = { index: 0, codec_type: 'video', codec_name: 'h264', pix_fmt: 'yuv420p', width: 640, height: 360 };

function probeOf(streams: readonly object[], format: object = { format_name: 'mov,mp4,m4a' }) {
  const probe = parseProbe(JSON.stringify({ streams, format }));
  assert.ok(probe);
  return probe;
}

test('absent durations, N/A and zero are unknown, never zero', () => {
  for (const duration of [undefined, 'N/A', '0.000000', '-1', '']) {
    const probe = probeOf([{ ...VIDEO, duration }], { format_name: 'avi', duration });
    assert.equal(probe.videoStreams[0]?.durationSeconds, undefined);
    assert.equal(probe.durationSeconds, undefined);
  }
});

test("Matroska's own stream length is read from its tag", () => {
  const probe = probeOf([{ ...VIDEO, tags: { DURATION: '01:02:03.500000000' } }]);
  assert.equal(probe.videoStreams[0]?.durationSeconds, 3600 + 2 * 60 + 3.5);
});

test('rotation is read clockwise, and the one that is no rotation counts as none', () => {
  const rotations = [
    [-90, 90],
    [90, 270],
    [180, 180],
    [-180, 180],
    [0, 0],
    [-(2 ** 63), 0],
  ] as const;
  for (const [printed, clockwise] of rotations) {
    const probe = probeOf([{ ...VIDEO, side_data_list: [{ side_data_type: 'Display Matrix', rotation: printed }] }]);
    assert.equal(probe.videoStreams[0]?.rotationDegrees, clockwise, String(printed));
  }
});

test('a cover image is told from a moving picture', () => {
  const cover = { ...VIDEO, index: 1, codec_name: 'mjpeg', disposition: { attached_pic: 1 } };
  const probe = probeOf([VIDEO, cover]);
  assert.deepEqual(
    probe.videoStreams.map((stream) => stream.isAttachedPicture),
    [false, true],
  );
});

test('rates and aspects that are 0/0 or 0:1 are unknown', () => {
  const probe = probeOf([{ ...VIDEO, avg_frame_rate: '0/0', r_frame_rate: '30000/1001', sample_aspect_ratio: '0:1' }]);
  assert.equal(probe.videoStreams[0]?.meanVideoFps, 30000 / 1001);
  assert.equal(probe.videoStreams[0]?.sampleAspectRatio, 1);
});

test('several sound streams are all listed, with their rates', () => {
  const sound = { codec_type: 'audio', codec_name: 'aac', channels: 2 };
  const probe = probeOf([
    VIDEO,
    { ...sound, index: 1, sample_rate: '8000' },
    { ...sound, index: 4, sample_rate: '16000' },
  ]);
  assert.deepEqual(
    probe.audioStreams.map((stream) => [stream.index, stream.sampleRateHz]),
    [
      [1, 8000],
      [4, 16000],
    ],
  );
});

test('no stream, no JSON and nothing at all are unreadable', () => {
  for (const text of ['', '{}', '{"streams":[]}', '{"streams":', 'null', '[]']) {
    assert.equal(parseProbe(text), undefined, text);
  }
});

test('a file is handed over as a file, whatever its name looks like', () => {
  const argv = probeArguments('-x:1.mp4');
  assert.equal(argv[argv.indexOf('-i') + 1], 'file:-x:1.mp4');
  assert.equal(argv[argv.indexOf('-protocol_whitelist') + 1], 'file,pipe');
});
