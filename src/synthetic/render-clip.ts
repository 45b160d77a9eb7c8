// A planned clip's picture and sound as arrays, its defect included. Pure: the same plan gives the same bytes, whoever asks and in what order.
import { KsBuildError } from '../errors.ts';
import { SOUNDING_CLASSES } from './class-list.ts';
import type { Defect } from './defects.ts';
import { applyGain } from './level.ts';
import { blackPicture, clipSound, freezePicture, layOver, silenceOf, swapSound } from './mismatch.ts';
import { makeMusic } from './music.ts';
import type { ClipPlan } from './plan-corpus.ts';
import { type MediaShape, type Recording, record } from './recording.ts';
import type { SoundingClass } from './sounding-class.ts';
import { makeSpeech } from './speech.ts';

export interface ClipMedia {
  /** RGB video frames, one after the other. */
  readonly pixels: Uint8Array;
  /** Mono, -1..1; undefined: the clip has no sound stream. */
  readonly samples: Float32Array | undefined;
}

/** What happens when, seconds of the clip: events that can be seen, and those that can be heard (beneath music or a voice too). */
export interface ClipEvents {
  readonly pictureSeconds: readonly number[];
  readonly soundSeconds: readonly number[];
  readonly cutSeconds: readonly number[];
}

function classOf(label: string): SoundingClass {
  const known = SOUNDING_CLASSES.find((candidate) => candidate.label === label);
  if (known === undefined) throw new KsBuildError('internal', 1, `expected a class that can be made, got "${label}"`);
  return known;
}

function recordingOf(plan: ClipPlan, shape: MediaShape): Recording {
  const cuts = plan.defect?.kind === 'overdub' ? plan.defect.cutSeconds : undefined;
  return record(classOf(plan.segment.label), plan.seed, shape, cuts);
}

function donorOf(defect: Defect | undefined, shape: MediaShape): Recording | undefined {
  if (defect === undefined || !('donor' in defect)) return undefined;
  return record(classOf(defect.donor.label), defect.donor.seed, shape);
}

export function eventsOf(plan: ClipPlan, shape: MediaShape): ClipEvents {
  const { defect } = plan;
  const recording = recordingOf(plan, shape);
  const isStill = defect?.kind === 'frozen-picture' || defect?.kind === 'black-picture';
  return {
    pictureSeconds: isStill ? [] : recording.eventSeconds(),
    soundSeconds: soundEvents(recording, defect, shape),
    cutSeconds: isStill ? [] : recording.cutSeconds,
  };
}

function soundEvents(recording: Recording, defect: Defect | undefined, shape: MediaShape): readonly number[] {
  if (defect?.kind === 'silence' || defect?.kind === 'no-audio' || defect?.kind === 'overdub') return [];
  if (defect?.kind === 'shift') return recording.eventSeconds(defect.lateSeconds);
  return (donorOf(defect, shape) ?? recording).eventSeconds();
}

export function renderClip(plan: ClipPlan, shape: MediaShape): ClipMedia {
  const recording = recordingOf(plan, shape);
  return {
    pixels: pictureOf(recording, plan.defect, shape),
    samples: soundOf(recording, plan.defect, shape),
  };
}

function pictureOf(recording: Recording, defect: Defect | undefined, shape: MediaShape): Uint8Array {
  const pixels = recording.film();
  const frameBytes = shape.widthPx * shape.heightPx * 3;
  if (defect?.kind === 'black-picture') return blackPicture(pixels);
  if (defect?.kind === 'frozen-picture')
    return freezePicture(pixels, frameBytes, Math.floor(defect.atSeconds * shape.videoFps));
  if (defect?.kind === 'near-duplicate') return nearlyTheSame(pixels, shape.widthPx);
  return pixels;
}

/** One pixel to the left and a little brighter: another upload of the same video. */
function nearlyTheSame(pixels: Uint8Array, widthPx: number): Uint8Array {
  const copy = new Uint8Array(pixels.length);
  const rowBytes = widthPx * 3;
  for (let row = 0; row < pixels.length; row += rowBytes) {
    copy.set(pixels.subarray(row + 3, row + rowBytes), row);
    copy.set(pixels.subarray(row + rowBytes - 3, row + rowBytes), row + rowBytes - 3);
  }
  return copy.map((value) => Math.min(255, value + 8));
}

function soundOf(recording: Recording, defect: Defect | undefined, shape: MediaShape): Float32Array | undefined {
  const { sampleRateHz, durationSeconds } = shape;
  const own = (): Float32Array => recording.listen();
  switch (defect?.kind) {
    case undefined:
    case 'black-picture':
    case 'frozen-picture':
    case 'in-two-splits':
      return own();
    case 'no-audio':
      return undefined;
    case 'silence':
      return silenceOf(own());
    case 'shift':
      return recording.listen(defect.lateSeconds);
    case 'other-class-swap':
    case 'same-class-swap':
    case 'reused-sound':
      return swapSound(own(), donorOf(defect, shape)!.listen(), sampleRateHz);
    case 'music-bed':
      return layOver(
        own(),
        makeMusic(defect.seed, durationSeconds, sampleRateHz),
        { overDb: defect.bedDb, originalDb: defect.originalDb },
        sampleRateHz,
      );
    case 'overdub':
      return swapSound(own(), makeMusic(defect.seed, durationSeconds, sampleRateHz), sampleRateHz);
    case 'voice-over':
      return layOver(
        own(),
        makeSpeech(defect.seed, durationSeconds, sampleRateHz),
        { overDb: defect.voiceDb, originalDb: defect.originalDb },
        sampleRateHz,
      );
    case 'clipped-sound':
      return clipSound(own(), defect.gainDb);
    case 'near-duplicate': {
      const quieter = own();
      applyGain(quieter, -3);
      return quieter;
    }
  }
}
