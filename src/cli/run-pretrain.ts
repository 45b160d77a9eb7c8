// A run of `pretrain`: flags in, a model trained on a workspace, its news on the terminal.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { AVCL_PRESETS, type PresetName } from '../avcl/presets.ts';
import { avclObjective, TRAIN_SETTINGS, type TrainSettings } from '../avcl/train-settings.ts';
import { prepareCorpus } from '../benchmark/prepare-corpus.ts';
import { prepareLocked } from '../benchmark/prepare-locked.ts';
import { type PretrainEvent, type PretrainReport, pretrainCorpus } from '../benchmark/pretrain-corpus.ts';
import { InterruptedError, UsageError } from '../errors.ts';
import { readLock } from '../store/corpus-lock-file.ts';
import { openIndexForReading } from '../store/open.ts';
import { lockWorkspace } from '../store/workspace-lock.ts';
import { BACKEND_NAMES } from '../tensor/backend-names.ts';
import type { ExampleShape } from '../training-data/example-shape.ts';
import type { PreparedMedia } from '../training-data/prepare-media.ts';
import type { TrainingClip } from '../training-data/training-clip.ts';
import { openCorpusContext } from './corpus-context.ts';
import { catchStopSignals } from './fetch-display.ts';
import { print, printError, printJson } from './output.ts';
import { parseChoice, parseCount } from './parse-value.ts';
import type { PretrainFlags } from './pretrain.ts';
import { createPretrainText } from './pretrain-text.ts';

const PRESET_NAMES = Object.keys(AVCL_PRESETS) as PresetName[];
const FUSIONS = ['as-drawn', 'pairwise', 'none'] as const;

export async function runPretrain(flags: PretrainFlags): Promise<void> {
  const root = resolve(flags.workspace);
  const preset = parseChoice('--preset', flags.preset, PRESET_NAMES);
  const seed = parseCount('--seed', flags.seed);
  const runFolder = resolve(flags.out ?? join(root, 'runs', `pretrain-${preset}-seed-${seed}`));
  const wishes = {
    preset,
    objective: avclObjective(
      preset,
      flags.fusion === undefined ? undefined : parseChoice('--fusion', flags.fusion, FUSIONS),
    ),
    settings: settingsFrom(flags, TRAIN_SETTINGS[preset]),
    seed,
    backend: parseChoice('--backend', flags.backend, ['auto', ...BACKEND_NAMES]),
    runFolder,
    isResumed: flags.resume === true,
  };
  const jobs = flags.jobs === undefined ? availableParallelism() : parseCount('--jobs', flags.jobs);
  const corpus = await openCorpus(root, flags.lock);
  const stop = new AbortController();
  const releaseSignals = catchStopSignals((urgency) => {
    if (urgency === 'at-once') process.exit(new InterruptedError().exitCode);
    stop.abort(new InterruptedError('interrupted; the checkpoint is saved, go on with --resume'));
  });
  const isQuiet = flags.quiet === true;
  const news = openNews(isQuiet);
  mkdirSync(runFolder, { recursive: true });
  const lock = lockWorkspace(runFolder, 'pretrain');
  try {
    const context = await openCorpusContext({
      root,
      configFile: flags.config,
      jobs,
      isQuiet,
      abortSignal: stop.signal,
    });
    const report = await pretrainCorpus((shape) => corpus.prepare(shape, context), wishes, context, news.listen);
    news.close();
    if (flags.json) printJson(reportJson(report, preset));
    else if (!isQuiet) print(`checkpoint: ${report.checkpointPath}`);
  } finally {
    news.close();
    releaseSignals();
    lock.release();
    corpus.close();
  }
}

type OpenContext = Awaited<ReturnType<typeof openCorpusContext>>;

interface OpenCorpus {
  prepare(shape: ExampleShape, context: OpenContext): Promise<PreparedMedia<TrainingClip>>;
  close(): void;
}

/** The kept train clips of a lock, or those of the index as they are now. */
async function openCorpus(root: string, lockPath: string | undefined): Promise<OpenCorpus> {
  if (lockPath !== undefined) {
    const locked = await readLock(lockPath);
    return { prepare: (shape, context) => prepareLocked(locked, shape, context.locked), close: () => {} };
  }
  const index = openIndexForReading(join(root, 'index.db'));
  return { prepare: (shape, context) => prepareCorpus(index, ['train'], shape, context), close: () => index.close() };
}

/** Pure. @throws UsageError */
function settingsFrom(
  {
    epochs,
    batch,
    batchesPerStep,
    learningRate,
  }: Pick<PretrainFlags, 'epochs' | 'batch' | 'batchesPerStep' | 'learningRate'>,
  preset: TrainSettings,
): TrainSettings {
  const batchSize = batch === undefined ? preset.batchSize : parseCount('--batch', batch);
  // One clip has nothing to be told apart from.
  if (batchSize < 2) throw new UsageError(`--batch: expected 2 or more clips, got "${batch}"`);
  return {
    ...preset,
    epochs: epochs === undefined ? preset.epochs : parseCount('--epochs', epochs),
    batchSize,
    batchesPerStep:
      batchesPerStep === undefined ? preset.batchesPerStep : parseCount('--batches-per-step', batchesPerStep),
    learningRate: learningRate === undefined ? preset.learningRate : parseRate(learningRate),
  };
}

function parseRate(text: string): number {
  const rate = text.trim() === '' ? Number.NaN : Number(text);
  if (rate > 0 && rate < Number.POSITIVE_INFINITY) return rate;
  throw new UsageError(`--learning-rate: expected a number above 0, got "${text}"`);
}

function openNews(isQuiet: boolean): { listen: (event: PretrainEvent) => void; close: () => void } {
  const isLive = process.stderr.isTTY === true && !isQuiet;
  const toLine = createPretrainText();
  const clear = (): void => {
    if (isLive) process.stderr.write('\r\x1b[K');
  };
  return {
    listen: (event) => {
      const line = isQuiet ? undefined : toLine(event);
      if (line === undefined) return;
      clear();
      if (event.kind !== 'step') printError(line);
      else if (isLive) process.stderr.write(line.slice(0, (process.stderr.columns ?? 80) - 1));
    },
    close: clear,
  };
}

function reportJson(
  { checkpointPath, checkpoint, backend, unusableClips }: PretrainReport,
  preset: PresetName,
): object {
  const { run, progress } = checkpoint;
  return {
    schema: 1,
    checkpoint: checkpointPath,
    preset,
    backend,
    seed: run.seed,
    objective: run.objective,
    settings: run.settings,
    clips: run.clips,
    unusableClips,
    corpusSha256: run.corpusSha256,
    steps: progress.step,
    epochs: progress.history,
  };
}
