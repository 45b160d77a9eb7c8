// What it costs to have a clip ready to be looked at, and how soon its sound starts. Prints one Markdown table.
// Start: node --import tsx test/bench/clip-view.bench.ts [FOLDER of clips; without one, generated clips of 10 s]
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { arraysOf, decodeForArrays, keepClipArrays } from '../../src/pipeline/clip-arrays.ts';
import { type ClipToView, type ClipViewOutcome, makeClipView } from '../../src/pipeline/clip-view.ts';
import { startViewThread } from '../../src/pipeline/view-thread.ts';
import { createMpvPlayer } from '../../src/tools/player-mpv.ts';
import { run } from '../../src/tools/process.ts';
import { Listener, missingProgram } from '../helpers/heard-clip.ts';

const CLIPS = 8;
const SETTINGS = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', timeLimitSeconds: 120 };
const WANTED = new AbortController().signal;
/** Kernel clock ticks, USER_HZ: 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

const scratch = mkdtempSync(path.join(tmpdir(), 'ks-build-bench-'));
const rows: [what: string, got: string][] = [];

/** Fields 16 and 17 of /proc/self/stat: user and system ticks of children that have ended. */
function childCpuMs(): number {
  const status = readFileSync('/proc/self/stat', 'utf8');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK;
}

/** CPU of the thread that draws and reads keys, of whatever kind: no block of it can be longer. */
function mainThreadCpuMs(): number {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** In the clips' own format: 256 lines, 30 video frames a second, H.264 and AAC. */
async function generatedClips(): Promise<string[]> {
  const file = path.join(scratch, 'clip.mp4');
  const picture = 'testsrc2=size=454x256:rate=30:duration=10,noise=alls=4:allf=t';
  const sound = 'anoisesrc=duration=10:amplitude=0.2:sample_rate=44100';
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound];
  const codecs = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  await run('ffmpeg', ['-nostdin', '-loglevel', 'error', ...inputs, ...codecs, file]);
  return Array.from({ length: CLIPS }, () => file);
}

function clipAt(filePath: string, number: number): ClipToView {
  const arraysPath = path.join(scratch, `${number}.arrays`);
  return { filePath, arraysPath, sha256: 'bench', streams: { videoIndex: 0, audioIndex: 1 } };
}

type Make = (clip: ClipToView) => Promise<ClipViewOutcome>;

async function measure(what: string, clips: readonly ClipToView[], make: Make): Promise<void> {
  const [walls, mains, sizes]: [number[], number[], number[]] = [[], [], []];
  const [ownBefore, childrenBefore] = [process.cpuUsage(), childCpuMs()];
  for (const clip of clips) {
    const [startedAt, mainBefore] = [performance.now(), mainThreadCpuMs()];
    const outcome = await make(clip);
    mains.push(mainThreadCpuMs() - mainBefore);
    walls.push(performance.now() - startedAt);
    if (outcome.kind === 'failed') throw new Error(outcome.because);
    sizes.push(outcome.view.film?.rgb.length ?? 0);
  }
  const own = process.cpuUsage(ownBefore);
  const ownMs = (own.user + own.system) / 1000 / clips.length;
  const toolMs = (childCpuMs() - childrenBefore) / clips.length;
  rows.push([`${what}: CPU ms a clip, ffmpeg + ours`, `${toolMs.toFixed(0)} + ${ownMs.toFixed(0)}`]);
  rows.push([`${what}: of ours on the main thread, ms a clip, median / most`, medianAndMost(mains, 1)]);
  rows.push([`${what}: ms until it is there, median / most`, medianAndMost(walls, 0)]);
  rows.push([`${what}: film, MB a clip`, (median(sizes) / 1e6).toFixed(1)]);
  // A pass of its own: looking at the clock a thousand times a second costs more than our own work on the main thread.
  const blocks: number[] = [];
  for (const clip of clips) blocks.push(await longestBlockMs(() => make(clip)));
  rows.push([`${what}: longest block of the event loop, ms, median / most`, medianAndMost(blocks, 1)]);
}

async function longestBlockMs(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

function medianAndMost(values: readonly number[], digits: number): string {
  return `${median(values).toFixed(digits)} / ${Math.max(...values).toFixed(digits)}`;
}

async function firstSoundMs(file: string): Promise<[first: number, next: number]> {
  const player = createMpvPlayer({ mpvPath: 'mpv', moreOptions: ['--ao=null'] });
  const times: number[] = [];
  for (let count = 0; count < 11; count += 1) {
    const listener = new Listener();
    const startedAt = performance.now();
    player.play(file, { fromSeconds: 2, toSeconds: 9, isLooping: false }, listener);
    await listener.until(({ positions, ends }) => positions.length > 0 || ends.length > 0);
    times.push(performance.now() - startedAt);
  }
  await player.close();
  return [times[0]!, median(times.slice(1))];
}

try {
  const folder = process.argv[2];
  const files =
    folder === undefined
      ? await generatedClips()
      : readdirSync(folder)
          .filter((name) => name.endsWith('.mp4'))
          .map((name) => path.resolve(folder, name));
  const clips = files.map(clipAt);

  // How late timers come when we do nothing: what other programs on this machine cost.
  rows.push([
    'doing nothing: longest block of the event loop, ms',
    (await longestBlockMs(() => wait(2000))).toFixed(1),
  ]);
  const here = (clip: ClipToView) => makeClipView(clip, { ...SETTINGS, abortSignal: WANTED });
  await measure('on the main thread, no arrays', clips, here);
  const startedAt = performance.now();
  const thread = startViewThread(SETTINGS);
  await thread.make(clips[0]!, WANTED);
  rows.push(['thread: ms from its start to its first view', (performance.now() - startedAt).toFixed(0)]);
  await measure('in the thread, no arrays', clips, (clip) => thread.make(clip, WANTED));
  for (const clip of clips) {
    const decoded = await decodeForArrays(
      clip.filePath,
      { videoIndex: 0, audioIndex: 1 },
      { ...SETTINGS, abortSignal: WANTED },
    );
    if (decoded.kind === 'decoded') await keepClipArrays(clip, arraysOf(decoded.clip));
  }
  await measure('in the thread, with arrays', clips, (clip) => thread.make(clip, WANTED));
  await thread.stop();
  if (missingProgram('mpv') === false) {
    const [first, next] = await firstSoundMs(files[0]!);
    rows.push(['mpv: ms from play to sound, first clip / next clips', `${first.toFixed(0)} / ${next.toFixed(0)}`]);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`| what | got |\n|---|---|\n${rows.map(([what, got]) => `| ${what} | ${got} |\n`).join('')}`);
