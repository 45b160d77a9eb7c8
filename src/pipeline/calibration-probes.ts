// Probes to calibrate on: clips of the corpus with their sound exchanged, shifted, or under music or a voice, made from decoded clips and
// taken through the same steps as any clip. plan is pure; make decodes.
import type { ListedClip, Probe } from '../correspondence/clip-scores.ts';
import { assignFolds } from '../correspondence/folds.ts';
import { MISMATCH_NAMES, type Mismatch } from '../dataset/evidence.ts';
import { SAMPLE_RATE_HZ } from '../signal/clip-arrays.ts';
import { type SeededRandom, seededRandom, seedOf, shuffled } from '../signal/seeded-random.ts';
import { DUCKED_DB } from '../synthetic/defects.ts';
import { layOver, shiftSound, swapSound } from '../synthetic/mismatch.ts';
import { makeMusic } from '../synthetic/music.ts';
import { makeSpeech } from '../synthetic/speech.ts';
import type { DecodedClip, DecodedSound } from '../tools/decode-clip.ts';

export interface CalibrationProbe extends ListedClip {
  readonly probe: Probe;
  readonly mismatch: Mismatch;
  /** Clip of the corpus whose picture, and in part sound, it has. */
  readonly of: string;
  /** Clip of the corpus whose sound it has instead. */
  readonly donor: string | undefined;
}

/** Raised when makeProbe makes something else of the same clips: probes that were kept are then made anew. */
export const PROBES_VERSION = 1;

/** Probes of each kind: a third of the corpus, within these limits (chosen: the fit settles at about a hundred). */
const PROBE_RATIO = 1 / 3;
const LEAST_PROBES = 24;
const MOST_PROBES = 160;

/** The same source serves every kind, so that the kinds differ in nothing else, and is decoded once. */
export function planProbes(clips: readonly ListedClip[], folds: number, seeds: readonly number[]): CalibrationProbe[] {
  const count = Math.min(
    clips.length,
    Math.max(LEAST_PROBES, Math.min(MOST_PROBES, Math.round(PROBE_RATIO * clips.length))),
  );
  const order = shuffled(clips, seededRandom(seedOf('calibration probes')));
  const donorOf = donorFinder(clips, folds, seeds);
  return order.slice(0, count).flatMap((source) =>
    MISMATCH_NAMES.flatMap((mismatch): CalibrationProbe[] => {
      const donor = mismatch === 'swap' ? donorOf(source) : undefined;
      if (mismatch === 'swap' && donor === undefined) return [];
      return [
        {
          clipName: `${source.clipName} ${mismatch}`,
          videoId: source.videoId,
          label: source.label,
          probe: { soundVideoId: donor?.videoId },
          mismatch,
          of: source.clipName,
          donor: donor?.clipName,
        },
      ];
    }),
  );
}

/** A clip of another class that most models hold out together with the source: any other would be known to the model that judges. */
function donorFinder(clips: readonly ListedClip[], folds: number, seeds: readonly number[]) {
  const foldsOf = new Map<string, number[]>();
  for (const seed of seeds) {
    for (const [at, fold] of assignFolds(clips, folds, seed).entries()) {
      const known = foldsOf.get(clips[at]!.clipName);
      if (known === undefined) foldsOf.set(clips[at]!.clipName, [fold]);
      else known.push(fold);
    }
  }
  return (source: ListedClip): ListedClip | undefined => {
    const own = foldsOf.get(source.clipName)!;
    let best: ListedClip | undefined;
    let bestShared = 0;
    for (const clip of shuffled(clips, seededRandom(seedOf('donor', source.clipName)))) {
      if (clip.label === source.label || clip.videoId === source.videoId) continue;
      const shared = foldsOf.get(clip.clipName)!.filter((fold, at) => fold === own[at]).length;
      if (shared > bestShared) [best, bestShared] = [clip, shared];
      if (shared === own.length) break;
    }
    return best;
  };
}

/** Shifts that anyone would notice, seconds; and how loud what is laid over is against the clip's own sound, dB (chosen). */
const SHIFT_SECONDS = { least: 1, most: 4 };
const BED_DB = { least: -6, most: 0 };

/** @returns undefined where a clip has no sound to work on */
export function makeProbe(
  { clipName, mismatch }: CalibrationProbe,
  own: DecodedClip,
  donor: DecodedClip | undefined,
): DecodedClip | undefined {
  if (own.sound === undefined) return undefined;
  const random = seededRandom(seedOf('probe', clipName));
  const samples = toFloats(own.sound.mono);
  switch (mismatch) {
    case 'swap': {
      if (donor?.sound === undefined) return undefined;
      return withSound(own, swapSound(samples, toFloats(donor.sound.mono), SAMPLE_RATE_HZ));
    }
    case 'shift': {
      const most = Math.min(SHIFT_SECONDS.most, samples.length / SAMPLE_RATE_HZ / 2);
      const late = between(random, Math.min(SHIFT_SECONDS.least, most), most);
      return withSound(own, shiftSound(samples, random.next() < 0.5 ? late : -late, SAMPLE_RATE_HZ));
    }
    case 'musicBed':
    case 'voiceOver': {
      const make = mismatch === 'musicBed' ? makeMusic : makeSpeech;
      const over = make(clipName, samples.length / SAMPLE_RATE_HZ, SAMPLE_RATE_HZ);
      const levels = { overDb: between(random, BED_DB.least, BED_DB.most), originalDb: DUCKED_DB };
      return withSound(own, layOver(samples, over, levels, SAMPLE_RATE_HZ));
    }
  }
}

function between(random: SeededRandom, least: number, most: number): number {
  return least + random.next() * (most - least);
}

function toFloats(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (value) => value / 32768);
}

function withSound(clip: DecodedClip, samples: Float32Array): DecodedClip {
  const mono = Int16Array.from(samples, (value) => Math.max(-32768, Math.min(32767, Math.round(value * 32768))));
  const sound: DecodedSound = { wide: mono, channels: 1, sampleRateHz: SAMPLE_RATE_HZ, mono };
  return { ...clip, sound };
}
