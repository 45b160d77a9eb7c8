// The report's map and examples, out of what the shown model left beside itself and the cached media of its test clips.
import { existsSync, readFileSync } from 'node:fs';
import type { CorpusLock } from '../../dataset/corpus-lock.ts';
import { decodeSafetensors } from '../../tensor/safetensors.ts';
import type { ExampleShape } from '../../training-data/example-shape.ts';
import type { BenchmarkResults } from '../card/read-results.ts';
import type { TrainJob } from '../job.ts';
import { trainingClips } from '../locked-media.ts';
import { besideModel } from '../protocols/beside-model.ts';
import { clipsOfPlan, type EvaluationPlan } from '../protocols/plan-evaluation.ts';
import { trainingPaths } from '../queue/job-files.ts';
import { corpusHash } from '../training-clips.ts';
import { shownMethod } from './build-report.ts';
import { clipStrip } from './clip-strip.ts';
import type { Block } from './document.ts';
import { embeddingMap } from './embedding-map.ts';
import { retrievalExamples } from './retrieval-examples.ts';

export interface PictureSource {
  /** Of the benchmark. */
  readonly folder: string;
  /** The workspace. */
  readonly root: string;
  readonly lock: CorpusLock;
  readonly plan: EvaluationPlan;
  readonly shape: ExampleShape;
}

/** Empty where nothing was evaluated; what cannot be read is left out. */
export function makePictures(source: PictureSource, results: BenchmarkResults): Block[] {
  const method = shownMethod(results);
  const trained = results.trainings
    .map(({ job }) => job)
    .filter((job) => job.method === method && job.part === 'kept')
    .sort((a, b) => a.seed - b.seed)[0];
  if (method === undefined || trained === undefined) return [];
  return [...mapOf(source, trained), ...examplesOf(source, trained, results)];
}

function mapOf({ folder, root, plan, shape }: PictureSource, job: TrainJob): Block[] {
  // The order of the rows in the file.
  const clips = clipsOfPlan(plan).sort((a, b) => (a.name < b.name ? -1 : 1));
  const path = besideModel(trainingPaths(folder, job).model, 'vectors');
  const file = existsSync(path) ? decodeSafetensors(readFileSync(path)) : undefined;
  if (file === undefined || typeof file === 'string') return [];
  if (file.texts.get('clips') !== corpusHash(trainingClips(clips, plan.classNames, root, shape))) return [];
  const [video, sound] = [file.arrays.get('video'), file.arrays.get('sound')];
  if (video === undefined || sound === undefined) return [];
  const size = video.shape[1]!;
  const asked = new Set(plan.testSets[0]?.clips);
  const rows = [...clips.keys()].filter((row) => asked.has(clips[row]!));
  const pick = (values: Float32Array): Float32Array => {
    const picked = new Float32Array(rows.length * size);
    for (const [at, row] of rows.entries()) picked.set(values.subarray(row * size, (row + 1) * size), at * size);
    return picked;
  };
  return embeddingMap({
    method: job.method,
    seed: job.seed,
    size,
    vectors: { sound: pick(sound.values), picture: pick(video.values) },
    labels: rows.map((row) => plan.classNames.indexOf(clips[row]!.label)),
    classNames: plan.classNames,
  });
}

function examplesOf({ root, lock, shape }: PictureSource, { method }: TrainJob, results: BenchmarkResults): Block[] {
  const clips = new Map(lock.clips.map((clip) => [clip.name, clip]));
  return retrievalExamples({
    results: results.evaluations.flatMap(({ evaluation }) => evaluation.results),
    method,
    lockSha256: lock.sha256,
    labelOf: (name) => clips.get(name)?.label ?? '',
    stripOf: (name) => {
      const clip = clips.get(name);
      return clip === undefined ? undefined : clipStrip(trainingClips([clip], [], root, shape)[0]!, shape.media);
    },
  });
}
