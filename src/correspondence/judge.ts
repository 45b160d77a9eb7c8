// The learned judge: a corpus of clips and their cached arrays in, out-of-fold correspondence scores out. Runs folds x seeds on worker
// threads; every finished fold is handed to the caller, who stores it and may hand it back to resume.
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { InterruptedError, UsageError } from '../errors.ts';
import type { ClipArrays } from '../signal/clip-arrays.ts';
import { CLIP_ARRAYS_VERSION } from '../signal/clip-arrays.ts';
import { openBackend } from '../tensor/backend.ts';
import { type BackendName, CORE_BACKENDS, type CoreBackend } from '../tensor/backend-names.ts';
import { type ClipScores, type ListedClip, type ModelScores, summariseSeeds } from './clip-scores.ts';
import { startFoldWorker } from './fold-worker.ts';
import type { FoldTask } from './judge-fold.ts';
import { createJudgeProgress, type JudgeEvent } from './judge-progress.ts';
import { checkSettings, DEFAULT_JUDGE_SETTINGS, type JudgeSettings } from './judge-settings.ts';
import { createPacker, type PackedCorpus } from './packed-corpus.ts';

/** Raised when a change of the judge changes its scores: folds of an older version are then judged anew. */
export const JUDGE_VERSION = 1;

/** The result of one model: one fold of one seed. `fingerprint` names corpus, settings, backend and code version that made it. */
export interface FoldScores {
  readonly fingerprint: string;
  readonly seed: number;
  readonly fold: number;
  readonly scores: readonly ModelScores[];
}

export interface JudgeRequest {
  readonly clips: readonly ListedClip[];
  /** Cached arrays of a clip; undefined where there are none: the judge abstains. Called once per clip, in order. */
  readonly load: (clip: ListedClip) => ClipArrays | undefined | Promise<ClipArrays | undefined>;
  readonly settings?: Partial<JudgeSettings>;
  /** `auto` (the default) takes the first that passes its self-test. */
  readonly backend?: 'auto' | CoreBackend;
  /** Worker threads; undefined: one a core. The scores do not depend on it. */
  readonly workers?: number;
  /** Folds of an earlier, interrupted run; those whose fingerprint differs are ignored and judged anew. */
  readonly finished?: readonly FoldScores[];
  /** Called once per newly finished model, one at a time; the thread that finished it waits. */
  readonly onFold?: (fold: FoldScores) => void | Promise<void>;
  readonly onEvent?: (event: JudgeEvent) => void;
  readonly abortSignal?: AbortSignal;
}

export interface Judgement {
  readonly fingerprint: string;
  readonly backend: BackendName;
  readonly settings: JudgeSettings;
  /** One entry a clip, in the order of the request; none for a probe that no model could judge. */
  readonly scores: readonly ClipScores[];
  /** Scores of each model, folds x seeds; a probe is judged by those only that saw neither its picture nor its sound. */
  readonly models: readonly (readonly ModelScores[])[];
}

/**
 * @throws UsageError when the corpus cannot be judged (one class, fewer videos than folds, a name twice);
 * InterruptedError when aborted: the folds handed to `onFold` until then are whole and can be handed back.
 */
export async function judgeCorrespondence(request: JudgeRequest): Promise<Judgement> {
  const settings = { ...DEFAULT_JUDGE_SETTINGS, ...request.settings };
  checkSettings(settings);
  checkCorpus(request.clips, settings);
  stopIfAborted(request);
  const { name: backend } = await openBackend(request.backend ?? 'auto', CORE_BACKENDS);
  const corpus = await pack(request);
  const fingerprint = fingerprintOf(corpus, settings, backend);

  const known = (request.finished ?? []).filter((fold) => fold.fingerprint === fingerprint);
  const tasks = settings.seeds.flatMap((seed) => Array.from({ length: settings.folds }, (_, fold) => ({ seed, fold })));
  const results = tasks.map((task) => known.find((fold) => fold.seed === task.seed && fold.fold === task.fold)?.scores);
  const missing = tasks.flatMap((task, index) => (results[index] === undefined ? [{ task, index }] : []));
  const progress = createJudgeProgress(tasks.length, missing.length, request.onEvent ?? (() => {}));

  let handedOver = Promise.resolve();
  await runTasks(request, corpus, settings, backend, missing, {
    onStep: progress.step,
    onScores: async ({ task, index }, scores) => {
      results[index] = scores;
      handedOver = handedOver.then(() => request.onFold?.({ fingerprint, ...task, scores }));
      await handedOver;
      progress.foldDone(task);
    },
  });
  const models = results.map((scores) => scores!);
  const byName = new Map(summariseSeeds(models).map((scores) => [scores.clipName, scores]));
  const scores = request.clips.flatMap((clip) => byName.get(clip.clipName) ?? []);
  return { fingerprint, backend, settings, scores, models };
}

