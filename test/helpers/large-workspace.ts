// A workspace without media whose index holds very many clips that are measured and judged: numbers of chance, a class each its own quality.
import path from 'node:path';
import type { CorrespondenceScores } from '../../src/dataset/evidence.ts';
import { clipName, type Segment } from '../../src/dataset/segment.ts';
import { SIGNAL_MEASUREMENTS_VERSION } from '../../src/dataset/signal-measurements.ts';
import { type SeededRandom, seededRandom } from '../../src/signal/seeded-random.ts';
import { type LikePair, replaceLikePairs } from '../../src/store/like-clips.ts';
import { createMeasurementWriter } from '../../src/store/measurements.ts';
import { openIndex } from '../../src/store/open.ts';
import { startRun } from '../../src/store/runs.ts';
import { replaceScores } from '../../src/store/scores.ts';
import { createSettlementWriter } from '../../src/store/settle.ts';
import { NO_SIGNALS } from './evidence.ts';
import { planIn } from './index-with-plan.ts';

/** One clip in so many looks like the one before it. */
const ONE_COPY_IN = 100;
const SHA256 = 'ab'.repeat(32);

/** @param quality of each class, 0..1: how likely its sound belongs to its picture and tells the class */
export function largeWorkspace(
  folder: string,
  segments: readonly Segment[],
  quality: ReadonlyMap<string, number>,
  limits: { readonly pictureWithin: number; readonly soundWithin: number },
): void {
  const index = openIndex(path.join(folder, 'index.db'));
  const random = seededRandom(1);
  index.pragma('synchronous = OFF');
  const plan = planIn(index, segments);
  const run = { command: 'fetch', planId: plan.id, programVersion: '0', toolVersions: {}, config: {} };
  const settlements = createSettlementWriter(index, startRun(index, run));
  const measurements = createMeasurementWriter(index);
  const find = index.prepare('SELECT id FROM segments WHERE video_id = ? AND start_seconds = ?').pluck();
  for (const segment of segments) {
    const segmentId = find.get(segment.videoId, segment.startSeconds) as number;
    const clip = {
      path: `clips/${clipName(segment)}.mp4`,
      facts: { sizeBytes: 1, sha256: SHA256, container: 'mov', decodeErrors: [] },
      verdict: { decision: 'keep', reasons: [] },
      source: 'folder',
      route: 'file',
      provenance: 'made',
      method: 'copy',
      expectedDurationSeconds: 10,
    } as const;
    settlements.settle({ segmentId, segment, state: 'kept', code: undefined, retryAtMs: 0, clip }, []);
  }
  const ids = index.prepare('SELECT id FROM clips ORDER BY id').pluck().all() as number[];
  for (const clipId of ids) {
    measurements.save(clipId, SHA256, {
      ...NO_SIGNALS,
      clippedRatio: random.next() ** 8,
      version: SIGNAL_MEASUREMENTS_VERSION,
      curveFps: 25,
      motionCurve: new Uint8Array(0),
      onsetCurve: new Uint8Array(0),
      sceneCutSeconds: [],
      pictureHash: Uint8Array.from({ length: 32 }, () => random.below(256)),
      soundFingerprint: new Uint32Array(0),
    });
  }
  const scores = segments.map(({ label }, at) => ({
    clipId: ids[at]!,
    clipSha256: SHA256,
    scores: scoresOfClass(label, quality.get(label)!, random),
  }));
  replaceScores(index, scores);
  const copies = ids.slice(1).filter((_, at) => at % ONE_COPY_IN === 0);
  replaceLikePairs(index, limits, copies.map(pairWithPrevious));
  index.close();
}

function pairWithPrevious(clipId: number): LikePair {
  const common = { pictureDistance: 0.05, soundDistance: undefined, soundLeadSeconds: undefined };
  return { firstClipId: clipId - 1, secondClipId: clipId, ...common };
}

function scoresOfClass(label: string, quality: number, random: SeededRandom): CorrespondenceScores {
  const isBad = (): number => (random.next() < quality ? random.next() ** 6 : random.next());
  const [swap, shift, musicBed, voiceOver] = [isBad(), isBad() / 4, isBad() / 2, isBad() / 2];
  const margin = () => ({ mean: 2 * quality + random.normal(), spread: random.next() });
  return {
    otherClass: margin(),
    sameClass: margin(),
    sync: margin(),
    classAgreement: margin(),
    soundLabelProbability: random.next(),
    soundLabelGuess: random.next() < quality ? label : 'another class',
    pictureLabelProbability: random.next(),
    pictureLabelGuess: random.next() < 0.8 ? label : 'another class',
    mismatch: { swap, shift, musicBed, voiceOver },
    probability: (1 - swap) * (1 - shift) * (1 - musicBed) * (1 - voiceOver),
    spread: random.next() / 2,
  };
}
