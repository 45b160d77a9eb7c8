// Looks at one trained model by one protocol, on every test set that has clips: a model in a file and cached clips in, findings out. The backend is
// open. From the same model and clips come the same numbers, whatever the number of threads.

import { pairwiseInRows } from '../../avcl/pairwise-fusion.ts';
import { clipVectors } from '../embed-clips.ts';
import { fuseVectors, withPair } from '../fuse-vectors.ts';
import { avcScores } from '../methods/avc.ts';
import { fineTune } from '../methods/fine-tune.ts';
import { FUSED_METHODS } from '../methods/method-task.ts';
import type { ProtocolName } from '../protocol-names.ts';
import type { Evaluation } from '../result.ts';
import { applicableTasks } from './applicable-tasks.ts';
import { type AskedClips, askedClips, classFinding } from './asked-clips.ts';
import { besideModel } from './beside-model.ts';
import type { Answered, EvaluationTask } from './evaluation-task.ts';
import { modelNoisyVectors, modelVectors, type OpenModel, openModel } from './model-vectors.ts';
import { classifierInputs, classifierWeights, ownClassifierScores } from './own-classifier.ts';
import type { ClassTask } from './probe-inputs.ts';
import { linearProbe, lowShot, missingModality, noisySound, openProbes, probeOf } from './probe-protocols.ts';
import { cosines, galleries, retrievalFindings, rowsOfVectors } from './retrieval-protocol.ts';

/** Decibels of sound above white noise, from hardly heard to as loud as the sound (chosen). */
const SNRS_DB = [20, 10, 0] as const;

interface Look {
  readonly task: EvaluationTask;
  readonly model: OpenModel;
  readonly asked: AskedClips;
  /** That apply to the model's method. */
  readonly classTasks: readonly ClassTask[];
}

const PROTOCOLS: Readonly<Record<ProtocolName, (look: Look) => Promise<Answered[]>>> = {
  'linear-probe': async (look) => [
    ...linearProbe(await probesOf(look), look.classTasks),
    ...(await ownClassifier(look)),
  ],
  'fine-tune': fineTuned,
  retrieval,
  'missing-modality': async (look) => missingModality(await probesOf(look)),
  'noisy-sound': noisySounds,
  'low-shot': async (look) => lowShot(await probesOf(look), look.classTasks, look.task.job.trained.seed),
};

/** @throws KsBuildError, or the abort signal's reason */
export async function evaluateModel(task: EvaluationTask): Promise<Evaluation> {
  const { job, plan, media, modelPath } = task;
  const { method, part, budget, seed } = job.trained;
  const classTasks = applicableTasks(method, job.protocol) as readonly ClassTask[];
  const look = { task, model: await openModel(modelPath), asked: askedClips(plan, media), classTasks };
  const answered = await PROTOCOLS[job.protocol](look);
  return {
    classNames: plan.classNames,
    results: answered.map(({ answers, ...found }) => ({
      finding: { method, part, budget, seed, protocol: job.protocol, ...found },
      answers,
    })),
  };
}

async function probesOf({ task, model, asked }: Look) {
  return openProbes(asked, await modelVectors(model, asked.clips, task));
}

/** A model that learned from labels has a classifier of its own, which is asked beside the probe. */
async function ownClassifier({ task, model, asked }: Look): Promise<Answered[]> {
  const inputs = classifierInputs(model.checkpoint);
  if (inputs === undefined) return [];
  const vectors = await modelVectors(model, asked.clips, task);
  const answers: Answered[] = [];
  for (const set of asked.testSets) {
    const scores = await ownClassifierScores(model.checkpoint, rowsOfVectors(vectors, set.rows), asked.classNames);
    answers.push(classFinding(set, asked.classNames.length, inputs, 'own classifier', [scores]));
  }
  return answers;
}

/**
 * Cosines of the vectors before fusion are the measure. What a method has beside them stands under a name of its own: vectors fused as drawn,
 * which leak (avcl/leak.ts), pairs that are each fused, and AVC's classifier of pairs, the only thing there that compares sound with picture.
 */
async function retrieval({ task, model, asked }: Look): Promise<Answered[]> {
  const vectors = await modelVectors(model, asked.clips, task);
  const answers: Answered[] = [];
  for (const gallery of galleries(asked)) {
    const before = rowsOfVectors(vectors, gallery.rows);
    answers.push(...retrievalFindings(gallery, cosines(before), ''));
    const { method } = task.job.trained;
    if (FUSED_METHODS.has(method)) {
      const fused = await fuseVectors(model.checkpoint, before);
      const pairwise = await withPair(model.checkpoint, before, pairwiseInRows);
      answers.push(...retrievalFindings(gallery, cosines(fused), 'fused vectors'));
      answers.push(...retrievalFindings(gallery, pairwise, 'pairwise fusion'));
    } else if (method === 'avc') {
      const scores = await withPair(model.checkpoint, before, avcScores);
      answers.push(...retrievalFindings(gallery, scores, 'own classifier'));
    }
  }
  return answers;
}

async function noisySounds({ task, model, asked, classTasks }: Look): Promise<Answered[]> {
  const vectors = await modelVectors(model, asked.clips, task);
  const clips = asked.asked.rows.map((row) => asked.clips[row]!);
  const sound = await modelNoisyVectors(model, clips, SNRS_DB, task);
  return noisySound(openProbes(asked, vectors), classTasks, { snrsDb: SNRS_DB, sound });
}

/**
 * The probe is where fine-tuning begins: a classifier drawn at random would first spoil what the encoders have learned (Kumar et al. 2022,
 * arXiv 2202.10054). Each model that is made of the trained one stays beside it, so that a kill loses at most its last epoch.
 */
async function fineTuned(look: Look): Promise<Answered[]> {
  const { task, model, asked, classTasks } = look;
  const probes = await probesOf(look);
  const clips = asked.train.rows.map((row) => asked.clips[row]!);
  const tested = asked.asked.rows.map((row) => asked.clips[row]!);
  const placeOf = new Map(asked.asked.rows.map((row, place) => [row, place]));
  const answers: Answered[] = [];
  for (const inputs of classTasks) {
    const tuned = await fineTune({
      ...task,
      checkpointPath: besideModel(model.path, `fine-tune-${inputs}`),
      model: model.checkpoint,
      inputs,
      clips,
      classNames: asked.classNames,
      classifier: classifierWeights(probes.inputs.unscaled(inputs, probeOf(probes, inputs))),
      seed: task.job.trained.seed,
    });
    const vectors = await clipVectors(tuned, tested, task);
    for (const set of asked.testSets) {
      const ofSet = rowsOfVectors(
        vectors,
        set.rows.map((row) => placeOf.get(row)!),
      );
      const scores = await ownClassifierScores(tuned, ofSet, asked.classNames);
      answers.push(classFinding(set, asked.classNames.length, inputs, '', [scores]));
    }
  }
  return answers;
}
