// What measuring adds to the cut of a clip, as `fetch` does it (one decoding for facts and arrays), and what `filter` alone pays for clips that
// are cut already. CPU of all programs, ours included; the ways alternate, clip by clip, so that a busy machine is busy for all of them.
// Start: node --import tsx test/bench/measure.bench.ts [folder of clips]
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { cutClip } from '../../src/pipeline/cut.ts';
import { analyseClip, analyseDecoded, type SpeechDetector } from '../../src/pipeline/measure-signals.ts';
import type { SourceMedia } from '../../src/sources/source.ts';
import type { DecodedClip } from '../../src/tools/decode-clip.ts';
import { run } from '../../src/tools/process.ts';
import { openSpeechDetector } from '../../src/tools/silero-vad.ts';

const FOLDER = process.argv[2] ?? '../shared/clips';
const CLIPS = 12;
const ROUNDS = 3;
/** The first round warms up: compiled code, files in memory. */
const WARM_UP_ROUNDS = 1;
/** Kernel clock ticks, USER_HZ: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const LONGEST_SECONDS = 10;

const tools = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' };
const abortSignal = new AbortController().signal;
const toolContext = { ...tools, abortSignal, timeLimitSeconds: 60 };
const settings = { ...DEFAULT_CONFIG, normalise: false, copy: false };

interface Cost {
  own: number;
  programs: number;
}

/** User and system time of programs that have ended, seconds. */
async function programSeconds(): Promise<number> {
  const status = await readFile('/proc/self/stat', 'utf8');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

async function costOf(job: () => Promise<unknown>): Promise<Cost> {
  const programsBefore = await programSeconds();
  const before = process.cpuUsage();
  await job();
  const { user, system } = process.cpuUsage(before);
  return { own: (user + system) / 1e6, programs: (await programSeconds()) - programsBefore };
}

function borrowed(filePath: string, sizeBytes: number): SourceMedia {
  const extent = 'whole';
  return { filePath, originSeconds: 0, extent, route: 'file', sizeBytes, ownership: 'borrowed', provenance: filePath };
}

const directory = await mkdtemp(join(tmpdir(), 'ks-build-measure-'));
const cutPath = join(directory, 'cut.mp4');
const clip = { sha256: 'bench', arraysPath: join(directory, 'clip.arrays') };

/** What most scripts run: scale, encode, and believe. */
async function bareCut(source: string): Promise<void> {
  await run('ffmpeg', [
    ...['-nostdin', '-loglevel', 'error', '-y', '-threads', '1', '-i', source, '-t', String(LONGEST_SECONDS)],
    ...['-vf', 'scale=-2:256', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-b:a', '128k', '-threads', '1', join(directory, 'bare.mp4')],
  ]);
}

async function ourCut(source: string, isMeasured: boolean): Promise<DecodedClip | undefined> {
  const segment = {
    videoId: 'bench',
    startSeconds: 0,
    endSeconds: LONGEST_SECONDS,
    label: 'bench',
    split: 'test',
  } as const;
  const media = borrowed(source, (await stat(source)).size);
  const context = { tools, abortSignal, onStage: () => {}, isMeasured };
  const outcome = await cutClip(segment, media, cutPath, settings, context);
  if (outcome.kind !== 'clip') throw new Error(`${source}: ${JSON.stringify(outcome)}`);
  return outcome.decoded;
}

async function cutAndMeasure(source: string, detectSpeech: SpeechDetector | undefined): Promise<void> {
  const decoded = await ourCut(source, true);
  if (decoded === undefined) throw new Error(`${source}: not decoded`);
  await analyseDecoded(clip, decoded, detectSpeech);
}

async function measureAlone(detectSpeech: SpeechDetector | undefined): Promise<void> {
  const file = { ...clip, filePath: cutPath, streams: { videoIndex: 0, audioIndex: 1 } };
  await analyseClip(file, detectSpeech, toolContext);
}

try {
  const speech = await openSpeechDetector();
  const ways: Readonly<Record<string, (source: string) => Promise<unknown>>> = {
    'bare ffmpeg': bareCut,
    'cut + verify + facts': (source) => ourCut(source, false),
    'the same + measurements but speech': (source) => cutAndMeasure(source, undefined),
    'the same + all measurements': (source) => cutAndMeasure(source, speech),
    'a clip that is there: measurements but speech': () => measureAlone(undefined),
    'a clip that is there: all measurements': () => measureAlone(speech),
  };
  const costs = new Map(Object.keys(ways).map((name): [string, Cost] => [name, { own: 0, programs: 0 }]));
  const isClip = (name: string): boolean => /\.(mp4|mkv|webm)$/.test(name);
  const sources = readdirSync(FOLDER).filter(isClip).slice(0, CLIPS);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (const source of sources) {
      for (const [name, way] of Object.entries(ways)) {
        const { own, programs } = await costOf(() => way(join(FOLDER, source)));
        const total = costs.get(name)!;
        if (round < 0) continue;
        total.own += own / ROUNDS / sources.length;
        total.programs += programs / ROUNDS / sources.length;
      }
    }
  }
  const all = ({ own, programs }: Cost): number => own + programs;
  const bare = all(costs.get('bare ffmpeg')!);
  const cut = all(costs.get('cut + verify + facts')!);
  process.stdout.write(`${sources.length} clips of ${FOLDER}, ${ROUNDS} rounds\n\n`);
  process.stdout.write('| CPU s a clip | all | ffmpeg | our own process | of the cut with facts | of bare ffmpeg |\n');
  process.stdout.write('|---|---|---|---|---|---|\n');
  for (const [name, cost] of costs) {
    const numbers = [all(cost), cost.programs, cost.own, all(cost) / cut, all(cost) / bare];
    process.stdout.write(`| ${name} | ${numbers.map((number) => number.toFixed(3)).join(' | ')} |\n`);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
