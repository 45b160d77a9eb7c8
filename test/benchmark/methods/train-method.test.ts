import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCheckpoint } from '../../../src/avcl/checkpoint-file.ts';
import { AVCL_PRESETS } from '../../../src/avcl/presets.ts';
import type { TrainEvent } from '../../../src/avcl/train-events.ts';
import { TRAIN_SETTINGS, type TrainSettings } from '../../../src/avcl/train-settings.ts';
import type { TrainJob } from '../../../src/benchmark/job.ts';
import { METHOD_NAMES } from '../../../src/benchmark/method-names.ts';
import { fineTune } from '../../../src/benchmark/methods/fine-tune.ts';
import { stepsOfEpochs } from '../../../src/benchmark/methods/fitted-settings.ts';
import { type MethodTraining, trainMethod } from '../../../src/benchmark/methods/train-method.ts';
import { KsBuildError } from '../../../src/errors.ts';
import { openBackend } from '../../../src/tensor/backend.ts';
import { exampleShape } from '../../../src/training-data/example-shape.ts';
import type { TrainingClip } from '../../../src/training-data/training-clip.ts';
import { temporaryFolder } from '../../helpers/programs.ts';
import { movingClip, prepare, trainingClip } from '../../helpers/training-clips.ts';

const SHAPE = exampleShape(AVCL_PRESETS.smoke);
const SETTINGS: TrainSettings = { ...TRAIN_SETTINGS.smoke, epochs: 2, batchSize: 2, warmUpEpochs: 0 };

let made: Promise<readonly TrainingClip[]> | undefined;

/** Six clips of two classes, made once. */
function clipsIn(folder: string): Promise<readonly TrainingClip[]> {
  made ??= (async () => {
    const clips = Array.from({ length: 6 }, (_, at) => trainingClip(folder, `clip-${at}`, SHAPE, at % 2));
    for (const clip of clips) await movingClip(clip, 2);
    return (await prepare(clips, SHAPE)).clips;
  })();
  return made;
}

async function trainingOf(
  folder: string,
  job: Partial<TrainJob>,
  changes: Partial<MethodTraining> = {},
): Promise<MethodTraining> {
  const clips = changes.clips ?? (await clipsIn(folder));
  return {
    job: { kind: 'train', method: 'ogm-ge', part: 'kept', budget: 'epochs', seed: 1, ...job },
    clips,
    classNames: ['even', 'odd'],
    gallery: clips,
    preset: 'smoke',
    settings: SETTINGS,
    checkpointPath: join(folder, 'model.safetensors'),
    workers: 1,
    onEvent: () => {},
    abortSignal: new AbortController().signal,
    backend: await openBackend('wasm'),
    ...changes,
  };
}

