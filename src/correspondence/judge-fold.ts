// One model's work: train on all folds but one, score the one that is left. The backend of the thread must be open.
import type { ListedClip, ModelScores } from './clip-scores.ts';
import { assertNeverSeen, assignFolds } from './folds.ts';
import type { JudgeSettings } from './judge-settings.ts';
import { choosePanels, classAgreement, panelMargin, syncMargin } from './margins.ts';
import type { PackedCorpus } from './packed-corpus.ts';
import { type SemanticModel, trainSemanticModel } from './semantic-model.ts';
import { trainSyncModel } from './sync-model.ts';
import { EMBEDDING_SIZE } from './towers.ts';

export interface FoldTask {
  readonly seed: number;
  readonly fold: number;
}

/** Fewest clips from which a model is trained; with fewer, all its scores are undefined. */
export const LEAST_TRAINING_CLIPS = 16;

export interface StepReport {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
}

export async function judgeFold(
  corpus: PackedCorpus,
  settings: JudgeSettings,
  task: FoldTask,
  onStep: (report: StepReport) => void,
): Promise<ModelScores[]> {
  const folds = assignFolds(corpus.clips, settings.folds, task.seed);
  const positions = [...corpus.clips.keys()];
  const foldOfVideo = new Map(corpus.clips.map(({ videoId }, position) => [videoId, folds[position]]));
  const isSoundHeldOut = (position: number): boolean => {
    const soundVideoId = corpus.clips[position]!.probe?.soundVideoId;
    return soundVideoId === undefined || foldOfVideo.get(soundVideoId) === task.fold;
  };
  const training = positions.filter(
    (position) => folds[position] !== task.fold && corpus.clips[position]!.probe === undefined,
  );
  const heldOut = positions.filter((position) => folds[position] === task.fold && isSoundHeldOut(position));
  assertNeverSeen(at(corpus, training), at(corpus, heldOut));

  const seed = task.seed * settings.folds + task.fold;
  const pairs = training.filter((position) => corpus.hasSound[position] === 1 && corpus.hasPicture[position] === 1);
  const inStep = (position: number) => corpus.curveSteps[position]! >= corpus.syncWindowSteps;
  const curves = training.filter(inStep);
  const pairSteps = pairs.length < LEAST_TRAINING_CLIPS ? 0 : stepsFor(settings, pairs.length);
  const syncSteps =
    curves.length < LEAST_TRAINING_CLIPS ? 0 : Math.ceil(stepsFor(settings, curves.length) * settings.syncStepsRatio);
  const steps = pairSteps + syncSteps;

  const semantic = new Map<number, Partial<ModelScores>>();
  if (pairSteps > 0) {
    const onPairStep = (step: number, loss: number) => onStep({ step, steps, loss });
    const model = await trainSemanticModel(corpus, pairs, {
      seed,
      steps: pairSteps,
      batchSize: settings.batchSize,
      onStep: onPairStep,
    });
    const prior = labelShares(corpus, pairs);
    for (const [position, scores] of await semanticScores(model, corpus, heldOut, prior, task.seed))
      semantic.set(position, scores);
    model.dispose();
  }
  const sync = new Map<number, number | undefined>();
  if (syncSteps > 0) {
    const onSyncStep = (step: number, loss: number) => onStep({ step: pairSteps + step, steps, loss });
    const model = await trainSyncModel(corpus, curves, {
      seed,
      steps: syncSteps,
      batchSize: settings.batchSize,
      onStep: onSyncStep,
    });
    const judged = heldOut.filter(inStep);
    const similarities = await model.similarities(judged);
    for (const [index, position] of judged.entries()) sync.set(position, syncMargin(similarities[index]!));
    model.dispose();
  }
  return heldOut.map((position) => ({
    ...ABSTENTION,
    ...semantic.get(position),
    syncMargin: sync.get(position),
    clipName: corpus.clips[position]!.clipName,
  }));
}

const ABSTENTION = {
  otherClassMargin: undefined,
  sameClassMargin: undefined,
  syncMargin: undefined,
  classAgreement: undefined,
  soundLabelProbability: undefined,
  soundLabelGuess: undefined,
  pictureLabelProbability: undefined,
  pictureLabelGuess: undefined,
} as const satisfies Omit<ModelScores, 'clipName'>;

