import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readCheckpoint, writeCheckpoint } from '../../../src/avcl/checkpoint-file.ts';
import { AVCL_PRESETS } from '../../../src/avcl/presets.ts';
import type { TrainEvent } from '../../../src/avcl/train-events.ts';
import { TRAIN_SETTINGS } from '../../../src/avcl/train-settings.ts';
import type { TrainJob } from '../../../src/benchmark/job.ts';
import { trainMethod } from '../../../src/benchmark/methods/train-method.ts';
import type { ProtocolName } from '../../../src/benchmark/protocol-names.ts';
import { besideModel } from '../../../src/benchmark/protocols/beside-model.ts';
import { evaluateModel } from '../../../src/benchmark/protocols/evaluate-model.ts';
import type { EvaluationTask } from '../../../src/benchmark/protocols/evaluation-task.ts';
import { planEvaluation } from '../../../src/benchmark/protocols/plan-evaluation.ts';
import type { Evaluation } from '../../../src/benchmark/result.ts';
import { openBackend } from '../../../src/tensor/backend.ts';
import { exampleShape } from '../../../src/training-data/example-shape.ts';
import { lockedClip, lockOf } from '../../helpers/locked-clips.ts';
import { temporaryFolder } from '../../helpers/programs.ts';
import { movingClip, prepare, trainingClip } from '../../helpers/training-clips.ts';

const SHAPE = exampleShape(AVCL_PRESETS.smoke);
const SETTINGS = { ...TRAIN_SETTINGS.smoke, epochs: 2, batchSize: 4, warmUpEpochs: 0, steps: 1 };

/** Six clips that are learned from, four that are asked about, of two classes; and a model of each method that is named. */
async function world(t: TestContext) {
  const folder = temporaryFolder(t);
  const locked = Array.from({ length: 10 }, (_, at) =>
    lockedClip(at, { label: at % 2 === 0 ? 'bell' : 'drum', split: at < 6 ? 'train' : 'test' }),
  );
  const clips = locked.map(({ name, label }) => trainingClip(folder, name, SHAPE, label === 'bell' ? 0 : 1));
  for (const clip of clips) await movingClip(clip, 2, '48x40');
  assert.deepEqual((await prepare(clips, SHAPE)).unusable, []);
  const plan = planEvaluation(lockOf(locked), new Set());
  const media = new Map(clips.map((clip) => [clip.clipId, clip]));
  const events: TrainEvent[] = [];
  const common = {
    workers: 1,
    onEvent: (event: TrainEvent) => {
      events.push(event);
    },
    abortSignal: new AbortController().signal,
    backend: await openBackend('wasm'),
    settings: SETTINGS,
  };
  const modelOf = async (method: TrainJob['method']): Promise<Omit<EvaluationTask, 'job'> & { trained: TrainJob }> => {
    const trained: TrainJob = { kind: 'train', method, part: 'kept', budget: 'epochs', seed: 1 };
    const modelPath = join(folder, `${method}.safetensors`);
    const learned = { clips: clips.slice(0, 6), classNames: plan.classNames, gallery: [], preset: 'smoke' as const };
    await trainMethod({ job: trained, ...learned, ...common, checkpointPath: modelPath });
    return { ...common, plan, media, modelPath, trained };
  };
  return { modelOf, events };
}

function look(
  { trained, ...task }: Omit<EvaluationTask, 'job'> & { trained: TrainJob },
  protocol: ProtocolName,
): Promise<Evaluation> {
  return evaluateModel({ ...task, job: { kind: 'evaluate', trained, protocol } });
}

function rowsOf({ results }: Evaluation): string[] {
  return results
    .filter(({ finding }) => finding.testSet === 'kept')
    .map(({ finding: { task, condition } }) => `${task}${condition === '' ? '' : `, ${condition}`}`);
}