test('methods', async (t) => {
  const folder = temporaryFolder(t);
  const methods = METHOD_NAMES.filter((method) => method !== 'chance');

  for (const method of methods)
    await t.test(`${method} trains to a model that every protocol can read`, async (t) => {
      const checkpointPath = join(temporaryFolder(t), 'model.safetensors');
      const settings = { ...SETTINGS, steps: 1 };
      const summary = await trainMethod(await trainingOf(folder, { method }, { checkpointPath, settings }));
      const model = await readCheckpoint(checkpointPath);
      const steps = method === 'random-features' ? 0 : 1;
      assert.equal(summary.clips, 6);
      assert.equal(summary.steps, steps);
      assert.equal(summary.history.length, steps);
      assert.equal(summary.leak !== undefined, ['avcl', 'avcl-pairwise', 'amfm-cgra', 'amfm-selfcl'].includes(method));
      assert.ok(['video.stem.space', 'audio.stem'].every((layer) => model.moments!.has(layer)));
      assert.ok(
        ['video.stem.space.filter', 'audio.stem.filter', 'amfm.matrix'].every((name) => model.weights.has(name)),
      );
      const classifier = model.weights.get('classifier.matrix')?.shape;
      const isSupervised = method.startsWith('supervised') || method === 'ogm-ge';
      assert.deepEqual(
        classifier,
        isSupervised ? [method.includes('-a') || method.includes('-v') ? 48 : 96, 2] : undefined,
      );
      if (isSupervised) assert.deepEqual(model.run.objective.classNames, ['even', 'odd']);
    });

  await t.test('models of one seed begin with the same encoders', async (t) => {
    const settings = { ...SETTINGS, steps: 0 };
    const begin = async (method: TrainJob['method']) => {
      const checkpointPath = join(temporaryFolder(t), 'model.safetensors');
      await trainMethod(await trainingOf(folder, { method }, { checkpointPath, settings }));
      return (await readCheckpoint(checkpointPath)).weights.get('audio.stem.filter');
    };
    assert.deepEqual(await begin('ogm-ge'), await begin('random-features'));
  });

  for (const method of ['ogm-ge', 'avc'] as const)
    await t.test(`${method}, stopped and taken up again, ends with the same bytes`, async (t) => {
      const [whole, halved] = [1, 2].map((at) => join(temporaryFolder(t), `${at}.safetensors`)) as [string, string];
      const summary = await trainMethod(await trainingOf(folder, { method }, { checkpointPath: whole }));
      const stop = new AbortController();
      const steps: number[] = [];
      const onEvent = (event: TrainEvent) => {
        if (event.kind === 'step') steps.push(event.step);
        if (steps.length === 2) stop.abort(new Error('stopped'));
      };
      const begun = { checkpointPath: halved, onEvent, abortSignal: stop.signal };
      await assert.rejects(trainMethod(await trainingOf(folder, { method }, begun)), /stopped/);
      const { signal } = new AbortController();
      const resumed = await trainMethod(
        await trainingOf(folder, { method }, { checkpointPath: halved, onEvent, abortSignal: signal }),
      );
      assert.deepEqual(steps, [1, 2, 3, 4, 5, 6]);
      assert.deepEqual(resumed, summary);
      assert.ok(readFileSync(halved).equals(readFileSync(whole)));
      // A training that has ended only says again what it was.
      assert.deepEqual(
        await trainMethod(await trainingOf(folder, { method }, { checkpointPath: halved, onEvent })),
        summary,
      );
      assert.equal(steps.length, 6);
    });

  await t.test('the checkpoint of another training is refused', async (t) => {
    const checkpointPath = join(temporaryFolder(t), 'model.safetensors');
    const settings = { ...SETTINGS, steps: 0 };
    await trainMethod(await trainingOf(folder, { method: 'infonce' }, { checkpointPath, settings }));
    await assert.rejects(
      trainMethod(await trainingOf(folder, { method: 'cgra' }, { checkpointPath, settings })),
      /expected a checkpoint of this training, got another's: objective.alignmentWeight is 0 in it/,
    );
  });

  await t.test('a part with one clip is refused', async () => {
    const clips = (await clipsIn(folder)).slice(0, 1);
    await assert.rejects(trainMethod(await trainingOf(folder, { part: 'dropped' }, { clips })), (error) => {
      assert.ok(error instanceof KsBuildError);
      assert.match(error.message, /ogm-ge on the part dropped: expected 2 clips or more to learn from, got 1/);
      return true;
    });
  });

  await t.test('fine-tuning begins with the model, and moves the encoders that it reads', async (t) => {
    const [modelPath, tunedPath] = [1, 2].map((at) => join(temporaryFolder(t), `${at}.safetensors`)) as [
      string,
      string,
    ];
    const settings = { ...SETTINGS, steps: 0 };
    await trainMethod(
      await trainingOf(folder, { method: 'supervised-visual' }, { checkpointPath: modelPath, settings }),
    );
    const model = await readCheckpoint(modelPath);
    const { clips, ...world } = await trainingOf(folder, {}, { checkpointPath: tunedPath });
    const tuned = await fineTune({ ...world, model, inputs: 'audio', clips, settings: SETTINGS, seed: 9 });
    assert.equal(tuned.progress.step, 3);
    assert.deepEqual(tuned.weights.get('classifier.matrix')!.shape, [48, 2]);
    assert.deepEqual(tuned.weights.get('video.stem.space.filter'), model.weights.get('video.stem.space.filter'));
    const [before, after] = [model, tuned].map(({ weights }) => weights.get('audio.stem.filter')!.values);
    const largest = Math.max(...after!.map((value, at) => Math.abs(value - before![at]!)));
    assert.ok(largest > 0 && largest < 0.05, `${largest}`);
  });
});

test('a budget of steps is what the kept clips take in their epochs', () => {
  const settings = { ...TRAIN_SETTINGS.smoke, epochs: 20, batchSize: 16 };
  assert.equal(stepsOfEpochs(settings, 100), 120); // 6 whole batches
  assert.equal(stepsOfEpochs(settings, 7), 20); // one batch of 7
});
