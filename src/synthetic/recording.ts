// One recording of one class: its shots, what is seen at each video frame and what is heard in any stretch of time. Pure; follows from the seed.
import { makeBackdrop, makeCamera, paintBackdrop } from './backdrop.ts';
import { addKnocks, makePasserBy } from './distractions.ts';
import { evenMotion } from './even-motion.ts';
import { setLoudness, softenPeaks } from './level.ts';
import { colourOf, Picture } from './picture.ts';
import { Random } from './random.ts';
import { addRoom, drawRoom } from './room.ts';
import type { Performance, SoundingClass, Span, Stage } from './sounding-class.ts';

export interface MediaShape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly videoFps: number;
  readonly sampleRateHz: number;
  readonly durationSeconds: number;
}

/** Recordings go on beyond both ends of the clip for this long, so that a shifted sound needs no splice. */
const BEYOND_SECONDS = 6;
/** Sound before a stretch that may still ring in it. */
const RINGING_SECONDS = 1.2;
/** Two shots fade into each other over this long in the sound, so that a cut makes no click. */
const JOINT_SECONDS = 0.01;
/** Share of recordings with a cut to another thing of the class, as films have. */
const CUT_RATIO = 0.12;
/** Drawn for each clip, the same for all classes: how loud, LUFS, and how much moves, levels of 255 a video frame. */
const LOUDNESS_LUFS = [-32, -20] as const;
const MOTION = [1.4, 2.8] as const;

interface Shot {
  readonly fromSeconds: number;
  readonly random: Random;
  readonly performance: Performance;
  readonly sizeRatio: number;
}

export interface Recording {
  readonly cutSeconds: readonly number[];
  /** When what happens can be seen, or, with its sound late by so much, heard: seconds of the clip, ascending. */
  eventSeconds(lateSeconds?: number): readonly number[];
  /** RGB video frames, one after the other. */
  film(): Uint8Array;
  /** The sound as long as the clip; `lateSeconds` above zero: each sound is heard that much after it is seen. */
  listen(lateSeconds?: number): Float32Array;
}

/** @param cutSeconds where shots change; by default chance decides */
export function record(
  soundingClass: SoundingClass,
  seed: string,
  shape: MediaShape,
  cutSeconds: readonly number[] = drawCuts(seed, shape.durationSeconds),
): Recording {
  const shots = [0, ...cutSeconds].map((fromSeconds, number) =>
    makeShot(soundingClass, `${seed}/shot ${number}`, fromSeconds, shape),
  );
  const random = new Random(seed);
  return {
    cutSeconds,
    eventSeconds: (lateSeconds = 0) => eventsOf(shots, shape, lateSeconds),
    film: () => film(shots, shape, random.fork('light')),
    listen: (lateSeconds = 0) => listen(shots, shape, lateSeconds, random.fork('level')),
  };
}

function spanOf({ durationSeconds }: MediaShape): Span {
  return { fromSeconds: -BEYOND_SECONDS, toSeconds: durationSeconds + BEYOND_SECONDS };
}

function drawCuts(seed: string, durationSeconds: number): readonly number[] {
  const random = new Random(`${seed}/cuts`);
  return random.chance(CUT_RATIO) ? [durationSeconds * random.between(0.3, 0.7)] : [];
}

function makeShot(soundingClass: SoundingClass, seed: string, fromSeconds: number, shape: MediaShape): Shot {
  const random = new Random(seed);
  const sizeRatio = Math.exp(0.2 * random.normal());
  const hue = soundingClass.hue + 0.035 * random.normal();
  const value = random.between(0.6, 0.95);
  const stage: Stage = {
    span: spanOf(shape),
    random: random.fork('performance'),
    sizeRatio,
    tempoRatio: Math.exp(0.15 * random.normal()),
    colours: {
      main: colourOf(hue, random.between(0.55, 0.9), value),
      accent: colourOf(hue + random.between(0.08, 0.16), random.between(0.5, 0.9), random.between(0.75, 1)),
      dark: colourOf(hue, 0.4, random.between(0.08, 0.25)),
      light: colourOf(hue, random.between(0.02, 0.2), random.between(0.85, 1)),
    },
  };
  return { fromSeconds, random, performance: soundingClass.perform(stage), sizeRatio };
}

