// A training step (forward, backward, Adam) of two networks beside PyTorch's of the same networks: CPU time of one thread, wall time of all
// cores. Rounds in turn, and the best of each, because other work may run on the machine.
// node --import tsx test/bench/train-step.bench.ts [rounds] [threads]      PYTHON: the program that has torch, else python3
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { mean, type Scalar, square } from '@tensorflow/tfjs-core';
import { avclTask } from '../../src/avcl/avcl-task.ts';
import type { TrainRun } from '../../src/avcl/checkpoint.ts';
import type { LearningTask } from '../../src/avcl/learning-task.ts';
import { AVCL_PRESETS, type AvclPreset } from '../../src/avcl/presets.ts';
import { avclObjective, TRAIN_SETTINGS } from '../../src/avcl/train-settings.ts';
import { createTrainer, type Trainer } from '../../src/avcl/trainer.ts';
import type { TrainingBatch } from '../../src/dataset/training-batch.ts';
import { seededRandom } from '../../src/signal/seeded-random.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { BACKEND_NAMES, type BackendName } from '../../src/tensor/backend-names.ts';

const [rounds = 12, threads = cpus().length] = process.argv.slice(2).map(Number);
const TORCH = fileURLToPath(new URL('train_step_torch.py', import.meta.url));
const WARM_UP_STEPS = 4;
/** A software driver of webgpu takes seconds a step. */
const OTHER_ROUNDS = 3;
const LEARNING_RATE = 1e-3;

interface Network {
  readonly title: string;
  readonly preset: AvclPreset;
  readonly batch: number;
  readonly task: LearningTask;
  readonly torch: object;
}

const RESNET: AvclPreset = {
  sidePx: 1,
  videoFrames: 1,
  melSide: 64,
  encoder: {
    stem: { kernel: 7, stride: 2, channels: 32, videoMidChannels: 1 },
    stages: [32, 64, 128, 256].map((channels, stage) => ({ channels, blocks: 2, stride: stage === 0 ? 1 : 2 })),
  },
};
const { smoke } = AVCL_PRESETS;
const { batchSize } = TRAIN_SETTINGS.smoke;
const NETWORKS: readonly Network[] = [
  {
    title: 'ResNet-18, width 32, 64x64, batch 8',
    preset: RESNET,
    batch: 8,
    task: {
      objective: { name: 'bench' },
      headShapes: {},
      losses: (_network, { sound }) => ({ total: mean(square(sound())) as Scalar }),
    },
    torch: { kind: 'resnet', batch: 8, side: RESNET.melSide, encoder: RESNET.encoder },
  },
  {
    title: `smoke preset of AVCL, batch ${batchSize}`,
    preset: smoke,
    batch: batchSize,
    task: avclTask(avclObjective('smoke', 'pairwise')),
    torch: { kind: 'avcl', batch: batchSize, ...smoke },
  },
];

/** Milliseconds of one step. */
interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

interface Runner {
  readonly name: string;
  step(): Promise<Cost>;
  close(): Promise<unknown>;
}

/** @param backend in use */
async function ours({ preset, batch, task }: Network, backend: BackendName, count: number): Promise<Runner> {
  const settings = { ...TRAIN_SETTINGS.smoke, batchSize: batch, optimiser: { kind: 'adam', weightDecay: 0 } } as const;
  const { objective, headShapes } = task;
  const corpus = { clips: batch, corpusSha256: '' };
  const run: TrainRun = { preset, objective, headShapes, settings, seed: 1, backend, ...corpus };
  const trainer: Trainer = await createTrainer(run, task, undefined, { threads: count });
  const drawn = drawBatch(preset, batch);
  let steps = 0;
  return {
    name: `${backend}, ${count} thread${count === 1 ? '' : 's'}`,
    step: async () => {
      const cpu = process.cpuUsage();
      const startMs = performance.now();
      await trainer.addBatch(drawn);
      await trainer.step(LEARNING_RATE, steps);
      steps += 1;
      const { user, system } = process.cpuUsage(cpu);
      return { cpuMs: (user + system) / 1000, wallMs: performance.now() - startMs };
    },
    close: () => trainer.dispose(),
  };
}

