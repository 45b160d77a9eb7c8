// How fast the learned judge is on one core: training steps, scoring from the cache files of clips of 10 s on, and what a corpus of 22,000
// clips would take.
// node --import tsx test/bench/judge.bench.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { stepsFor } from '../../src/correspondence/judge-fold.ts';
import { DEFAULT_JUDGE_SETTINGS } from '../../src/correspondence/judge-settings.ts';
import { createPacker, type PackedCorpus } from '../../src/correspondence/packed-corpus.ts';
import { trainSemanticModel } from '../../src/correspondence/semantic-model.ts';
import { trainSyncModel } from '../../src/correspondence/sync-model.ts';
import { keepClipArrays, readClipArrays } from '../../src/pipeline/clip-arrays.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { makeClips } from '../helpers/made-arrays.ts';

const CLIPS = 128;
const STEPS = 30;
const ROUNDS = 7;
const KS32_CLIPS = 22_000;
const { batchSize, folds, seeds, syncStepsRatio } = DEFAULT_JUDGE_SETTINGS;

const clips = makeClips(CLIPS, 8, 1, { seconds: 10, videoFrames: 8 });
const folder = await mkdtemp(join(tmpdir(), 'ks-build-bench-'));
const cacheOf = (position: number) => ({ arraysPath: join(folder, `${position}.arrays`), sha256: `${position}` });
for (const [position, { arrays }] of clips.entries()) await keepClipArrays(cacheOf(position), arrays);
const corpus = await pack();
const packing = await cpuSecondsOfClip(pack);
await rm(folder, { recursive: true });
const positions = [...clips.keys()];
await openBackend('wasm');

const semantic = await timeTraining((onStep) =>
  trainSemanticModel(corpus, positions, { seed: 1, steps: STEPS, batchSize, onStep }),
);
const sync = await timeTraining((onStep) =>
  trainSyncModel(corpus, positions, { seed: 1, steps: STEPS, batchSize, onStep }),
);
const scoring = await cpuSecondsOfClip(score);

const steps = stepsFor(DEFAULT_JUDGE_SETTINGS, (KS32_CLIPS * (folds - 1)) / folds);
const training = steps * (semantic.secondsPerStep + syncStepsRatio * sync.secondsPerStep) * folds * seeds.length;
const lines = [
  `reading and packing a clip         ${(1000 * packing).toFixed(2)} ms CPU`,
  `forward passes of a clip           ${(1000 * scoring).toFixed(2)} ms CPU`,
  `training step of the towers        ${(1000 * semantic.secondsPerStep).toFixed(0)} ms CPU (${(batchSize / semantic.secondsPerStep).toFixed(0)} clips/s)`,
  `training step of the sync judge    ${(1000 * sync.secondsPerStep).toFixed(0)} ms CPU (${(batchSize / sync.secondsPerStep).toFixed(0)} clips/s)`,
  `scoring from the cache             ${(1 / (packing + scoring)).toFixed(0)} clips/s/core (wanted: 200)`,
  `${KS32_CLIPS} clips, ${folds} folds x ${seeds.length} seeds   ${((training + KS32_CLIPS * seeds.length * scoring) / 3600).toFixed(1)} core hours`,
];
process.stdout.write(`${lines.join('\n')}\n`);

async function timeTraining<Model>(train: (onStep: (step: number) => void) => Promise<Model>) {
  let warmSeconds = 0;
  let endSeconds = 0;
  // The first steps compile and allocate.
  const model = await train((step) => {
    if (step === 5) warmSeconds = cpuSeconds();
    if (step === STEPS) endSeconds = cpuSeconds();
  });
  return { model, secondsPerStep: (endSeconds - warmSeconds) / (STEPS - 5) };
}

async function pack(): Promise<PackedCorpus> {
  const packer = createPacker(clips);
  for (const position of clips.keys()) packer.put(position, await readClipArrays(cacheOf(position)));
  return packer.finish();
}

async function score(): Promise<void> {
  await semantic.model.judgeSounds(positions);
  await semantic.model.judgePictures(positions);
  await sync.model.similarities(positions);
}

/** Median over rounds: other work on the machine takes caches and turns away. */
async function cpuSecondsOfClip(work: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = cpuSeconds();
    await work();
    rounds.push((cpuSeconds() - start) / CLIPS);
  }
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
