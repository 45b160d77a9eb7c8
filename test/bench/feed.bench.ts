// What feeding a model costs: making the cache of a clip once, then examples a second and core for the shapes of two presets, and how long
// a step that takes five times as long as its batch waits for the next.
// node --import tsx test/bench/feed.bench.ts
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { AVCL_PRESETS, type PresetName } from '../../src/avcl/presets.ts';
import { exampleShape } from '../../src/training-data/example-shape.ts';
import { makeBatch } from '../../src/training-data/make-batch.ts';
import { openLoader } from '../../src/training-data/open-loader.ts';
import { movingClip, prepare, trainingClip } from '../helpers/training-clips.ts';

const CLIPS = 32;
const SECONDS = 10;
const BATCH_SIZE = 16;
const ROUNDS = 7;
const STEPS = 40;
const TICKS_A_SECOND = 100;

const folder = await mkdtemp(join(tmpdir(), 'ks-build-bench-'));
const lines = [
  '| preset | MB a clip | making it, CPU s | CPU ms an example | examples/s and core | wait of a step, ms: median / longest | share of the time |',
  '|---|---|---|---|---|---|---|',
];
for (const preset of ['smoke', 'paper'] as const) lines.push(await measure(preset));
await rm(folder, { recursive: true });
process.stdout.write(`${lines.join('\n')}\n`);

async function measure(preset: PresetName): Promise<string> {
  const shape = exampleShape(AVCL_PRESETS[preset]);
  const clips = Array.from({ length: CLIPS }, (_, at) => trainingClip(folder, `clip${at}`, shape));
  if (preset === 'smoke') for (const clip of clips) await movingClip(clip, SECONDS, '454x256');
  const before = cpuSeconds() + childSeconds();
  await prepare(clips, shape);
  const making = (cpuSeconds() + childSeconds() - before) / CLIPS;
  const { size } = await stat(clips[0]!.cachePath);

  const rows = clips.slice(0, BATCH_SIZE).map((clip, seed) => ({ clip, reading: { kind: 'varied', seed } as const }));
  makeBatch(rows, shape);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = cpuSeconds();
    makeBatch(rows, shape);
    rounds.push((1000 * (cpuSeconds() - start)) / BATCH_SIZE);
  }
  const exampleMs = median(rounds);

  const waits = await waitsOfSteps(5 * exampleMs * BATCH_SIZE);
  const share = waits.reduce((sum, ms) => sum + ms, 0) / (STEPS * 5 * exampleMs * BATCH_SIZE);
  const cells = [
    preset,
    (size / 1e6).toFixed(1),
    making.toFixed(2),
    exampleMs.toFixed(1),
    (1000 / exampleMs).toFixed(0),
    `${median(waits).toFixed(1)} / ${Math.max(...waits).toFixed(1)}`,
    `${(100 * share).toFixed(1)} %`,
  ];
  return `| ${cells.join(' | ')} |`;

  /** One thread feeds; a step is a pause. The first batch is not counted. */
  async function waitsOfSteps(stepMs: number): Promise<number[]> {
    const loader = openLoader(clips, shape, { seed: 1, batchSize: BATCH_SIZE, workers: 1, ahead: 3 });
    const waits: number[] = [];
    let askedMs: number | undefined;
    for (let epoch = 0; waits.length < STEPS; epoch += 1) {
      for await (const _ of loader.batches(epoch, 0)) {
        if (askedMs !== undefined) waits.push(performance.now() - askedMs);
        await pause(stepMs);
        askedMs = performance.now();
      }
    }
    await loader.close();
    return waits.slice(0, STEPS);
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Fields 16 and 17 of /proc/self/stat: user and system ticks of children that have ended. */
function childSeconds(): number {
  const status = readFileSync('/proc/self/stat', 'utf8');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
