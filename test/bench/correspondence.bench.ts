// How far the hand-made correspondence of real clips stands above that of the same pictures with other or shifted sound. Nothing is trained.
// Clips shorter than 4 s abstain and are left out; of the others each is tried whole and in halves of 5 s.
// Start: node --import tsx test/bench/correspondence.bench.ts [folder of clips ...]
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseAudioStream, chooseVideoStream } from '../../src/pipeline/choose-streams.ts';
import { arraysOf, decodeForArrays } from '../../src/pipeline/clip-arrays.ts';
import type { ClipArrays } from '../../src/signal/clip-arrays.ts';
import { measureCorrespondence } from '../../src/signal/correspondence.ts';
import { probe } from '../../src/tools/ffprobe.ts';

const FOLDERS = process.argv.length > 2 ? process.argv.slice(2) : ['../shared/clips'];
const LEAST_STEPS = 100;
const HALF_STEPS = 125;
const MEL_FRAMES_PER_STEP = 4;
/** Each clip's picture with the sound of so many others. */
const SWAPS_A_CLIP = 20;
const SHIFT_STEPS = 50;
const BOOTSTRAPS = 2000;
const MEASURES = ['pairZ', 'ccaZ', 'correspondenceZ'] as const;
const KINDS = ['swapped', 'shifted'] as const;

type Scores = Record<(typeof MEASURES)[number], number>;

