// Retrieval: the picture that belongs to a sound, and the sound that belongs to a picture, out of a gallery of one clip a video. Vectors in, answers
// out. Pure.
import { lockedGallery } from '../corpus-parts.ts';
import type { ClipVectors } from '../embed-clips.ts';
import { answerRanks, firstFound, retrievalChance, retrievalMetrics } from '../metrics/retrieval.ts';
import type { AskedClips, AskedSet } from './asked-clips.ts';
import type { Answered } from './evaluation-task.ts';

/** Fewer clips have no order. */
const LEAST_CLIPS = 2;

/** The galleries of the test sets that have one: which clip stands for its video is fixed by the lock. */
export function galleries({ testSets }: AskedClips): AskedSet[] {
  return testSets
    .map((set) => {
      const chosen = new Set(lockedGallery(set.clips));
      const places = [...set.clips.keys()].filter((at) => chosen.has(set.clips[at]!));
      return {
        name: set.name,
        clips: places.map((at) => set.clips[at]!),
        rows: places.map((at) => set.rows[at]!),
        labels: places.map((at) => set.labels[at]!),
      };
    })
    .filter(({ clips }) => clips.length >= LEAST_CLIPS);
}

/** @param ofVideos `[clips, clips]`: of every picture, a row each, with every sound of the gallery */
export function retrievalFindings(gallery: AskedSet, ofVideos: ArrayLike<number>, condition: string): Answered[] {
  const items = gallery.clips.length;
  const ofSounds = Float64Array.from(
    { length: items ** 2 },
    (_, at) => ofVideos[(at % items) * items + Math.floor(at / items)]!,
  );
  return [
    findingOf(gallery, 'audio-to-visual', ofSounds, condition),
    findingOf(gallery, 'visual-to-audio', ofVideos, condition),
  ];
}

function findingOf(
  { name: testSet, clips, labels }: AskedSet,
  task: Answered['task'],
  values: ArrayLike<number>,
  condition: string,
): Answered {
  const similarities = { values, items: clips.length };
  return {
    task,
    condition,
    testSet,
    clips: clips.length,
    metrics: retrievalMetrics(similarities),
    chance: retrievalChance(clips.length),
    answers: {
      clipNames: clips.map(({ name }) => name),
      labels,
      predicted: undefined,
      ranks: answerRanks(similarities),
      first: firstFound(similarities),
    },
  };
}

/** Cosines of every picture, a row each, with every sound; 0 where a vector has no length. */
export function cosines({ size, video, sound }: ClipVectors): Float64Array {
  const items = video.length / size;
  const [videoLengths, soundLengths] = [lengths(video, size), lengths(sound, size)];
  const values = new Float64Array(items ** 2);
  for (let one = 0; one < items; one += 1) {
    for (let other = 0; other < items; other += 1) {
      let sum = 0;
      for (let k = 0; k < size; k += 1) sum += video[one * size + k]! * sound[other * size + k]!;
      const product = videoLengths[one]! * soundLengths[other]!;
      values[one * items + other] = product === 0 ? 0 : sum / product;
    }
  }
  return values;
}

function lengths(vectors: Float32Array, size: number): number[] {
  return Array.from({ length: vectors.length / size }, (_, row) =>
    Math.hypot(...vectors.subarray(row * size, (row + 1) * size)),
  );
}

export function rowsOfVectors({ size, video, sound }: ClipVectors, rows: readonly number[]): ClipVectors {
  const pick = (vectors: Float32Array): Float32Array => {
    const picked = new Float32Array(rows.length * size);
    for (const [at, row] of rows.entries()) picked.set(vectors.subarray(row * size, (row + 1) * size), at * size);
    return picked;
  };
  return { size, video: pick(video), sound: pick(sound) };
}
