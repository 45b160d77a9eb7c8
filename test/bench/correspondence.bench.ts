// How far the hand-made correspondence of real clips stands above that of the same pictures with other or shifted sound, and what all
// measurements cost beside the cut. Nothing is trained. Clips shorter than 4 s abstain and are left out.
// Start: node --import tsx test/bench/correspondence.bench.ts [folder of clips]
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseAudioStream, chooseVideoStream } from '../../src/pipeline/choose-streams.ts';
import { arraysOf, type ClipFile, decodeForArrays } from '../../src/pipeline/clip-arrays.ts';
import { analyseClip } from '../../src/pipeline/measure-signals.ts';
import type { ClipArrays } from '../../src/signal/clip-arrays.ts';
import { measureCorrespondence } from '../../src/signal/correspondence.ts';
import { probe } from '../../src/tools/ffprobe.ts';
import { run } from '../../src/tools/process.ts';
import { openSpeechDetector } from '../../src/tools/silero-vad.ts';

const FOLDER = process.argv[2] ?? '../shared/clips';
const LEAST_STEPS = 100;
const SWAPS_A_CLIP = 8;
const SHIFT_STEPS = 50;
const BOOTSTRAPS = 2000;
const TICKS_PER_SECOND = 100;
const MEASURES = ['pairZ', 'ccaZ', 'correspondenceZ'] as const;

type Scores = Record<(typeof MEASURES)[number], number>;

/** All trials of one clip: its own sound, sound of others, its own sound shifted. Bootstrap draws clips, not trials. */
interface Trials {
  readonly own: Scores;
  readonly swapped: readonly Scores[];
  readonly shifted: readonly Scores[];
}

const context = {
  ffmpegPath: 'ffmpeg',
  ffprobePath: 'ffprobe',
  abortSignal: new AbortController().signal,
  timeLimitSeconds: 60,
};

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function clipOf(name: string): Promise<ClipFile | undefined> {
  const filePath = join(FOLDER, name);
  const probed = await probe(filePath, context);
  if (probed.kind !== 'probed') return undefined;
  const video = chooseVideoStream(probed.probe.videoStreams);
  const audio = chooseAudioStream(probed.probe.audioStreams);
  if (video === undefined || audio === undefined) return undefined;
  const streams = { videoIndex: video.index, audioIndex: audio.index };
  return { filePath, streams, sha256: name, arraysPath: '' };
}

/** `[rows, steps]` out of `[rows, longer]`, each row read `shift` steps earlier, round the circle. */
function turned(values: Float32Array, longer: number, steps: number, shift: number): Float32Array {
  const rows = values.length / longer;
  return Float32Array.from({ length: rows * steps }, (_, at) => {
    const step = ((at % steps) - shift + steps) % steps;
    return values[Math.floor(at / steps) * longer + step]!;
  });
}

/** The picture of one clip with the sound of another, or with its own turned round. */
function withSound(picture: ClipArrays, sound: ClipArrays, shift: number): ClipArrays {
  const steps = Math.min(picture.steps, sound.steps);
  const melFrames = 4 * steps;
  const logMel = Float32Array.from({ length: melFrames * sound.melBins }, (_, at) => {
    const melFrame = (Math.floor(at / sound.melBins) - 4 * shift + melFrames) % melFrames;
    return sound.logMel[melFrame * sound.melBins + (at % sound.melBins)]!;
  });
  return {
    ...picture,
    ...{ steps, melFrames, logMel },
    motionCells: turned(picture.motionCells, picture.steps, steps, 0),
    onsetBands: turned(sound.onsetBands, sound.steps, steps, shift),
  };
}

function scoresOf(arrays: ClipArrays): Scores {
  const found = measureCorrespondence(arrays);
  return { pairZ: found?.pairZ ?? 0, ccaZ: found?.ccaZ ?? 0, correspondenceZ: found?.correspondenceZ ?? 0 };
}

function auroc(positives: readonly number[], negatives: readonly number[]): number {
  let wins = 0;
  for (const positive of positives)
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  return wins / (positives.length * negatives.length);
}

