// `ks-build filter --evaluate`: puts known mismatches into a corpus, runs the whole filter on it and reports how well it told them.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { policyHash } from '../dataset/policy.ts';
import { InterruptedError, UsageError } from '../errors.ts';
import { evaluateFilter } from '../pipeline/evaluation/evaluate-filter.ts';
import { indexedClips } from '../pipeline/evaluation/indexed-clips.ts';
import { MISMATCH_KINDS, type MismatchKind, QUICK_KINDS } from '../pipeline/evaluation/mismatch-kinds.ts';
import { generatedSource, type MismatchSource } from '../pipeline/evaluation/mismatch-source.ts';
import { recordedSource } from '../pipeline/evaluation/recorded-source.ts';
import { reportJson } from '../pipeline/evaluation/report.ts';
import { evaluationFolder, writeEvaluation } from '../pipeline/evaluation/write-report.ts';
import { sharedSpeechDetector } from '../pipeline/measure-clips.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { openIndexForReading } from '../store/open.ts';
import { SOUNDING_CLASSES } from '../synthetic/class-list.ts';
import { locateTools, toolVersions } from '../tools/locate.ts';
import { openEvaluationNews } from './evaluation-progress.ts';
import { evaluationLines } from './evaluation-table.ts';
import { catchStopSignals } from './fetch-display.ts';
import type { EvaluationFlags, FilterFlags } from './filter.ts';
import { loadConfig } from './load-config.ts';
import { print, printJson } from './output.ts';
import { parseChoice, parseCount } from './parse-value.ts';
import { readFilterFlags } from './run-filter.ts';
import { toolSearchFrom } from './tool-search.ts';

/** How much is done: in full, and for a first look in a few minutes on two cores. */
const FULL = { clips: 480, probesPerKind: 60, noiseRatios: [0.05, 0.1, 0.2, 0.4], kinds: MISMATCH_KINDS };
const QUICK = { clips: 120, probesPerKind: 24, noiseRatios: [0.2], kinds: QUICK_KINDS };
const QUICK_SEEDS = [1];
const GENERATED_SECONDS = 6;
/** Above this the clean clips are too few to learn from and to take probes of. */
const LARGEST_NOISE_RATIO = 0.5;

export async function runEvaluation(flags: FilterFlags & EvaluationFlags): Promise<void> {
  const root = resolve(flags.workspace);
  const scale = flags.quick ? QUICK : FULL;
  const wishes = {
    noiseRatios: flags.noise === undefined ? scale.noiseRatios : parseNoise(flags.noise),
    kinds: flags.kinds === undefined ? scale.kinds : parseKinds(flags.kinds),
    probesPerKind: scale.probesPerKind,
    seed: flags.seed === undefined ? 1 : parseCount('--seed', flags.seed),
  };
  const clips = flags.clips === undefined ? scale.clips : parseCount('--clips', flags.clips);
  const filter = readFilterFlags(flags);
  const judge =
    flags.quick && filter.judge.seeds === undefined ? { ...filter.judge, seeds: QUICK_SEEDS } : filter.judge;
  const config = loadConfig(flags.config);
  const tools = await locateTools(toolSearchFrom(), { videoSite: false });
  const startedAt = new Date();
  const directory = join(root, evaluationFolder(startedAt));
  const stop = new AbortController();
  const releaseSignals = catchStopSignals(() => stop.abort(new InterruptedError()));
  const news = openEvaluationNews(flags.quiet === true);
  try {
    const context = {
      ffmpegPath: tools.ffmpeg.path,
      ffprobePath: tools.ffprobe.path,
      abortSignal: stop.signal,
      timeLimitSeconds: config.verify.timeLimitSeconds,
      directory: join(directory, 'clips'),
      config,
      detectSpeech: sharedSpeechDetector(),
    };
    const source = flags.generated ? generated(clips, wishes.seed) : await recorded(root, clips, wishes.seed, context);
    const evaluation = await evaluateFilter({ ...wishes, ...filter, judge, source, context, onProgress: news.listen });
    const provenance = {
      programVersion: PROGRAM_VERSION,
      startedAt: startedAt.toISOString(),
      policyHash: policyHash(filter.policy),
      toolVersions: toolVersions(tools),
      judge: { ...judge, backend: filter.backend },
    };
    const reportPath = await writeEvaluation(directory, evaluation, provenance);
    news.close();
    if (flags.json) printJson({ ...reportJson(evaluation, provenance), reportPath });
    else if (!flags.quiet) for (const line of evaluationLines(evaluation, reportPath)) print(line);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  } finally {
    news.close();
    releaseSignals();
  }
}

function generated(clips: number, seed: number): MismatchSource {
  const labels = SOUNDING_CLASSES.map(({ label }) => label);
  return generatedSource({ clips, durationSeconds: GENERATED_SECONDS, labels, seed: `evaluation ${seed}` });
}

async function recorded(
  root: string,
  clips: number,
  seed: number,
  context: Parameters<typeof indexedClips>[2] & Parameters<typeof recordedSource>[3],
): Promise<MismatchSource> {
  const index = openIndexForReading(join(root, 'index.db'));
  try {
    const chosen = await indexedClips(index, root, context, clips, seed);
    return recordedSource(chosen, 'clips of the index that the facts leave', seed, context);
  } finally {
    index.close();
  }
}

/** `0.05,0.2` */
function parseNoise(text: string): number[] {
  const ratios = [...new Set(text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part))))];
  if (ratios.every((ratio) => ratio > 0 && ratio <= LARGEST_NOISE_RATIO)) return ratios.sort((a, b) => a - b);
  throw new UsageError(
    `--noise: expected shares above 0 and up to ${LARGEST_NOISE_RATIO} with commas between, such as 0.05,0.2, got "${text}"`,
  );
}

function parseKinds(text: string): MismatchKind[] {
  return [...new Set(text.split(',').map((name) => parseChoice('--kinds', name.trim(), MISMATCH_KINDS)))];
}