test('a trained model is looked at', async (t) => {
  const { modelOf, events } = await world(t);
  const model = await modelOf('avcl-pairwise');
  const vectorsPath = besideModel(model.modelPath, 'vectors');

  await t.test('by each protocol, every finding with its chance and an answer for each clip', async () => {
    const asked: Record<Exclude<ProtocolName, 'fine-tune'>, string[]> = {
      'linear-probe': ['audio', 'visual', 'both'],
      retrieval: ['', ', fused vectors', ', pairwise fusion'].flatMap((condition) => [
        `audio-to-visual${condition}`,
        `visual-to-audio${condition}`,
      ]),
      'missing-modality': ['both', 'both, no audio', 'both, no visual'],
      'noisy-sound': ['audio', 'both'].flatMap((task) =>
        ['', ', SNR 20 dB', ', SNR 10 dB', ', SNR 0 dB'].map((condition) => `${task}${condition}`),
      ),
      'low-shot': ['audio', 'visual', 'both'].map((task) => `${task}, 1 clip a class`),
    };
    for (const [protocol, rows] of Object.entries(asked)) {
      const evaluation = await look(model, protocol as ProtocolName);
      assert.deepEqual(rowsOf(evaluation), rows, protocol);
      assert.deepEqual(evaluation.classNames, ['bell', 'drum']);
      for (const { finding, answers } of evaluation.results) {
        assert.deepEqual(Object.keys(finding.metrics), Object.keys(finding.chance));
        assert.ok(Object.values(finding.metrics).every(Number.isFinite));
        assert.deepEqual([finding.clips, new Set(answers.clipNames).size], [4, 4]);
        assert.equal(answers.ranks.length, answers.clipNames.length);
      }
    }
  });

  await t.test('with vectors that are computed once for all protocols, and anew where they are damaged', async () => {
    const before = await look(model, 'linear-probe');
    const { mtimeMs } = statSync(vectorsPath);
    assert.deepEqual(await look({ ...model, workers: 2 }, 'linear-probe'), before);
    assert.equal(statSync(vectorsPath).mtimeMs, mtimeMs);
    writeFileSync(vectorsPath, 'no vectors');
    assert.deepEqual(await look({ ...model, workers: 2 }, 'linear-probe'), before);
  });

  await t.test('after fine-tuning, which is not done twice', async () => {
    const first = await look(model, 'fine-tune');
    assert.deepEqual(rowsOf(first), ['audio', 'visual', 'both']);
    const steps = events.length;
    assert.deepEqual(await look(model, 'fine-tune'), first);
    assert.equal(events.length, steps);
  });

  await t.test('and one that learned from labels by its own classifier, in what it learned', async () => {
    const supervised = await modelOf('supervised-audio');
    assert.deepEqual(rowsOf(await look(supervised, 'linear-probe')), ['audio', 'audio, own classifier']);
  });

  await t.test('and AVC by its classifier of pairs', async () => {
    const ways = ['audio-to-visual', 'visual-to-audio'];
    const rows = [...ways, ...ways.map((way) => `${way}, own classifier`)];
    assert.deepEqual(rowsOf(await look(await modelOf('avc'), 'retrieval')), rows);
  });

  await t.test('but not one that gives no numbers', async () => {
    const checkpoint = await readCheckpoint(model.modelPath);
    const gamma = checkpoint.weights.get('audio.stem.gamma')!;
    const spoilt = { ...gamma, values: gamma.values.map(() => Number.NaN) };
    const modelPath = join(dirname(model.modelPath), 'spoilt.safetensors');
    await writeCheckpoint(modelPath, {
      ...checkpoint,
      weights: new Map([...checkpoint.weights, ['audio.stem.gamma', spoilt]]),
    });
    await assert.rejects(look({ ...model, modelPath }, 'retrieval'), { code: 'vectors', message: /got NaN/ });
  });

  await t.test('nor a file that is no model', async () => {
    writeFileSync(vectorsPath, 'no model');
    await assert.rejects(look({ ...model, modelPath: vectorsPath }, 'retrieval'), { code: 'checkpoint', exitCode: 7 });
  });
});