/** All trials of one clip: its own sound, sound of others, its own sound 2 s late and early, round the circle. */
interface Trials {
  readonly name: string;
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

interface NamedArrays {
  readonly name: string;
  readonly arrays: ClipArrays;
}

async function arraysOfFile(filePath: string): Promise<ClipArrays | undefined> {
  const probed = await probe(filePath, context);
  if (probed.kind !== 'probed') return undefined;
  const video = chooseVideoStream(probed.probe.videoStreams);
  const audio = chooseAudioStream(probed.probe.audioStreams);
  if (video === undefined || audio === undefined) return undefined;
  const decoded = await decodeForArrays(filePath, { videoIndex: video.index, audioIndex: audio.index }, context);
  return decoded.kind === 'decoded' ? arraysOf(decoded.clip) : undefined;
}

/** `[rows, steps]` out of `[rows, longer]` from step `begin` on, each row read `shift` steps earlier, round the circle. */
function turned(values: Float32Array, longer: number, begin: number, steps: number, shift: number): Float32Array {
  const rows = values.length / longer;
  return Float32Array.from({ length: rows * steps }, (_, at) => {
    const step = begin + (((at % steps) - shift + steps) % steps);
    return values[Math.floor(at / steps) * longer + step]!;
  });
}

/** The picture of one clip with the sound of another, or with its own turned round; of both `steps` from `begin` on. */
function joined(picture: ClipArrays, sound: ClipArrays, begin: number, steps: number, shift: number): ClipArrays {
  const melFrames = MEL_FRAMES_PER_STEP * steps;
  const logMel = Float32Array.from({ length: melFrames * sound.melBins }, (_, at) => {
    const melFrame = (Math.floor(at / sound.melBins) - MEL_FRAMES_PER_STEP * shift + melFrames) % melFrames;
    return sound.logMel[(MEL_FRAMES_PER_STEP * begin + melFrame) * sound.melBins + (at % sound.melBins)]!;
  });
  return {
    ...picture,
    ...{ steps, melFrames, logMel },
    motionCells: turned(picture.motionCells, picture.steps, begin, steps, 0),
    onsetBands: turned(sound.onsetBands, sound.steps, begin, steps, shift),
  };
}

function withSound(picture: ClipArrays, sound: ClipArrays, shift: number): ClipArrays {
  return joined(picture, sound, 0, Math.min(picture.steps, sound.steps), shift);
}

function halvesOf({ name, arrays }: NamedArrays): NamedArrays[] {
  return [0, HALF_STEPS].flatMap((begin) =>
    begin + HALF_STEPS > arrays.steps ? [] : [{ name, arrays: joined(arrays, arrays, begin, HALF_STEPS, 0) }],
  );
}

/** A clip of which nothing can be said scores as chance does. */
const BY_CHANCE = 0.5;

function scoresOf(arrays: ClipArrays): Scores {
  const found = measureCorrespondence(arrays);
  return {
    pairZ: found?.pairZ ?? BY_CHANCE,
    ccaZ: found?.ccaZ ?? BY_CHANCE,
    correspondenceZ: found?.correspondenceZ ?? BY_CHANCE,
  };
}

/** Donors lie evenly over the list, and none is of the same video. */
function trialsOf(clips: readonly NamedArrays[]): Trials[] {
  return clips.map(({ name, arrays }, position) => {
    const others = [...clips.slice(position + 1), ...clips.slice(0, position)].filter((clip) => clip.name !== name);
    const count = Math.min(SWAPS_A_CLIP, others.length);
    const donors = Array.from({ length: count }, (_, k) => others[Math.floor((k * others.length) / count)]!);
    return {
      name,
      own: scoresOf(arrays),
      swapped: donors.map((donor) => scoresOf(withSound(arrays, donor.arrays, 0))),
      shifted: [SHIFT_STEPS, -SHIFT_STEPS].map((shift) => scoresOf(withSound(arrays, arrays, shift))),
    };
  });
}

function auroc(trials: readonly Trials[], measure: keyof Scores, kind: (typeof KINDS)[number]): number {
  let wins = 0;
  let pairs = 0;
  for (const { own } of trials) {
    for (const trial of trials) {
      for (const scores of trial[kind]) {
        wins += own[measure] > scores[measure] ? 1 : own[measure] === scores[measure] ? 0.5 : 0;
        pairs += 1;
      }
    }
  }
  return wins / pairs;
}

/** Bootstrap draws clips, not trials; the span is that of the same with one clip left out. */
function cell(trials: readonly Trials[], measure: keyof Scores, kind: (typeof KINDS)[number]): string {
  let state = 1;
  const draw = (): Trials => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return trials[Math.floor((state / 2 ** 32) * trials.length)]!;
  };
  const drawn = Array.from({ length: BOOTSTRAPS }, () => auroc(trials.map(draw), measure, kind)).sort((a, b) => a - b);
  const at = (share: number): string => drawn[Math.floor(share * BOOTSTRAPS)]!.toFixed(2);
  const without = trials.map((_, left) => auroc(trials.toSpliced(left, 1), measure, kind));
  const span = `${Math.min(...without).toFixed(3)} to ${Math.max(...without).toFixed(3)}`;
  return `${auroc(trials, measure, kind).toFixed(3)} [${at(0.025)}, ${at(0.975)}] (${span})`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const all: NamedArrays[] = [];
for (const folder of FOLDERS) {
  for (const file of readdirSync(folder).filter((name) => /\.(mp4|mkv|webm)$/.test(name))) {
    const arrays = await arraysOfFile(join(folder, file));
    if (arrays !== undefined && arrays.steps >= LEAST_STEPS) all.push({ name: file, arrays });
  }
}
print(`${all.length} clips of 4 s or more in ${FOLDERS.join(', ')}`);
print('AUROC [95 % of bootstraps by clip] (span with any one clip left out)\n');
print('| clips | measure | own against swapped sound | own against sound 2 s off |\n|---|---|---|---|');
for (const [title, clips] of [
  ['whole', all],
  ['halves of 5 s', all.flatMap(halvesOf)],
] as const) {
  const trials = trialsOf(clips);
  for (const measure of MEASURES) {
    const cells = KINDS.map((kind) => cell(trials, measure, kind));
    print(`| ${title} (${clips.length}) | ${measure} | ${cells.join(' | ')} |`);
  }
}