function interval(trials: readonly Trials[], measure: keyof Scores, kind: 'swapped' | 'shifted'): string {
  const of = (chosen: readonly Trials[]): number =>
    auroc(
      chosen.map(({ own }) => own[measure]),
      chosen.flatMap((trial) => trial[kind].map((scores) => scores[measure])),
    );
  let state = 1;
  const draw = (): Trials => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return trials[Math.floor((state / 2 ** 32) * trials.length)]!;
  };
  const values = Array.from({ length: BOOTSTRAPS }, () => of(trials.map(draw))).sort((a, b) => a - b);
  const at = (share: number): string => values[Math.floor(share * BOOTSTRAPS)]!.toFixed(2);
  return `${of(trials).toFixed(3)} [${at(0.025)}, ${at(0.975)}]`;
}

/** User and system time of programs that have ended, seconds. */
async function childCpuSeconds(): Promise<number> {
  const status = await readFile('/proc/self/stat', 'utf8');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

async function cpuSecondsOf(job: () => Promise<unknown>): Promise<{ own: number; programs: number }> {
  const programsBefore = await childCpuSeconds();
  const before = process.cpuUsage();
  await job();
  const { user, system } = process.cpuUsage(before);
  return { own: (user + system) / 1e6, programs: (await childCpuSeconds()) - programsBefore };
}

const clips: ClipFile[] = [];
for (const name of readdirSync(FOLDER).filter((name) => /\.(mp4|mkv|webm)$/.test(name))) {
  const clip = await clipOf(name);
  if (clip !== undefined) clips.push(clip);
}

const all: ClipArrays[] = [];
for (const clip of clips) {
  const decoded = await decodeForArrays(clip.filePath, clip.streams, context);
  if (decoded.kind === 'decoded') all.push(arraysOf(decoded.clip));
}
const long = all.filter(({ steps }) => steps >= LEAST_STEPS);
const trials = long.map((picture, position) => ({
  own: scoresOf(picture),
  swapped: Array.from({ length: Math.min(SWAPS_A_CLIP, long.length - 1) }, (_, k) =>
    scoresOf(withSound(picture, long[(position + 1 + k * 2) % long.length]!, 0)),
  ),
  shifted: [SHIFT_STEPS, -SHIFT_STEPS].map((shift) => scoresOf(withSound(picture, picture, shift))),
}));
print(`${FOLDER}: ${long.length} clips of 4 s or more; AUROC with 95 % bootstrap intervals by clip\n`);
print('| measure | own against swapped sound | own against sound 2 s off |\n|---|---|---|');
for (const measure of MEASURES)
  print(`| ${measure} | ${interval(trials, measure, 'swapped')} | ${interval(trials, measure, 'shifted')} |`);

const directory = await mkdtemp(join(tmpdir(), 'ks-build-correspondence-'));
try {
  const timed = clips.slice(0, 10).map((clip) => ({ ...clip, arraysPath: join(directory, `${clip.sha256}.arrays`) }));
  // As they stand in a workspace: scaled and cut. Then measured with and without the share of speech.
  const cut = await cpuSecondsOf(async () => {
    for (const clip of timed) {
      const output = join(directory, `${clip.sha256}.mp4`);
      await run('ffmpeg', [
        '-nostdin',
        '-loglevel',
        'error',
        '-y',
        '-threads',
        '1',
        '-i',
        clip.filePath,
        '-vf',
        'scale=-2:256',
        '-threads',
        '1',
        '-preset',
        'veryfast',
        output,
      ]);
    }
  });
  const cutClips = timed.map((clip) => ({
    ...clip,
    filePath: join(directory, `${clip.sha256}.mp4`),
    streams: { videoIndex: 0, audioIndex: 1 },
  }));
  const speech = await openSpeechDetector();
  const measureAll = (detector: typeof speech) => async (): Promise<void> => {
    for (const clip of cutClips) await analyseClip(clip, detector, context);
  };
  await measureAll(speech)();
  const plain = await cpuSecondsOf(measureAll(undefined));
  const spoken = await cpuSecondsOf(measureAll(speech));
  const perClip = ({ own, programs }: { own: number; programs: number }): string =>
    [own + programs, programs, own].map((seconds) => (seconds / timed.length).toFixed(3)).join(' | ');
  print('\n| CPU s a clip | all | ffmpeg | own process |\n|---|---|---|---|');
  print(`| bare cut to 256 lines, one thread | ${perClip(cut)} |`);
  print(`| all measurements but speech | ${perClip(plain)} |`);
  print(`| all measurements | ${perClip(spoken)} |`);
} finally {
  await rm(directory, { recursive: true, force: true });
}
