// Clips of files as the clips of an evaluation: decoded, spoilt as arrays, and lent the sound of videos that are only lent from.
import { KsBuildError, UsageError } from '../../errors.ts';
import { seededRandom, seedOf, shuffled } from '../../signal/seeded-random.ts';
import { DUCKED_DB, strengthOf } from '../../synthetic/defects.ts';
import type { RawClip } from '../../synthetic/encode-clip.ts';
import { softenPeaks } from '../../synthetic/level.ts';
import { CLIP_SHAPE } from '../../synthetic/make-corpus.ts';
import { freezePicture, layOver, shiftSound, silenceOf, swapSound } from '../../synthetic/mismatch.ts';
import { makeMusic } from '../../synthetic/music.ts';
import { Random } from '../../synthetic/random.ts';
import { makeSpeech } from '../../synthetic/speech.ts';
import { decodeRaw } from '../../tools/decode-raw.ts';
import type { CutStreams } from '../../tools/ffmpeg-arguments.ts';
import type { MeasureContext } from '../measure.ts';
import type { MismatchKind } from './mismatch-kinds.ts';
import type { MismatchSource, SourceClip } from './mismatch-source.ts';

export interface RecordedClip extends SourceClip {
  /** Full path. */
  readonly filePath: string;
  readonly streams: CutStreams;
}

/** Share of the videos of each class that only lend their sound (chosen: a fifth gives each swap nearly a lender of its own). */
const LENDING_RATIO = 0.2;

/** Videos of each class that are kept out of the corpus and lend their sound to swaps. Pure. */
export function partLenders(clips: readonly RecordedClip[], seed: number) {
  const lending = new Set<string>();
  for (const label of new Set(clips.map(({ segment }) => segment.label))) {
    const ofClass = clips.filter(({ segment }) => segment.label === label);
    const videos = [...new Set(ofClass.map(({ segment }) => segment.videoId))].sort();
    const order = shuffled(videos, seededRandom(seedOf('lenders', seed, label)));
    for (const videoId of order.slice(0, Math.ceil(LENDING_RATIO * order.length))) lending.add(videoId);
  }
  return {
    corpus: clips.filter(({ segment }) => !lending.has(segment.videoId)),
    lenders: clips.filter(({ segment }) => lending.has(segment.videoId)),
  };
}

/** @throws UsageError when too few clips are left to lend and to be lent to: a class of one video can only lend */
export function recordedSource(
  clips: readonly RecordedClip[],
  description: string,
  seed: number,
  context: MeasureContext,
): MismatchSource {
  const withSound = clips.filter(({ streams }) => streams.audioIndex !== undefined);
  const { corpus, lenders } = partLenders(withSound, seed);
  if (corpus.length === 0 || new Set(lenders.map(({ segment }) => segment.label)).size < 2) {
    throw new UsageError(
      `evaluation: expected clips with sound of two or more classes, and two or more videos of one of them, so that one can lend its sound; ` +
        `got ${withSound.length} clip(s) of ${new Set(withSound.map(({ segment }) => segment.label)).size} class(es); ` +
        'fetch more, or take a generated corpus (--generated)',
    );
  }
  const fileOf = new Map(corpus.map((clip) => [clip.clipName, clip]));
  const decode = (clip: RecordedClip) => decodeClip(clip, context);
  return {
    description: `${corpus.length} ${description} (${lenders.length} more lend their sound to swaps)`,
    clips: corpus.map(({ clipName, segment }) => ({ clipName, segment })),
    make: async ({ clipName, segment }, kind) => {
      const own = await decode(fileOf.get(clipName)!);
      const chance = new Random(`${seed}/${clipName}/${kind}`);
      const isSwap = kind === 'other-class-swap' || kind === 'same-class-swap';
      const others = lenders.filter((clip) => (clip.segment.label === segment.label) === (kind === 'same-class-swap'));
      const lent = isSwap ? (await decode(chance.pick(others.length > 0 ? others : lenders))).samples : undefined;
      return spoil(own, kind, lent, chance);
    },
  };
}

async function decodeClip(clip: RecordedClip, context: MeasureContext): Promise<RawClip & { samples: Float32Array }> {
  const outcome = await decodeRaw(clip.filePath, clip.streams, CLIP_SHAPE, context);
  if (outcome.kind === 'decoded') {
    return { ...CLIP_SHAPE, ...outcome.media, samples: outcome.media.samples ?? new Float32Array(0) };
  }
  throw new KsBuildError('tool', 5, `${clip.filePath}: expected a clip that decodes, got: ${outcome.message}`);
}

/** Pure. The clean clip goes through the same last step as the spoilt ones. */
export function spoil(
  own: RawClip & { readonly samples: Float32Array },
  kind: MismatchKind | undefined,
  lent: Float32Array | undefined,
  chance: Random,
): RawClip {
  const { sampleRateHz } = own;
  const seconds = own.samples.length / sampleRateHz;
  const seed = `${chance.below(2 ** 31)}`;
  const withSound = (samples: Float32Array): RawClip => ({ ...own, samples });
  switch (kind) {
    case undefined: {
      const samples = own.samples.slice();
      softenPeaks(samples);
      return withSound(samples);
    }
    case 'other-class-swap':
    case 'same-class-swap':
      return withSound(swapSound(own.samples, lent!, sampleRateHz));
    case 'silence':
      return withSound(silenceOf(own.samples));
    case 'voice-over':
      return withSound(
        layOver(
          own.samples,
          makeSpeech(seed, seconds, sampleRateHz),
          { overDb: 0, originalDb: DUCKED_DB },
          sampleRateHz,
        ),
      );
    case 'music-bed-0':
    case 'music-bed-6':
    case 'music-bed-12': {
      const levels = { overDb: 0 - strengthOf(kind), originalDb: DUCKED_DB };
      return withSound(layOver(own.samples, makeMusic(seed, seconds, sampleRateHz), levels, sampleRateHz));
    }
    case 'frozen-picture': {
      const frameBytes = own.widthPx * own.heightPx * 3;
      const videoFrame = Math.floor(chance.between(0.2, 0.8) * (own.pixels.length / frameBytes));
      return { ...own, pixels: freezePicture(own.pixels, frameBytes, videoFrame) };
    }
    default:
      return withSound(shiftSound(own.samples, strengthOf(kind) * (chance.chance(0.5) ? 1 : -1), sampleRateHz));
  }
}