/** Optimiser steps for a training set of this size. */
export function stepsFor(settings: JudgeSettings, trainingClips: number): number {
  const wanted = Math.ceil((settings.epochs * trainingClips) / settings.batchSize);
  return Math.max(settings.minSteps, Math.min(settings.maxSteps, wanted));
}

async function semanticScores(
  model: SemanticModel,
  corpus: PackedCorpus,
  heldOut: readonly number[],
  prior: Float32Array,
  seed: number,
): Promise<Map<number, Partial<ModelScores>>> {
  const sounds = heldOut.filter((position) => corpus.hasSound[position] === 1);
  const pictures = heldOut.filter((position) => corpus.hasPicture[position] === 1);
  const bySound = await model.judgeSounds(sounds);
  const byPicture = await model.judgePictures(pictures);
  const classes = corpus.labels.length;
  const result = new Map<number, Partial<ModelScores>>();
  const note = (position: number, scores: Partial<ModelScores>) =>
    result.set(position, { ...result.get(position), ...scores });
  for (const [index, position] of sounds.entries()) {
    const answer = labelAnswer(corpus, position, rowOf(bySound.classProbabilities, index, classes), prior);
    note(position, { soundLabelProbability: answer.probability, soundLabelGuess: answer.guess });
  }
  for (const [index, position] of pictures.entries()) {
    const answer = labelAnswer(corpus, position, rowOf(byPicture.classProbabilities, index, classes), prior);
    note(position, { pictureLabelProbability: answer.probability, pictureLabelGuess: answer.guess });
  }

  const soundRow = new Map(sounds.map((position, index) => [position, index]));
  const pictureRow = new Map(pictures.map((position, index) => [position, index]));
  const both = sounds.filter((position) => pictureRow.has(position));
  const embedded = {
    size: EMBEDDING_SIZE,
    sound: rowsOf(
      bySound.embeddings,
      both.map((position) => soundRow.get(position)!),
    ),
    picture: rowsOf(
      byPicture.embeddings,
      both.map((position) => pictureRow.get(position)!),
    ),
  };
  const clips = at(corpus, both);
  for (const [own, position] of both.entries()) {
    const panels = choosePanels(clips, own, seed);
    note(position, {
      otherClassMargin: panelMargin(embedded, own, panels.otherClass),
      sameClassMargin: panelMargin(embedded, own, panels.sameClass),
      classAgreement: classAgreement(
        rowOf(bySound.classProbabilities, soundRow.get(position)!, classes),
        rowOf(byPicture.classProbabilities, pictureRow.get(position)!, classes),
        prior,
      ),
    });
  }
  return result;
}

/** Abstains for a label that the model was never taught. */
function labelAnswer(corpus: PackedCorpus, position: number, probabilities: Float32Array, prior: Float32Array) {
  const label = corpus.labels.indexOf(corpus.clips[position]!.label);
  const guess = corpus.labels[probabilities.indexOf(Math.max(...probabilities))];
  const known = prior[label]! > 0 && Number.isFinite(probabilities[label]!);
  return known ? { probability: probabilities[label]!, guess } : { probability: undefined, guess: undefined };
}

/** Share of every label among the clips, in the order of the corpus' labels. */
function labelShares(corpus: PackedCorpus, positions: readonly number[]): Float32Array {
  const shares = new Float32Array(corpus.labels.length);
  for (const position of positions)
    shares[corpus.labels.indexOf(corpus.clips[position]!.label)]! += 1 / positions.length;
  return shares;
}

function at(corpus: PackedCorpus, positions: readonly number[]): ListedClip[] {
  return positions.map((position) => corpus.clips[position]!);
}

function rowOf(values: Float32Array, row: number, size: number): Float32Array {
  return values.subarray(row * size, (row + 1) * size);
}

function rowsOf(values: Float32Array, rows: readonly number[]): Float32Array {
  const result = new Float32Array(rows.length * EMBEDDING_SIZE);
  for (const [index, row] of rows.entries()) result.set(rowOf(values, row, EMBEDDING_SIZE), index * EMBEDDING_SIZE);
  return result;
}
