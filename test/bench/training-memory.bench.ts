// Whether memory stays flat while a model trains: 1,000 steps of the smoke preset on made clips, read by threads; resident memory of the process
// and bytes of tensors by step.
// node --import tsx test/bench/training-memory.bench.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { AVCL_PRESETS } from '../../src/avcl/presets.ts';
import type { StepEvent } from '../../src/avcl/train-events.ts';
import { TRAIN_SETTINGS } from '../../src/avcl/train-settings.ts';
import { methodTask } from '../../src/benchmark/methods/method-task.ts';
import { runTraining } from '../../src/benchmark/methods/run-training.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { exampleShape } from '../../src/training-data/example-shape.ts';
import { movingClip, prepare, trainingClip } from '../helpers/training-clips.ts';

const CLIPS = 24;
const STEPS = 1000;
const TOLD_EVERY = 100;
const MIB = 1024 ** 2;

const folder = mkdtempSync(join(tmpdir(), 'training-memory-'));
try {
  const preset = AVCL_PRESETS.smoke;
  const shape = exampleShape(preset);
  const wanted = Array.from({ length: CLIPS }, (_, at) => trainingClip(folder, `clip-${at}`, shape, at % 2));
  for (const clip of wanted) await movingClip(clip, 4);
  const { clips } = await prepare(wanted, shape);
  const steps: StepEvent[] = [];
  const plan = {
    task: methodTask('avcl-pairwise', 'smoke', [], 1),
    preset,
    settings: { ...TRAIN_SETTINGS.smoke, batchSize: 4, steps: STEPS },
    seed: 1,
    clips,
  };
  await runTraining(plan, {
    checkpointPath: join(folder, 'model.safetensors'),
    workers: 2,
    onEvent: (event) => {
      if (event.kind !== 'step') return;
      steps.push(event);
      if (event.step % TOLD_EVERY === 0) tell(event);
    },
    abortSignal: new AbortController().signal,
    backend: await openBackend('wasm'),
  });
  const after = (step: number) => steps.slice(step).map(({ memoryBytes }) => memoryBytes / MIB);
  process.stdout.write(
    `resident, steps 101 to 200: ${mean(after(100).slice(0, 100))} MiB in the mean; the last 100: ${mean(after(STEPS - 100))} MiB; ` +
      `bytes of tensors after a step: ${new Set(steps.map(({ tensorBytes }) => tensorBytes)).size} different numbers\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

function tell({ step, memoryBytes, tensorBytes }: StepEvent): void {
  process.stdout.write(
    `step ${step}: ${Math.round(memoryBytes / MIB)} MiB resident, ${(tensorBytes / MIB).toFixed(1)} MiB of tensors\n`,
  );
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(0);
}
