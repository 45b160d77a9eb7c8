// `ks-build demo`: the main job end to end on this machine alone. Makes a small video site on loopback, fetches its corpus with the real
// program through the real yt-dlp and ffmpeg, comes back for what was deferred, measures the cuts against the known truth, then filters a made
// corpus and asks what it is worth.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import PQueue from 'p-queue';
import { identityHolds } from '../dataset/clip-state.ts';
import { InterruptedError, KsBuildError } from '../errors.ts';
import { measureDemoClips } from '../pipeline/demo-truth.ts';
import { corporaOf, countsOf } from '../store/counts.ts';
import { openIndexForReading } from '../store/open.ts';
import { type DemoVideo, demoCsv, demoPath, demoVideos } from '../synthetic/demo-site.ts';
import { makeFlashAndBeep } from '../synthetic/flash-and-beep.ts';
import { startMediaServer } from '../synthetic/media-server.ts';
import { locateTools } from '../tools/locate.ts';
import { run } from '../tools/process.ts';
import { catchStopSignals } from './fetch-display.ts';
import { print } from './output.ts';
import { toolSearchFrom } from './tool-search.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));

/** Waits of minutes and days become seconds, since here they wait for nobody. */
const DEMO_SETTINGS = `governor:
  firstPauseSeconds: 2
  confirmAfterSeconds: 1
`;

const MAKING_TIME_LIMIT_SECONDS = 300;

export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('shows the main job end to end, offline: makes a small video site, fetches from it, measures the cuts')
    .option('-d, --directory <dir>', 'where site and workspace are made', 'ks-demo')
    .action(async ({ directory }: { directory: string }) => {
      const stop = new AbortController();
      const releaseSignals = catchStopSignals(() => stop.abort(new InterruptedError()));
      try {
        await runDemo(resolve(directory), stop.signal);
      } finally {
        releaseSignals();
      }
    });
}

async function runDemo(directory: string, abortSignal: AbortSignal): Promise<void> {
  const { ffmpeg } = await locateTools(toolSearchFrom(), { videoSite: true });
  const site = join(directory, 'site');
  const workspace = join(directory, 'workspace');
  mkdirSync(site, { recursive: true });
  // Of an earlier demo: only what the program itself has made.
  for (const made of ['workspace', 'made', 'made-workspace'])
    rmSync(join(directory, made), { recursive: true, force: true });

  const videos = demoVideos();
  const segments = videos.flatMap((video) => video.segments);
  print(
    `== 1. a video site on loopback: ${videos.length} videos, ${segments.length} segments; some gone, private, rate-limited, cut short, broken`,
  );
  await makeVideos(videos, site, ffmpeg.path, abortSignal);
  writeFileSync(join(directory, 'corpus.csv'), demoCsv(videos));
  writeFileSync(join(directory, 'ks-build.config.yaml'), DEMO_SETTINGS);
  const behaviours = Object.fromEntries(
    videos.flatMap(({ videoId, behaviour }) => (behaviour === undefined ? [] : [[demoPath(videoId), behaviour]])),
  );
  const server = await startMediaServer({ directory: site, behaviours });
  try {
    const fetch = ['fetch', 'corpus.csv', '--source', `url:${server.origin}/{id}.mp4`, '-w', 'workspace'];
    print();
    print(`== 2. ks-build ${fetch.join(' ')}`);
    await ksBuild(fetch, directory, abortSignal);
    print();
    print('== 3. the same again for what was deferred: a second look decides what is gone');
    await ksBuild([...fetch, '--retry', 'deferred', '--retry', 'failed'], directory, abortSignal);
  } finally {
    await server.close();
  }
  print();
  print('== 4. what stands in the index');
  await ksBuild(['status', '-w', 'workspace'], directory, abortSignal);
  print();
  await ksBuild(['status', '-w', 'workspace', '--by', 'class'], directory, abortSignal);
  print();
  await ksBuild(['verify', '-w', 'workspace', '--deep'], directory, abortSignal);
  await reportTruth(workspace, videos, ffmpeg.path, abortSignal);
  await showMadeCorpus(directory, abortSignal);
}

/** Every kind of verdict of the filter once, on few clips and with few models: a look, not a measurement. */
const MADE_CORPUS = ['--clips', '64', '--seconds', '4', '--share', '0.25', '--tests', '0.35'];
const MADE_DEFECTS = 'other-class-swap,music-bed-0,voice-over,silence,frozen-picture';

/** Encoders as drawn, one that learns from pairs, one that learns from labels, once each and for moments: a look as well. */
const MADE_BENCHMARK = ['--methods', 'random-features,avcl-pairwise,supervised-concat', '--seeds', '1'];
const SHORT_TRAINING = ['--epochs', '12', '--batch', '8', '--backend', 'wasm'];

