import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStderrLine, parseStdoutLine } from '../../src/tools/yt-dlp-output.ts';

test('a progress line becomes bytes, with what is unknown left out', () => {
  assert.deepEqual(parseStdoutLine('KS-PROGRESS {"status":"downloading","received":0,"total":null,"speed":null}'), {
    kind: 'progress',
    receivedBytes: 0,
    isFinished: false,
  });
  assert.deepEqual(parseStdoutLine('KS-PROGRESS {"status":"finished","received":9,"total":9,"speed":2.5}'), {
    kind: 'progress',
    receivedBytes: 9,
    totalBytes: 9,
    bytesPerSecond: 2.5,
    isFinished: true,
  });
});

test('the start of the transfer, with the duration, and the file are read, odd file names included', () => {
  assert.deepEqual(parseStdoutLine('KS-START 600.5'), { kind: 'transfer-started', videoDurationSeconds: 600.5 });
  assert.deepEqual(parseStdoutLine('KS-START null'), { kind: 'transfer-started' });
  assert.deepEqual(parseStdoutLine('KS-FILE "a \\"b\\".mp4"'), { kind: 'file', filePath: 'a "b".mp4' });
});

test('a broken line is no news', () => {
  assert.equal(parseStdoutLine('KS-PROGRESS {"status":'), undefined);
  assert.equal(parseStdoutLine('KS-PROGRESS null'), undefined);
  assert.equal(parseStdoutLine('[info] x: Downloading 1 format(s): mp4'), undefined);
});

test("ffmpeg's status line tells the bytes of a section, in the words of old and new ffmpeg", () => {
  const old = 'frame=  308 fps=0.0 q=-1.0 Lsize=      36kB time=00:00:10.00 bitrate=  29.1kbits/s speed=3.03e+03x';
  const recent = 'size=    2048KiB time=00:00:05.00 bitrate=3355.4kbits/s speed=1x';
  assert.deepEqual(parseStderrLine(old), { kind: 'progress', receivedBytes: 36 * 1024, isFinished: false });
  assert.deepEqual(parseStderrLine(recent), { kind: 'progress', receivedBytes: 2048 * 1024, isFinished: false });
  assert.equal(parseStderrLine('frame=    0 fps=0.0 q=-1.0 size=N/A time=00:00:00.00'), undefined);
  assert.equal(parseStderrLine('    title : size= 3kB'), undefined);
});
