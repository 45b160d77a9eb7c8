// A checkpoint of a training as the bytes of a safetensors file, and back. Pure. Arrays: `weights.<name>`; while training
// `optimiser.<name>.<n>`; at the end `moments.<layer>.mean` and `.variance`. Texts: `format`, `version`, `program`, and as JSON `run`,
// `progress`.
import { z } from 'zod';
import { PROGRAM_VERSION } from '../program-version.ts';
import { BACKEND_NAMES } from '../tensor/backend-names.ts';
import type { CollectedMoments } from '../tensor/collected-moments.ts';
import type { OptimiserState } from '../tensor/optimiser.ts';
import { decodeSafetensors, encodeSafetensors, type StoredArray } from '../tensor/safetensors.ts';
import { avclWeightShapes } from './avcl-model.ts';

const FORMAT = 'ks-build AVCL';
/** Raised whenever another version of this file would read the same bytes otherwise. */
const CHECKPOINT_VERSION = 2;

const Count = z.number().int().nonnegative();
const Preset = z.strictObject({
  sidePx: Count,
  videoFrames: Count,
  melSide: Count,
  encoder: z.strictObject({
    stem: z.strictObject({ kernel: Count, stride: Count, channels: Count, videoMidChannels: Count }),
    stages: z
      .array(z.strictObject({ channels: Count, blocks: Count, stride: Count }))
      .min(1)
      .readonly(),
  }),
});
const Objective = z
  .object({ name: z.string() })
  .catchall(z.union([z.string(), z.number(), z.array(z.string()).readonly()]));
const Settings = z.strictObject({
  optimiser: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('adam'), weightDecay: z.number() }),
    z.strictObject({ kind: z.literal('sgd'), momentum: z.number(), weightDecay: z.number() }),
  ]),
  learningRate: z.number(),
  warmUpEpochs: Count,
  epochs: Count,
  steps: Count.exactOptional(),
  batchSize: Count,
  batchesPerStep: Count,
});
const Run = z.strictObject({
  preset: Preset,
  /** What it learns, and the shapes of the weights that it has for it beyond Figure 1's. */
  objective: Objective,
  headShapes: z.record(z.string(), z.array(Count).readonly()),
  settings: Settings,
  seed: Count,
  /** Two of them round differently. */
  backend: z.enum(BACKEND_NAMES),
  /** Clips that it learns from, and the SHA-256 of what they are. */
  clips: Count,
  corpusSha256: z.string(),
});
const Losses = z.object({ total: z.number() }).catchall(z.number());
const Progress = z.strictObject({
  /** The batch to learn from next. */
  epoch: Count,
  batch: Count,
  step: Count,
  /** Sums over the batches of the epoch in hand. */
  lossSums: Losses,
  /** Means of each finished epoch. */
  history: z.array(Losses).readonly(),
});

/** What makes two runs the same: from the same run come the same numbers. */
export type TrainRun = Readonly<z.infer<typeof Run>>;
export type LossNumbers = Readonly<z.infer<typeof Losses>>;
export type TrainProgress = Readonly<z.infer<typeof Progress>>;

export interface Checkpoint {
  readonly run: TrainRun;
  readonly progress: TrainProgress;
  readonly weights: ReadonlyMap<string, StoredArray>;
  /** In the order of `weights`. */
  readonly optimiser: OptimiserState;
  /** Undefined until training has ended. */
  readonly moments: CollectedMoments | undefined;
}

export function encodeCheckpoint({ run, progress, weights, optimiser, moments }: Checkpoint): Buffer {
  const arrays = new Map<string, StoredArray>();
  for (const [index, [name, array]] of [...weights].entries()) {
    arrays.set(`weights.${name}`, array);
    for (const [at, values] of optimiser.moments[index]!.entries())
      arrays.set(`optimiser.${name}.${at}`, { shape: array.shape, values });
  }
  for (const [layer, { mean, variance }] of moments ?? []) {
    arrays.set(`moments.${layer}.mean`, { shape: [mean.length], values: mean });
    arrays.set(`moments.${layer}.variance`, { shape: [variance.length], values: variance });
  }
  const texts = new Map([
    ['format', FORMAT],
    ['version', `${CHECKPOINT_VERSION}`],
    ['program', `ks-build ${PROGRAM_VERSION}`],
    ['run', JSON.stringify(run)],
    ['progress', JSON.stringify({ ...progress, optimiserSteps: optimiser.steps })],
  ]);
  return encodeSafetensors({ arrays, texts });
}

/** @returns what is wrong with the bytes, where something is. */
export function decodeCheckpoint(bytes: Buffer): Checkpoint | string {
  const file = decodeSafetensors(bytes);
  if (typeof file === 'string') return file;
  const { arrays, texts } = file;
  if (texts.get('format') !== FORMAT)
    return `expected a checkpoint of ks-build, got ${texts.get('format') ?? 'safetensors of another program'}`;
  if (texts.get('version') !== `${CHECKPOINT_VERSION}`)
    return `expected format version ${CHECKPOINT_VERSION}, got ${texts.get('version')}; use the version of ks-build that wrote it (${texts.get('program') ?? 'an older one'})`;
  const run = parsed(Run, texts.get('run'));
  const position = parsed(Progress.extend({ optimiserSteps: Count }), texts.get('progress'));
  if (run === undefined || position === undefined)
    return `expected what was trained and how far, got ${run === undefined ? 'a run' : 'a progress'} that cannot be read: the file was changed or is damaged`;
  const { optimiserSteps, ...progress } = position;
  const weights = partOf(arrays, 'weights.');
  const problem = shapeProblem({ ...avclWeightShapes(run.preset), ...run.headShapes }, weights);
  if (problem !== undefined) return problem;
  const slots = partOf(arrays, 'optimiser.');
  const moments = [...weights.keys()].map((name) =>
    [...partOf(slots, `${name}.`).values()].map(({ values }) => values),
  );
  return {
    run,
    progress,
    weights,
    optimiser: { steps: optimiserSteps, moments },
    moments: momentsOf(partOf(arrays, 'moments.')),
  };
}

/** undefined: it is missing, no JSON, or not what is expected. */
function parsed<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? 'null')).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function partOf(arrays: ReadonlyMap<string, StoredArray>, prefix: string): Map<string, StoredArray> {
  return new Map(
    [...arrays].flatMap(([name, array]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), array] as const] : [],
    ),
  );
}

function shapeProblem(
  expected: Readonly<Record<string, readonly number[]>>,
  weights: ReadonlyMap<string, StoredArray>,
): string | undefined {
  for (const [name, shape] of Object.entries(expected)) {
    const got = weights.get(name)?.shape;
    if (`${got}` !== `${shape}`)
      return `its weights are of another architecture: ${name}: expected shape [${shape.join(', ')}], got ${got === undefined ? 'none' : `[${got.join(', ')}]`}`;
  }
  const stranger = [...weights.keys()].find((name) => !Object.hasOwn(expected, name));
  return stranger === undefined ? undefined : `its weights are of another architecture: it has ${stranger}`;
}

function momentsOf(arrays: ReadonlyMap<string, StoredArray>): CollectedMoments | undefined {
  const layers = [...arrays.keys()]
    .filter((name) => name.endsWith('.mean'))
    .map((name) => name.slice(0, -'.mean'.length));
  if (layers.length === 0) return undefined;
  return new Map(
    layers.map((layer) => [
      layer,
      { mean: arrays.get(`${layer}.mean`)!.values, variance: arrays.get(`${layer}.variance`)!.values },
    ]),
  );
}
