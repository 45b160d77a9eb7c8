// How fast the learned judge is on one core: training steps, scoring on cached arrays, and what a corpus of 22,000 clips would take.
// node --import tsx test/bench/judge.bench.ts
import process from 'node:process';
import { stepsFor } from '../../src/correspondence/judge-fold.ts';
import { DEFAULT_JUDGE_SETTINGS } from '../../src/correspondence/judge-settings.ts';
import { createPacker } from '../../src/correspondence/packed-corpus.ts';
import { trainSemanticModel } from '../../src/correspondence/semantic-model.ts';
import { trainSyncModel } from '../../src/correspondence/sync-model.ts';
import { openBackend } from '../../src/tensor/backend.ts';
import { makeClips } from '../helpers/made-arrays.ts';

const CLIPS = 128;
const STEPS = 30;
const KS32_CLIPS = 22_000;
const { batchSize, folds, seeds, syncStepsRatio } = DEFAULT_JUDGE_SETTINGS;

const clips = makeClips(CLIPS, 8, 1);
const packer = createPacker(clips);
const packing = cpuSecondsOf(() => {
  for (const [position, clip] of clips.entries()) packer.put(position, clip.arrays);
});
const corpus = packer.finish();
const positions = [...clips.keys()];
await openBackend('wasm');

const semantic = await timeTraining((onStep) =>
  trainSemanticModel(corpus, positions, { seed: 1, steps: STEPS, batchSize, onStep }),
);
const sync = await timeTraining((onStep) =>
  trainSyncModel(corpus, positions, { seed: 1, steps: STEPS, batchSize, onStep }),
);
const scoringStart = cpuSeconds();
await semantic.model.judgeSounds(positions);
await semantic.model.judgePictures(positions);
await sync.model.similarities(positions);
const scoring = (cpuSeconds() - scoringStart) / CLIPS;

const steps = stepsFor(DEFAULT_JUDGE_SETTINGS, (KS32_CLIPS * (folds - 1)) / folds);
const training = steps * (semantic.secondsPerStep + syncStepsRatio * sync.secondsPerStep) * folds * seeds.length;
const lines = [
  `packing the arrays of a clip       ${((1000 * packing) / CLIPS).toFixed(2)} ms CPU`,
  `training step of the towers        ${(1000 * semantic.secondsPerStep).toFixed(0)} ms CPU (${(batchSize / semantic.secondsPerStep).toFixed(0)} clips/s)`,
  `training step of the sync judge    ${(1000 * sync.secondsPerStep).toFixed(0)} ms CPU (${(batchSize / sync.secondsPerStep).toFixed(0)} clips/s)`,
  `scoring on cached arrays           ${(1 / scoring).toFixed(0)} clips/s/core (wanted: 200)`,
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

function cpuSecondsOf(work: () => void): number {
  const start = cpuSeconds();
  work();
  return cpuSeconds() - start;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