interface NumberedTask {
  readonly task: FoldTask;
  readonly index: number;
}

interface TaskEvents {
  readonly onStep: ReturnType<typeof createJudgeProgress>['step'];
  readonly onScores: (numbered: NumberedTask, scores: ModelScores[]) => Promise<void>;
}

/** Every thread takes the next task until none is left; the first error, or an abort, stops them all. */
async function runTasks(
  request: JudgeRequest,
  corpus: PackedCorpus,
  settings: JudgeSettings,
  backend: BackendName,
  missing: readonly NumberedTask[],
  events: TaskEvents,
): Promise<void> {
  const queue = [...missing];
  const threads = Math.min(request.workers ?? availableParallelism(), queue.length);
  const workers = Array.from({ length: threads }, () => startFoldWorker(corpus, settings, backend));
  const stopAll = () => Promise.all(workers.map((worker) => worker.stop()));
  const onAbort = () => void stopAll();
  request.abortSignal?.addEventListener('abort', onAbort, { once: true });
  try {
    stopIfAborted(request);
    await Promise.all(
      workers.map(async (worker) => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const { task } = next;
          const scores = await worker.judge(task, (report) => events.onStep(task, report));
          stopIfAborted(request);
          await events.onScores(next, scores);
        }
      }),
    );
  } catch (error) {
    stopIfAborted(request);
    throw error;
  } finally {
    request.abortSignal?.removeEventListener('abort', onAbort);
    await stopAll();
  }
}

async function pack(request: JudgeRequest): Promise<PackedCorpus> {
  const packer = createPacker(request.clips);
  for (const [position, clip] of request.clips.entries()) {
    stopIfAborted(request);
    packer.put(position, await request.load(clip));
    request.onEvent?.({ kind: 'loading', loadedClips: position + 1, clips: request.clips.length });
  }
  return packer.finish();
}

function checkCorpus(clips: readonly ListedClip[], settings: JudgeSettings): void {
  const names = new Set(clips.map((clip) => clip.clipName)).size;
  if (names !== clips.length)
    throw new UsageError(`learned judge: expected every clip once, got ${clips.length - names} name(s) twice`);
  const labels = new Set(clips.map((clip) => clip.label)).size;
  if (labels < 2) {
    throw new UsageError(
      `learned judge: expected clips of two or more classes, got ${labels}; add classes, or judge without it`,
    );
  }
  const videos = new Set(clips.map((clip) => clip.videoId)).size;
  if (videos < settings.folds) {
    throw new UsageError(
      `learned judge: expected at least as many videos as folds (${settings.folds}), got ${videos}; add clips, or ask for fewer folds`,
    );
  }
}

/** Everything that the scores depend on; the number of threads is not among it. */
function fingerprintOf(corpus: PackedCorpus, settings: JudgeSettings, backend: BackendName): string {
  const hash = createHash('sha256').update(
    JSON.stringify([JUDGE_VERSION, CLIP_ARRAYS_VERSION, backend, settings, corpus.clips]),
  );
  for (const bytes of [corpus.hasSound, corpus.hasPicture, corpus.sound, corpus.picture, corpus.motion, corpus.onsets])
    hash.update(bytes);
  return hash.digest('hex');
}

function stopIfAborted(request: JudgeRequest): void {
  if (request.abortSignal?.aborted === true) throw new InterruptedError();
}
