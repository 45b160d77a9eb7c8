// What exact, verified cuts cost beside bare ffmpeg. Prints one Markdown table; ratios come from rounds that alternate in one run.
// Start: node --import tsx test/bench/cut.bench.ts
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { type CutContext, cutClip } from '../../src/pipeline/cut.ts';
import { SYNC_TEST } from '../../src/pipeline/sync-test.ts';
import type { SourceMedia } from '../../src/sources/source.ts';
import { makeFlashAndBeep } from '../../src/synthetic/flash-and-beep.ts';
import { run } from '../../src/tools/process.ts';

const CLIP_SECONDS = 10;
const CLIPS_A_ROUND = 8;
const ROUNDS = 3;
const CORES = availableParallelism();
/** Kernel clock ticks, USER_HZ: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const tools = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' };
const abortSignal = new AbortController().signal;
const context: CutContext = { tools, abortSignal, onStage: () => {}, isMeasured: false };
const settings = { ...DEFAULT_CONFIG, normalise: false, copy: false };
const toolContext = { ...tools, abortSignal, timeLimitSeconds: 600 };

interface Cost {
  readonly wallSeconds: number;
  /** User and system time of the programs that were run. */
  readonly toolCpuSeconds: number;
  /** The same of this process: our own overhead. */
  readonly ownCpuSeconds: number;
}

/** Fields 16 and 17 of /proc/self/stat: user and system ticks of children that have ended. */
async function childCpuSeconds(): Promise<number> {
  const status = await readFile('/proc/self/stat', 'utf8');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Runs the jobs with every core busy. */
async function costOf(jobs: readonly (() => Promise<void>)[]): Promise<Cost> {
  const childrenBefore = await childCpuSeconds();
  const ownBefore = process.cpuUsage();
  const startedAt = performance.now();
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: CORES }, worker));
  const own = process.cpuUsage(ownBefore);
  return {
    wallSeconds: (performance.now() - startedAt) / 1000,
    toolCpuSeconds: (await childCpuSeconds()) - childrenBefore,
    ownCpuSeconds: (own.user + own.system) / 1e6,
  };
}

function sum(costs: readonly Cost[]): Cost {
  const total = (key: keyof Cost): number => costs.reduce((so, cost) => so + cost[key], 0);
  return {
    wallSeconds: total('wallSeconds'),
    toolCpuSeconds: total('toolCpuSeconds'),
    ownCpuSeconds: total('ownCpuSeconds'),
  };
}

type Variant = (clipNumber: number) => Promise<void>;

/** Alternates the variants round by round, so that a busy machine is busy for all of them. */
async function compare(variants: Readonly<Record<string, Variant>>): Promise<Map<string, Cost>> {
  const costs = new Map<string, Cost[]>(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, variant] of Object.entries(variants)) {
      const numbers = Array.from({ length: CLIPS_A_ROUND }, (_, position) => round * CLIPS_A_ROUND + position);
      const cost = await costOf(numbers.map((number) => () => variant(number)));
      costs.get(name)?.push(cost);
    }
  }
  return new Map([...costs].map(([name, rounds]) => [name, sum(rounds)]));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printRows(title: string, costs: ReadonlyMap<string, Cost>): void {
  const clips = ROUNDS * CLIPS_A_ROUND;
  let base: Cost | undefined;
  for (const [name, cost] of costs) {
    base ??= cost;
    const cells = [
      title,
      name,
      ((cost.toolCpuSeconds + cost.ownCpuSeconds) / clips).toFixed(3),
      ((cost.ownCpuSeconds / clips) * 1000).toFixed(1),
      (clips / cost.wallSeconds).toFixed(2),
      ((cost.toolCpuSeconds + cost.ownCpuSeconds) / (base.toolCpuSeconds + base.ownCpuSeconds)).toFixed(2),
      (cost.wallSeconds / base.wallSeconds).toFixed(2),
    ];
    print(`| ${cells.join(' | ')} |`);
  }
}

