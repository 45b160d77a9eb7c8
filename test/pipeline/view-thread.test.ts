import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { ClipToView } from '../../src/pipeline/clip-view.ts';
import { startViewThread } from '../../src/pipeline/view-thread.ts';
import { encodeClip } from '../../src/synthetic/encode-clip.ts';
import { temporaryFolder, writeProgram } from '../helpers/programs.ts';

const SETTINGS = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', timeLimitSeconds: 60 };
const WANTED = new AbortController().signal;

function clipAt(filePath: string): ClipToView {
  return { filePath, arraysPath: `${filePath}.arrays`, sha256: 'abc', streams: { videoIndex: 0, audioIndex: 1 } };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

test('views come out of the thread as they are made there, several at a time', async (t) => {
  const thread = startViewThread(SETTINGS);
  t.after(() => thread.stop());
  const file = path.join(temporaryFolder(t), 'clip.mp4');
  const shape = { widthPx: 64, heightPx: 48, videoFps: 25, sampleRateHz: 16_000 };
  const pixels = new Uint8Array(25 * 64 * 48 * 3).fill(90);
  await encodeClip({ ...shape, pixels, samples: new Float32Array(16_000) }, file, {
    ...SETTINGS,
    abortSignal: WANTED,
  });
  const [made, gone] = await Promise.all([
    thread.make(clipAt(file), WANTED),
    thread.make(clipAt(`${file}.gone`), WANTED),
  ]);
  assert.equal(gone.kind, 'failed');
  assert.equal(made.kind, 'view');
  const { film, sound } = (made as Extract<typeof made, { kind: 'view' }>).view;
  assert.deepEqual([film!.count, film!.rgb.length], [25, 25 * 160 * 120 * 3]);
  assert.equal(sound!.mel.length, sound!.melFrames * sound!.melBins);
});

test('a view that is called off ends its ffmpeg', async (t) => {
  const folder = temporaryFolder(t);
  const pidFile = path.join(folder, 'pid');
  const ffmpegPath = writeProgram(
    folder,
    'ffmpeg',
    `echo $$ > ${pidFile}.part; mv ${pidFile}.part ${pidFile}; exec sleep 600`,
  );
  const thread = startViewThread({ ...SETTINGS, ffmpegPath });
  t.after(() => thread.stop());
  const abort = new AbortController();
  const made = thread.make(clipAt(ffmpegPath), abort.signal);
  await until(() => existsSync(pidFile));
  abort.abort();
  await assert.rejects(made, { name: 'AbortError' });
  assert.equal(isRunning(Number(readFileSync(pidFile, 'utf8'))), false);
});

test('a thread that is stopped ends what it is at, and makes no more', async (t) => {
  const folder = temporaryFolder(t);
  const pidFile = path.join(folder, 'pid');
  const ffmpegPath = writeProgram(
    folder,
    'ffmpeg',
    `echo $$ > ${pidFile}.part; mv ${pidFile}.part ${pidFile}; exec sleep 600`,
  );
  const thread = startViewThread({ ...SETTINGS, ffmpegPath });
  const made = thread.make(clipAt(ffmpegPath), WANTED);
  const ended = assert.rejects(made, /stopped/);
  await until(() => existsSync(pidFile));
  await thread.stop();
  await ended;
  assert.equal(isRunning(Number(readFileSync(pidFile, 'utf8'))), false);
  await assert.rejects(thread.make(clipAt(ffmpegPath), WANTED), /stopped/);
});

test('a fault of ours is that of one view: the next is made', async (t) => {
  const thread = startViewThread(SETTINGS);
  t.after(() => thread.stop());
  const folder = temporaryFolder(t);
  await assert.rejects(thread.make(undefined as unknown as ClipToView, WANTED), TypeError);
  const outcome = await thread.make(clipAt(path.join(folder, 'gone.mp4')), WANTED);
  assert.equal(outcome.kind, 'failed');
});
