import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canNodeRunYtDlpScripts,
  isDenoNewEnough,
  isFfmpegNewEnough,
  isPythonNewEnough,
  isYtDlpNewEnough,
  missingEncoders,
  parseDenoVersion,
  parseFfmpegVersion,
  parsePythonVersion,
  parseYtDlpVersion,
  ytDlpAgeDays,
} from '../../src/tools/versions.ts';

test('versions of ffmpeg are read from releases, distributions and builds from git', () => {
  const line = (version: string) =>
    `ffmpeg version ${version} Copyright (c) 2000-2026 the FFmpeg developers\nbuilt with gcc`;
  assert.equal(parseFfmpegVersion(line('5.1.9-0+deb12u1')), '5.1.9-0+deb12u1');
  assert.equal(parseFfmpegVersion(line('n7.1')), 'n7.1');
  assert.equal(parseFfmpegVersion(line('N-112345-g0a1b2c3d4e')), 'N-112345-g0a1b2c3d4e');
  assert.equal(parseFfmpegVersion('ffprobe version 6.0 Copyright (c) 2007-2023'), '6.0');
  assert.equal(parseFfmpegVersion('avconv version 11'), undefined);
});

test('ffmpeg 5.1 is the floor; a build from git is judged by its libavcodec', () => {
  const git = (library: string) =>
    `ffmpeg version N-112345-gabc Copyright\nlibavutil      58. 29.100\nlibavcodec     ${library}`;
  assert.equal(isFfmpegNewEnough('ffmpeg version 5.1.9-0+deb12u1 Copyright'), true);
  assert.equal(isFfmpegNewEnough('ffmpeg version 5.0.1 Copyright'), false);
  assert.equal(isFfmpegNewEnough('ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright'), false);
  assert.equal(isFfmpegNewEnough('ffmpeg version n10.0 Copyright'), true);
  assert.equal(isFfmpegNewEnough(git('59. 37.100 / 59. 37.100')), true);
  assert.equal(isFfmpegNewEnough(git('59. 18.100 / 59. 18.100')), false);
  assert.equal(isFfmpegNewEnough(git('60.  3.100 / 60.  3.100')), true);
});

test('encoders that ffmpeg lacks are named', () => {
  const list =
    ' V..... = Video\n ------\n V....D libx264              libx264 H.264 (codec h264)\n A....D aac                  AAC\n';
  assert.deepEqual(missingEncoders(list, ['libx264', 'aac']), []);
  assert.deepEqual(missingEncoders(list.replace('libx264 ', 'libx264rgb '), ['libx264', 'aac']), ['libx264']);
  assert.deepEqual(missingEncoders('', ['libx264', 'aac']), ['libx264', 'aac']);
});

test('versions of yt-dlp are dates: their age is counted in whole days, nightly builds included', () => {
  assert.equal(parseYtDlpVersion('2026.10.26\n'), '2026.10.26');
  assert.equal(parseYtDlpVersion('Deprecated Feature: old Python\n2026.10.26.232841\n'), '2026.10.26.232841');
  assert.equal(parseYtDlpVersion('usage: youtube-dl'), undefined);
  assert.equal(ytDlpAgeDays('2026.10.26', Date.UTC(2026, 10, 23, 12)), 28);
  assert.equal(ytDlpAgeDays('2026.10.26.232841', Date.UTC(2026, 9, 26, 23)), 0);
  assert.equal(ytDlpAgeDays('2026.10.26', Date.UTC(2026, 9, 1)), 0);
});

test('yt-dlp is too old before it could be given a JavaScript runtime', () => {
  assert.equal(isYtDlpNewEnough('2025.11.12'), true);
  assert.equal(isYtDlpNewEnough('2026.10.26.232841'), true);
  assert.equal(isYtDlpNewEnough('2025.04.30'), false);
  assert.equal(isYtDlpNewEnough('2023.03.04'), false);
});

test('runtimes and Python have floors of their own', () => {
  assert.equal(parseDenoVersion('deno 2.9.6 (stable, release, x86_64-unknown-linux-gnu)\nv8 14.0'), '2.9.6');
  assert.equal(isDenoNewEnough('2.3.0'), true);
  assert.equal(isDenoNewEnough('1.46.3'), false);
  assert.equal(canNodeRunYtDlpScripts('20.19.0'), false);
  assert.equal(canNodeRunYtDlpScripts('22.0.0'), true);
  assert.equal(parsePythonVersion('Python 3.11.2\n'), '3.11.2');
  assert.equal(isPythonNewEnough('3.9.18'), false);
  assert.equal(isPythonNewEnough('3.10.0'), true);
  assert.equal(isPythonNewEnough('3.13.0rc1'), true);
});