async function showMadeCorpus(directory: string, abortSignal: AbortSignal): Promise<void> {
  const show = async (argv: readonly string[]): Promise<void> => {
    print();
    print(`== ks-build ${argv.join(' ')}`);
    await ksBuild(argv, directory, abortSignal);
  };
  print();
  print('== 6. does the sound belong to the picture? A corpus that is made, with known defects');
  await show(['generate', 'made', ...MADE_CORPUS, '--defects', MADE_DEFECTS]);
  await show(['fetch', 'made/manifest.csv', '--source', 'folder:made/clips', '-w', 'made-workspace', '-q']);
  await show(['filter', '-w', 'made-workspace', '--seeds', '1', '--folds', '2']);
  await show(['status', '-w', 'made-workspace', '--funnel']);
  const trial = ['--quick', '--clips', '48', '--kinds', 'other-class-swap,silence,frozen-picture'];
  await show(['filter', '-w', 'made-workspace', '--evaluate', '--generated', ...trial, '--seeds', '1', '--folds', '2']);
  print();
  print('== 7. what is this corpus worth? It is locked, models learn from it, and a report tells what they know');
  await show(['lock', '-w', 'made-workspace']);
  await show(['benchmark', '-w', 'made-workspace', ...MADE_BENCHMARK, ...SHORT_TRAINING]);
}

async function makeVideos(
  videos: readonly DemoVideo[],
  site: string,
  ffmpegPath: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const missing = videos.filter(
    ({ videoId, media }) => media !== undefined && !existsSync(join(site, `${videoId}.mp4`)),
  );
  const queue = new PQueue({ concurrency: availableParallelism() });
  let made = 0;
  await queue.addAll(
    missing.map((video) => async () => {
      await makeVideo(video, join(site, `${video.videoId}.mp4`), ffmpegPath, abortSignal);
      made += 1;
      if (process.stderr.isTTY) process.stderr.write(`\rmade ${made} of ${missing.length}\x1b[K`);
    }),
  );
  if (process.stderr.isTTY && missing.length > 0) process.stderr.write('\r\x1b[K');
}

async function makeVideo(video: DemoVideo, path: string, ffmpegPath: string, abortSignal: AbortSignal): Promise<void> {
  const context = { ffmpegPath, abortSignal, timeLimitSeconds: MAKING_TIME_LIMIT_SECONDS };
  const unfinished = `${path}.part`;
  await makeFlashAndBeep(video.media!, unfinished, context);
  if (!video.hasSound) {
    const silent = `${path}.silent.mp4`;
    await run(
      ffmpegPath,
      ['-nostdin', '-v', 'error', '-y', '-i', `file:${unfinished}`, '-an', '-c', 'copy', `file:${silent}`],
      { abortSignal },
    );
    renameSync(silent, unfinished);
  }
  renameSync(unfinished, path);
}

/** Runs this program in a process of its own, on this terminal. 75, try later, is an answer here. */
function ksBuild(argv: readonly string[], cwd: string, abortSignal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [LAUNCHER, ...argv], { cwd, stdio: 'inherit' });
    const onAbort = (): void => {
      child.kill('SIGINT');
    };
    abortSignal.addEventListener('abort', onAbort, { once: true });
    child.once('error', fail);
    child.once('close', (exitCode) => {
      abortSignal.removeEventListener('abort', onAbort);
      if (abortSignal.aborted) fail(abortSignal.reason);
      else if (exitCode === 0 || exitCode === 75) done();
      else fail(new KsBuildError('demo', 1, `expected ks-build ${argv[0]} to end with 0 or 75, got ${exitCode}`));
    });
  });
}

/** @throws KsBuildError when the accounting does not add up or a cut is not exact: then the demo has failed */
async function reportTruth(
  workspace: string,
  videos: readonly DemoVideo[],
  ffmpegPath: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const indexPath = join(workspace, 'index.db');
  const index = openIndexForReading(indexPath);
  try {
    const corpus = corporaOf(index)[0]!;
    if (!identityHolds(countsOf(index, corpus.id)))
      throw new KsBuildError('demo', 1, 'the accounting identity does not hold');
    const truth = await measureDemoClips(index, workspace, videos, { ffmpegPath, abortSignal, timeLimitSeconds: 60 });
    print();
    print(
      `== 5. ${truth.clips} cuts against the truth: start error at most ${inMs(truth.maxStartErrorSeconds)} ms, picture/sound offset ` +
        `${inMs(truth.meanOffsetSeconds)} ms in the mean, ${inMs(truth.maxOffsetSeconds)} ms at most (one video frame: ${inMs(truth.videoFrameSeconds)} ms)`,
    );
    if (Math.max(truth.maxStartErrorSeconds, truth.maxOffsetSeconds) > truth.videoFrameSeconds) {
      throw new KsBuildError('demo', 1, 'expected every cut within one video frame of the truth');
    }
  } finally {
    index.close();
  }
  const shown = relative(process.cwd(), indexPath);
  print(`index: ${shown}    look inside: sqlite3 ${shown} 'SELECT * FROM clip_list LIMIT 5'`);
}

function inMs(seconds: number): string {
  return (seconds * 1000).toFixed(1);
}
