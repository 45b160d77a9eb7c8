// A run of `benchmark`: flags in; models, evaluations, a card and a report in the benchmark's folder out.
import { availableParallelism } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { folderName } from '../benchmark/benchmark-identity.ts';
import { finishBenchmark } from '../benchmark/finish-benchmark.ts';
import type { WrittenReport } from '../benchmark/report/write-report.ts';
import { type OpenBenchmark, openBenchmark, type RunContext, workThrough } from '../benchmark/run-benchmark.ts';
import { InterruptedError, UsageError } from '../errors.ts';
import { fileStreams } from '../pipeline/clip-media.ts';
import { BACKEND_NAMES } from '../tensor/backend-names.ts';
import type { BenchmarkFlags } from './benchmark.ts';
import { type BenchmarkDisplay, openBenchmarkDisplay } from './benchmark-display.ts';
import { budgetFrom, lockPathFrom, presetFrom, wishesFrom } from './benchmark-flags.ts';
import { mediaEstimateText, openMediaTools } from './corpus-context.ts';
import { catchStopSignals } from './fetch-display.ts';
import { print, printJson } from './output.ts';
import { parseChoice, parseCount } from './parse-value.ts';

/** Exit code when jobs failed: those of the others are in the report. */
const EXIT_JOBS_FAILED = 7;

export async function runBenchmarkCommand(lockArgument: string | undefined, flags: BenchmarkFlags): Promise<void> {
  const root = resolve(flags.workspace);
  const request = { ...presetFrom(flags), wishes: wishesFrom(flags) };
  const backend = parseChoice('--backend', flags.backend, ['auto', ...BACKEND_NAMES]);
  const processes = flags.jobs === undefined ? undefined : parseCount('--jobs', flags.jobs);
  const budgetSeconds = budgetFrom(flags);
  const lockPath = lockPathFrom(lockArgument, root);
  const open = await openBenchmark({ ...request, lockPath });
  if (open.planned.lanes.length === 0) throw new UsageError('--methods: expected methods, got none that has a model');
  const { preset } = request;
  const folder = join(root, 'runs', 'benchmark', folderName({ lockSha256: open.lock.sha256, preset }));
  if (flags.dryRun) {
    const { showDryRun } = await import('./benchmark-dry-run.ts');
    return await showDryRun(open, { folder, backend, processes, isJson: flags.json === true });
  }

  const display = openBenchmarkDisplay(flags);
  const stop = new AbortController();
  const releaseSignals = catchStopSignals((urgency) => {
    if (urgency === 'at-once') process.exit(new InterruptedError().exitCode);
    display.showStopping();
    stop.abort(new InterruptedError('interrupted; all that was in hand is saved, go on with --resume'));
  });
  try {
    const context = await runContext(root, flags, open, display, stop.signal);
    const wishes = { folder, backend, processes, budgetSeconds, isResumed: flags.resume === true };
    const finished = await workThrough(open, wishes, context, display.listen);
    display.close();
    const report = await finishBenchmark({ folder, root }, open, finished, commandOf(open, finished.backend.name));
    if (flags.json) printJson(reportJson(folder, report));
    else if (!flags.quiet) for (const line of reportLines(report)) print(line);
    if (report.card.failures.length > 0) process.exitCode = EXIT_JOBS_FAILED;
  } finally {
    display.close();
    releaseSignals();
  }
}

async function runContext(
  root: string,
  flags: BenchmarkFlags,
  { lock, request }: OpenBenchmark,
  display: BenchmarkDisplay,
  abortSignal: AbortSignal,
): Promise<RunContext> {
  const context = await openMediaTools(flags.config, abortSignal);
  return {
    ...context,
    root,
    jobs: availableParallelism(),
    // A lock does not tell who cut a file: each is asked.
    streamsOf: (filePath) => fileStreams(filePath, context),
    onVerified: (done, of) => display.showProgress(`checked ${done} of ${of} clips`),
    onEstimate: (estimate) => display.note(mediaEstimateText(estimate, relative(process.cwd(), root))),
    onPrepared: (done, of) => display.showProgress(`read ${done} of ${of} clips`),
    onNote: display.note,
    onBegins: (backend) =>
      display.begin({
        corpus: lock.corpus,
        preset: request.preset,
        lockSha256: lock.sha256,
        backend: backend.name,
      }),
  };
}

/** As one would type it to get the same numbers. */
function commandOf({ request }: OpenBenchmark, backend: string): string {
  const { lockPath, preset, settings, wishes } = request;
  const { methods, ablatedMethods, protocols, seeds } = wishes;
  const words = [
    `ks-build benchmark ${basename(lockPath)} --preset ${preset}`,
    ...(methods.length > 0 ? [`--methods ${methods.join(',')}`] : []),
    ...(ablatedMethods.length > 0 ? [`--corpus-ablation --ablation-methods ${ablatedMethods.join(',')}`] : []),
    `--protocols ${protocols.join(',')} --seeds ${seeds}`,
    `--epochs ${settings.epochs} --batch ${settings.batchSize} --backend ${backend}`,
  ];
  return words.join(' ');
}

function reportJson(folder: string, { card, cardPath, markdownPath, htmlPath }: WrittenReport): object {
  const { failures, missing, resultSha256 } = card;
  return {
    schema: 1,
    folder,
    card: cardPath,
    report: htmlPath,
    markdown: markdownPath,
    resultSha256,
    failures,
    missing,
  };
}

function reportLines({ card, cardPath, htmlPath }: WrittenReport): string[] {
  const { failures, missing } = card;
  const shown = (path: string): string => relative(process.cwd(), path);
  return [
    ...(missing.length > 0 ? [`not run: ${missing.length} jobs; go on with --resume`] : []),
    ...failures.map(({ job, message }) => `failed: ${job}: ${message}`),
    `card: ${shown(cardPath)}`,
    `report: ${shown(htmlPath)}`,
  ];
}