function drawBatch({ sidePx, videoFrames, melSide }: AvclPreset, clips: number): TrainingBatch {
  const random = seededRandom(1);
  const drawn = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  return {
    clipIds: Array.from({ length: clips }, (_, clip) => `clip-${clip}`),
    labels: new Int32Array(clips),
    video: drawn(clips * videoFrames * sidePx * sidePx * 3),
    logMel: drawn(clips * melSide * melSide),
  };
}

async function torch(network: Network, count: number): Promise<Runner> {
  const command = [TORCH, JSON.stringify(network.torch), String(count)];
  const child = spawn(process.env.PYTHON ?? 'python3', command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    name: `PyTorch, ${count} thread${count === 1 ? '' : 's'}`,
    step: async () => {
      child.stdin.write('\n');
      const [cpuMs, wallMs] = String((await lines.next()).value)
        .split(' ')
        .map((seconds) => 1000 * Number(seconds)) as [number, number];
      return { cpuMs, wallMs };
    },
    close: () => {
      child.stdin.end();
      return once(child, 'exit');
    },
  };
}

/** The best of all rounds. */
async function measure(runners: readonly Runner[], count: number): Promise<Cost[]> {
  const best: Cost[] = runners.map(() => ({ cpuMs: Number.POSITIVE_INFINITY, wallMs: Number.POSITIVE_INFINITY }));
  for (let round = -WARM_UP_STEPS; round < count; round += 1)
    for (const [index, runner] of runners.entries()) {
      const { cpuMs, wallMs } = await runner.step();
      const before = best[index]!;
      if (round >= 0) best[index] = { cpuMs: Math.min(before.cpuMs, cpuMs), wallMs: Math.min(before.wallMs, wallMs) };
    }
  return best;
}

function print(name: string, { cpuMs, wallMs }: Cost, ratio: number): void {
  const columns = [cpuMs, 'ms CPU', wallMs, 'ms wall'].map((value) =>
    typeof value === 'number' ? value.toFixed(1).padStart(8) : value,
  );
  process.stdout.write(`  ${name.padEnd(20)} ${columns.join(' ')}  ${ratio.toFixed(2)}x\n`);
}

/** Each beside PyTorch of as many threads: one by CPU time, several by wall time. */
async function compareOnProcessor(network: Network): Promise<void> {
  await openBackend('wasm');
  const runners = [await torch(network, 1), await torch(network, threads), await ours(network, 'wasm', 1)];
  if (threads > 1) runners.push(await ours(network, 'wasm', threads));
  const costs = await measure(runners, rounds);
  const [torchOne, torchAll] = costs as [Cost, Cost];
  for (const [index, cost] of costs.entries()) {
    const isOneThread = index % 2 === 0;
    const ratio = isOneThread ? cost.cpuMs / torchOne.cpuMs : cost.wallMs / torchAll.wallMs;
    print(runners[index]!.name, cost, ratio);
  }
  for (const runner of runners) await runner.close();
}

/** What else works here, by wall time beside PyTorch on all cores of the processor. */
async function compareOthers(network: Network): Promise<void> {
  for (const backend of BACKEND_NAMES.filter((name) => name !== 'wasm' && name !== 'cpu')) {
    try {
      await openBackend(backend);
    } catch (error) {
      process.stdout.write(`  ${backend.padEnd(20)} not here: ${String(error).slice(0, 120)}\n`);
      continue;
    }
    const runners = [await torch(network, threads), await ours(network, backend, 1)];
    const [torchAll, cost] = (await measure(runners, OTHER_ROUNDS)) as [Cost, Cost];
    print(backend, cost, cost.wallMs / torchAll.wallMs);
    for (const runner of runners) await runner.close();
  }
}

for (const network of NETWORKS) {
  process.stdout.write(`${network.title}\n`);
  await compareOnProcessor(network);
  await compareOthers(network);
}
