// Whether a pre-trained model has learned: a linear probe on its vectors and retrieval by them, beside the same network with random weights.
// The probe learns from the train split of one workspace; figures are of all kept clips of another, made with another seed.
// node --import tsx test/bench/learning.bench.ts WORKSPACE CHECKPOINT OTHER_WORKSPACE
import { join, resolve } from 'node:path';
import process from 'node:process';
import { avclTask } from '../../src/avcl/avcl-task.ts';
import type { Checkpoint } from '../../src/avcl/checkpoint.ts';
import { readCheckpoint } from '../../src/avcl/checkpoint-file.ts';
import { collectAvclMoments } from '../../src/avcl/collect-avcl-moments.ts';
import { avclObjective } from '../../src/avcl/train-settings.ts';
import { createTrainer } from '../../src/avcl/trainer.ts';
import { type EmbeddedCorpus, embedCorpus } from '../../src/benchmark/embed-corpus.ts';
import { prepareCorpus } from '../../src/benchmark/prepare-corpus.ts';
import { openCorpusContext } from '../../src/cli/corpus-context.ts';
import { SPLITS, type Split } from '../../src/dataset/segment.ts';
import { recallAtK } from '../../src/statistics/recall-at-k.ts';
import { fitSoftmax, predictSoftmax } from '../../src/statistics/softmax-regression.ts';
import { openIndexForReading } from '../../src/store/open.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { exampleShape } from '../../src/training-data/example-shape.ts';
import { openLoader } from '../../src/training-data/open-loader.ts';

const RIDGE = 3;
const JOBS = 2;
const [learned, checkpointPath, held] = process.argv.slice(2).map((argument) => resolve(argument)) as [
  string,
  string,
  string,
];

await openBackend('wasm');
const trained = await readCheckpoint(checkpointPath);
for (const [name, checkpoint] of [
  ['pre-trained', trained],
  ['random weights', await untrained(trained)],
] as const) {
  const train = await embed(learned, ['train'], checkpoint);
  const test = await embed(held, SPLITS, checkpoint);
  const probes = (['video', 'sound', 'both'] as const).map((kind) => `${kind} ${percent(probe(train, test, kind))}`);
  const { toSound, toVideo } = recallAt5(test);
  process.stdout.write(
    `${name.padEnd(15)} probe top-1: ${probes.join(', ')}; Recall@5 of ${test.clips.length}: picture to sound ${percent(toSound)}, ` +
      `sound to picture ${percent(toVideo)} (chance ${percent(5 / test.clips.length)})\n`,
  );
}

async function withCorpus<T>(
  root: string,
  use: (
    index: ReturnType<typeof openIndexForReading>,
    context: Awaited<ReturnType<typeof openCorpusContext>>,
  ) => Promise<T>,
): Promise<T> {
  const abortSignal = new AbortController().signal;
  const context = await openCorpusContext({ root, configFile: undefined, jobs: JOBS, isQuiet: true, abortSignal });
  const index = openIndexForReading(join(root, 'index.db'));
  try {
    return await use(index, context);
  } finally {
    index.close();
  }
}

function embed(root: string, splits: readonly Split[], checkpoint: Checkpoint): Promise<EmbeddedCorpus> {
  return withCorpus(root, (index, context) => embedCorpus(index, checkpoint, splits, context));
}

/** The weights that the run began with, and their moments. */
function untrained({ run, progress }: Checkpoint): Promise<Checkpoint> {
  return withCorpus(learned, async (index, context) => {
    const shape = exampleShape(run.preset);
    const { clips } = await prepareCorpus(index, ['train'], shape, context);
    const { seed, settings } = run;
    const source = openLoader(clips, shape, { seed, batchSize: settings.batchSize, workers: JOBS, ahead: 2 * JOBS });
    const trainer = await createTrainer(run, avclTask(avclObjective('smoke')), undefined);
    const moments = await collectAvclMoments(trainer.weights, run, source);
    await source.close();
    return { run, progress, moments, ...(await trainer.readState()) };
  });
}

function featuresOf({ clips, size, vectors }: EmbeddedCorpus, kind: 'video' | 'sound' | 'both'): Float64Array[] {
  const kinds = kind === 'both' ? (['video', 'sound'] as const) : [kind];
  return clips.map((_, clip) =>
    Float64Array.from(kinds.flatMap((one) => [...vectors[one].subarray(clip * size, (clip + 1) * size)])),
  );
}

/** Share of right classes, 0..1. */
function probe(train: EmbeddedCorpus, test: EmbeddedCorpus, kind: 'video' | 'sound' | 'both'): number {
  const labels = [...new Set(train.clips.map(({ indexed }) => indexed.segment.label))].sort();
  const rows = featuresOf(train, kind);
  const standardise = standardiserOf(rows);
  const model = fitSoftmax(
    rows.map((row, clip) => ({
      features: standardise(row),
      shares: labels.map((label) => (label === train.clips[clip]!.indexed.segment.label ? 1 : 0)),
    })),
    { ridge: RIDGE },
  );
  const right = featuresOf(test, kind).filter((row, clip) => {
    const probabilities = predictSoftmax(model, standardise(row));
    return labels[probabilities.indexOf(Math.max(...probabilities))] === test.clips[clip]!.indexed.segment.label;
  });
  return right.length / test.clips.length;
}

function standardiserOf(rows: readonly Float64Array[]): (row: Float64Array) => Float64Array {
  const mean = rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);
  const deviation = mean.map((middle, at) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[at]! - middle) ** 2, 0) / rows.length),
  );
  return (row) => row.map((value, at) => (deviation[at]! > 0 ? (value - mean[at]!) / deviation[at]! : 0));
}

/** By the cosines of the vectors before fusion. */
function recallAt5({ clips, size, vectors }: EmbeddedCorpus): { toSound: number; toVideo: number } {
  const unit = (values: Float32Array) =>
    clips.map((_, clip) => {
      const row = values.subarray(clip * size, (clip + 1) * size);
      const length = Math.hypot(...row);
      return row.map((value) => value / length);
    });
  const [videos, sounds] = [unit(vectors.video), unit(vectors.sound)];
  const similarities = (queries: readonly Float32Array[], candidates: readonly Float32Array[]) =>
    queries.flatMap((query) =>
      candidates.map((candidate) => query.reduce((sum, value, at) => sum + value * candidate[at]!, 0)),
    );
  return {
    toSound: recallAtK(similarities(videos, sounds), clips.length, 5),
    toVideo: recallAtK(similarities(sounds, videos), clips.length, 5),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