async function ffmpeg(argv: readonly string[]): Promise<void> {
  const end = await run('ffmpeg', ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...argv]);
  if (end.exitCode !== 0) throw new Error(end.stderrTail);
}

/** What most scripts run: seek, scale, encode, and believe. */
function bareCut(source: string, startSeconds: number, output: string, threads: readonly string[]): Promise<void> {
  return ffmpeg([
    ...[...threads, '-ss', String(startSeconds), '-i', source, '-t', String(CLIP_SECONDS)],
    ...['-vf', 'scale=-2:256', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', ...threads, output],
  ]);
}

function borrowed(filePath: string, sizeBytes: number, extent: SourceMedia['extent']): SourceMedia {
  return { filePath, originSeconds: 0, extent, route: 'file', sizeBytes, ownership: 'borrowed', provenance: filePath };
}

async function ourCut(
  source: string,
  startSeconds: number,
  output: string,
  extent: SourceMedia['extent'] = 'whole',
): Promise<void> {
  const endSeconds = startSeconds + CLIP_SECONDS;
  const segment = { videoId: 'bench', startSeconds, endSeconds, label: 'bench', split: 'test' } as const;
  const media = borrowed(source, (await stat(source)).size, extent);
  const outcome = await cutClip(segment, media, output, settings, context);
  if (outcome.kind !== 'clip' || outcome.verdict.decision !== 'keep') throw new Error(JSON.stringify(outcome));
}

const directory = await mkdtemp(join(tmpdir(), 'ks-build-bench-'));
try {
  const file = (name: string): string => join(directory, name);
  // Moving, noisy, about 1.6 Mbit/s: costs about what real 720p costs to decode.
  await ffmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30,noise=alls=6:allf=t'],
    ...['-f', 'lavfi', '-i', 'anoisesrc=sample_rate=44100:amplitude=0.1', '-t', '60', '-ac', '2'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '1600k', '-maxrate', '2000k', '-bufsize', '3200k'],
    ...['-g', '150', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k', file('720p.mp4')],
  ]);
  await makeFlashAndBeep(SYNC_TEST.source, file('flash.mp4'), toolContext);
  const longSource = { ...SYNC_TEST.source, durationSeconds: 21 * 60 };
  await makeFlashAndBeep(longSource, file('long.mp4'), toolContext);
  const output = (number: number): string => file(`cut-${number % CLIPS_A_ROUND}.mp4`);

  print(`${CORES} cores, ${ROUNDS} rounds of ${CLIPS_A_ROUND} clips of ${CLIP_SECONDS} s, ${CORES} at a time\n`);
  print('| job | way | CPU s a clip | of it our own process, ms | clips/s | CPU ratio | wall ratio |');
  print('|---|---|---|---|---|---|---|');
  for (const [title, name, span] of [
    ['720p source', '720p.mp4', 50],
    ['320x180 flash and beep', 'flash.mp4', 170],
  ] as const) {
    const start = (number: number): number => (number * 7.919) % span;
    const costs = await compare({
      'bare ffmpeg': (number) => bareCut(file(name), start(number), output(number), []),
      'bare ffmpeg, 1 thread': (number) => bareCut(file(name), start(number), output(number), ['-threads', '1']),
      'cut + verify + facts': (number) => ourCut(file(name), start(number), output(number)),
    });
    printRows(title, costs);
  }
  await ourCut(file('720p.mp4'), 12.3, file('arrived.mp4'));
  printRows(
    'arrives cut, 454x256',
    await compare({ 'verify + facts': (number) => ourCut(file('arrived.mp4'), 0, output(number), 'trimmed') }),
  );
  printRows(
    'where in 21 minutes',
    await compare({
      'at 0 s': (number) => ourCut(file('long.mp4'), 0, output(number)),
      'at 1000 s': (number) => ourCut(file('long.mp4'), 1000, output(number)),
    }),
  );
} finally {
  await rm(directory, { recursive: true, force: true });
}