/** The stretch of the clip in which a shot is seen, or heard when its sound is late. */
function stretchOf(shots: readonly Shot[], number: number, shape: MediaShape, lateSeconds: number): Span {
  const within = (seconds: number): number => Math.min(shape.durationSeconds, Math.max(0, seconds));
  const next = shots[number + 1];
  return {
    fromSeconds: number === 0 ? 0 : within(shots[number]!.fromSeconds + lateSeconds),
    toSeconds: next === undefined ? shape.durationSeconds : within(next.fromSeconds + lateSeconds),
  };
}

function eventsOf(shots: readonly Shot[], shape: MediaShape, lateSeconds: number): readonly number[] {
  return shots.flatMap(({ performance }, number) => {
    const { fromSeconds, toSeconds } = stretchOf(shots, number, shape, lateSeconds);
    return performance.events
      .map(({ seconds }) => seconds + lateSeconds)
      .filter((seconds) => seconds >= fromSeconds && seconds < toSeconds);
  });
}

function shotAt<T extends { readonly fromSeconds: number }>(shots: readonly T[], seconds: number): T {
  return shots.findLast(({ fromSeconds }) => fromSeconds <= seconds) ?? (shots[0] as T);
}

function film(shots: readonly Shot[], shape: MediaShape, random: Random): Uint8Array {
  const { widthPx, heightPx, videoFps, durationSeconds } = shape;
  const frameBytes = widthPx * heightPx * 3;
  const videoFrames = Math.round(durationSeconds * videoFps);
  const pixels = new Uint8Array(frameBytes * videoFrames);
  const sets = shots.map((shot) => makeSet(shot, shape));
  for (let number = 0; number < videoFrames; number += 1) {
    const seconds = number / videoFps;
    const { backdrop, camera, passBy, place, performance } = shotAt(sets, seconds);
    const picture = new Picture(widthPx, heightPx, pixels.subarray(number * frameBytes, (number + 1) * frameBytes));
    const offset = camera(seconds);
    paintBackdrop(picture, backdrop, offset);
    passBy(picture, seconds);
    picture.placement = { ...place, xPx: place.xPx + offset.xPx, yPx: place.yPx + offset.yPx };
    performance.draw(picture, seconds);
  }
  evenMotion({ widthPx, heightPx, pixels }, random.between(...MOTION), random);
  return pixels;
}

function makeSet({ fromSeconds, random, performance, sizeRatio }: Shot, shape: MediaShape) {
  const { widthPx, heightPx, durationSeconds } = shape;
  const chance = random.fork('set');
  return {
    fromSeconds,
    performance,
    backdrop: makeBackdrop(widthPx, heightPx, chance),
    camera: makeCamera(chance),
    passBy: makePasserBy(chance.fork('passer-by'), durationSeconds),
    place: {
      unitPx: heightPx * 0.72 * Math.min(1.25, sizeRatio),
      xPx: widthPx * (0.5 + 0.07 * chance.normal()),
      yPx: heightPx * (0.5 + 0.03 * chance.normal()),
      isMirrored: chance.chance(0.5),
    },
  };
}

function listen(shots: readonly Shot[], shape: MediaShape, lateSeconds: number, random: Random): Float32Array {
  const { sampleRateHz, durationSeconds } = shape;
  const samples = new Float32Array(Math.round(durationSeconds * sampleRateHz));
  const joint = Math.round(JOINT_SECONDS * sampleRateHz);
  shots.forEach(({ performance, random: chance }, number) => {
    const stretch = stretchOf(shots, number, shape, lateSeconds);
    const first = Math.round(stretch.fromSeconds * sampleRateHz);
    const end = Math.round(stretch.toSeconds * sampleRateHz);
    if (end <= first) return;
    const before = Math.round(RINGING_SECONDS * sampleRateHz);
    const track = {
      samples: new Float32Array(before + end - first),
      sampleRateHz,
      startSeconds: (first - before) / sampleRateHz - lateSeconds,
    };
    performance.play(track);
    addKnocks(track, spanOf(shape), chance.fork('knocks'));
    addRoom(track, drawRoom(chance.fork('room')), chance.fork('noise'));
    const level = number === 0 ? 1 : 10 ** (chance.fork('microphone').between(-3, 3) / 20);
    for (let i = first; i < end; i += 1) {
      const edge = Math.min(
        number === 0 ? 1 : (i - first) / joint,
        number === shots.length - 1 ? 1 : (end - i) / joint,
        1,
      );
      samples[i] = level * edge * (track.samples[before + i - first] as number);
    }
  });
  setLoudness(samples, random.between(...LOUDNESS_LUFS), sampleRateHz);
  softenPeaks(samples);
  return samples;
}
