import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyArguments, reEncodeArguments, WHOLE_FILE } from '../../src/tools/ffmpeg-arguments.ts';

const FILES = { inputPath: '-in put.mp4', outputPath: '/out/-a.part' };
const STREAMS = { videoIndex: 0, audioIndex: 4 };
const PICTURE = {
  widthPx: 454,
  heightPx: 256,
  videoFps: '30000/1001',
  startSeconds: 0,
  x264Preset: 'veryfast',
  x264Crf: 23,
};
const SOUND = { channels: 2, sampleRateHz: 48000, bitrateKbps: 128, fillsFromZero: true };

function after(argv: readonly string[], option: string): string | undefined {
  const position = argv.indexOf(option);
  return position === -1 ? undefined : argv[position + 1];
}

test('the seek stands before the input and the length after it', () => {
  const argv = reEncodeArguments(
    FILES,
    STREAMS,
    { seekSeconds: 12.3456789, durationSeconds: 10, prerollSeconds: 0 },
    PICTURE,
    SOUND,
  );
  assert.ok(argv.indexOf('-ss') < argv.indexOf('-i'));
  assert.ok(argv.indexOf('-t') > argv.indexOf('-i'));
  assert.equal(after(argv, '-ss'), '12.345679');
  assert.equal(after(argv, '-t'), '10.000000');
  assert.equal(argv.includes('-to'), false);
});

test('a preroll is decoded and thrown away before the grid is laid', () => {
  const interval = { seekSeconds: 30, durationSeconds: 10, prerollSeconds: 12 };
  const argv = reEncodeArguments(FILES, STREAMS, interval, PICTURE, SOUND);
  assert.equal(after(argv, '-ss'), '18.000000');
  assert.ok(after(argv, '-filter:v')?.startsWith('trim=start=12.000000,setpts=PTS-12.000000/TB,fps='));
  assert.ok(after(argv, '-filter:a')?.startsWith('atrim=start=12.000000,asetpts=PTS-12.000000/TB,aresample='));
});

test('a cut at zero still has its length', () => {
  const argv = reEncodeArguments(
    FILES,
    STREAMS,
    { seekSeconds: 0, durationSeconds: 10, prerollSeconds: 0 },
    PICTURE,
    SOUND,
  );
  assert.equal(after(argv, '-ss'), '0.000000');
  assert.equal(after(argv, '-t'), '10.000000');
});

test('a tiny time is written out, never as 1e-7', () => {
  assert.equal(
    after(copyArguments(FILES, STREAMS, { seekSeconds: 1e-7, durationSeconds: 5, prerollSeconds: 0 }), '-ss'),
    '0.000000',
  );
});

test('a whole file has no length', () => {
  assert.equal(reEncodeArguments(FILES, STREAMS, WHOLE_FILE, PICTURE, SOUND).includes('-t'), false);
});

test('names stay files, in one piece, and only local protocols and media containers are allowed', () => {
  const argv = reEncodeArguments(FILES, STREAMS, WHOLE_FILE, PICTURE, SOUND);
  assert.equal(after(argv, '-i'), 'file:-in put.mp4');
  assert.equal(argv.at(-1), 'file:/out/-a.part');
  assert.equal(after(argv, '-protocol_whitelist'), 'file,pipe');
  for (const playlist of ['hls', 'concat', 'dash', 'sdp', 'image2', 'lavfi', 'tty']) {
    assert.equal(after(argv, '-format_whitelist')?.split(',').includes(playlist), false, playlist);
  }
});

test('the chosen streams are named, and a clip without sound says so', () => {
  const argv = reEncodeArguments(FILES, STREAMS, WHOLE_FILE, PICTURE, SOUND);
  assert.deepEqual(
    argv.filter((_, position) => argv[position - 1] === '-map'),
    ['0:0', '0:4'],
  );
  const mute = reEncodeArguments(FILES, { videoIndex: 0, audioIndex: undefined }, WHOLE_FILE, PICTURE, undefined);
  assert.ok(mute.includes('-an'));
  assert.equal(mute.includes('aac'), false);
});

test('picture and sound are put on a grid that starts with the clip', () => {
  const argv = reEncodeArguments(FILES, STREAMS, WHOLE_FILE, PICTURE, SOUND);
  assert.equal(
    after(argv, '-filter:v'),
    'fps=fps=30000/1001:start_time=0.000000,scale=454:256,setsar=1,format=yuv420p',
  );
  assert.equal(after(argv, '-filter:a'), 'aresample=async=1:first_pts=0');
  const late = reEncodeArguments(FILES, STREAMS, WHOLE_FILE, PICTURE, { ...SOUND, fillsFromZero: false });
  assert.equal(after(late, '-filter:a'), 'aresample=async=1');
});
