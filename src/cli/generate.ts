// `ks-build generate DIR`: a corpus that is made, with the truth known, to try and to test everything else on.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InterruptedError, UsageError } from '../errors.ts';
import { SOUNDING_CLASSES } from '../synthetic/class-list.ts';
import { DEFECT_NAMES, type DefectName } from '../synthetic/defects.ts';
import { CLIPS_FOLDER, MANIFEST_FILE, makeCorpus, TRUTH_FILE } from '../synthetic/make-corpus.ts';
import type { CorpusTruth } from '../synthetic/truth.ts';
import { locateTools } from '../tools/locate.ts';
import { catchStopSignals } from './fetch-display.ts';
import { print, printJson } from './output.ts';
import { parseChoice, parseCount } from './parse-value.ts';
import { formatTable } from './table.ts';
import { toolSearchFrom } from './tool-search.ts';

interface GenerateFlags {
  readonly clips: string;
  readonly seconds: string;
  readonly classes?: string;
  readonly seed: string;
  readonly defects: string;
  readonly share: string;
  readonly tests?: string;
  readonly jobs?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const SECONDS = { shortest: 2, longest: 60 };
/** Above this share too few clips are left that are as they should be. */
const LARGEST_SHARE = 0.8;
const ONE_CLIP_TIME_LIMIT_SECONDS = 120;

export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .description('makes a corpus whose truth is known: clips whose sound comes from what is seen, and labelled defects')
    .argument('<dir>', 'folder to make it in, new or empty')
    .option('--clips <n>', 'how many clips', '240')
    .option('--seconds <s>', `length of a clip, whole seconds, ${SECONDS.shortest} to ${SECONDS.longest}`, '6')
    .option('--classes <n|list>', 'the first n classes, or their names with commas between (default: all)')
    .option('--seed <text>', 'the same seed makes the same corpus', '1')
    .option('--defects <list>', 'all, none, or names with commas between', 'all')
    .option('--share <ratio>', `share of the clips that have a defect, 0 to ${LARGEST_SHARE}`, '0.3')
    .option('--tests <ratio>', 'share of the clips for tests, the others for training (default: 0.1, and 0.1 for val)')
    .option('--jobs <n>', 'clips made at once (default: one per core)')
    .option('--json', 'one JSON object on stdout')
    .option('-q, --quiet', 'errors only')
    .action(runGenerate);
}

async function runGenerate(directory: string, flags: GenerateFlags): Promise<void> {
  const wishes = {
    clips: parseCount('--clips', flags.clips),
    durationSeconds: parseSeconds(flags.seconds),
    labels: parseClasses(flags.classes),
    seed: flags.seed,
    defects: parseDefects(flags.defects),
    defectRatio: parseShare('--share', flags.share),
    ...(flags.tests === undefined ? {} : { testRatio: parseShare('--tests', flags.tests) }),
  };
  const jobs = flags.jobs === undefined ? availableParallelism() : parseCount('--jobs', flags.jobs);
  const { ffmpeg } = await locateTools(toolSearchFrom(), { videoSite: false });
  const stop = new AbortController();
  const releaseSignals = catchStopSignals(() => stop.abort(new InterruptedError()));
  const isLive = process.stderr.isTTY && !flags.quiet;
  try {
    const truth = await makeCorpus(directory, wishes, {
      ffmpegPath: ffmpeg.path,
      abortSignal: stop.signal,
      timeLimitSeconds: ONE_CLIP_TIME_LIMIT_SECONDS,
      jobs,
      onClip: (made, of) => {
        if (isLive) process.stderr.write(`\rmade ${made} of ${of}\x1b[K`);
      },
    });
    if (isLive) process.stderr.write('\r\x1b[K');
    if (flags.json) printJson(summaryOf(directory, truth));
    else if (!flags.quiet) report(directory, truth);
  } finally {
    releaseSignals();
  }
}

function parseSeconds(text: string): number {
  const seconds = parseCount('--seconds', text);
  if (seconds >= SECONDS.shortest && seconds <= SECONDS.longest) return seconds;
  throw new UsageError(`--seconds: expected ${SECONDS.shortest} to ${SECONDS.longest}, got "${text}"`);
}

function parseShare(flag: string, text: string): number {
  const share = text.trim() === '' ? Number.NaN : Number(text);
  if (share >= 0 && share <= LARGEST_SHARE) return share;
  throw new UsageError(`${flag}: expected 0 to ${LARGEST_SHARE}, got "${text}"`);
}

function parseClasses(text: string | undefined): readonly string[] {
  const known = SOUNDING_CLASSES.map(({ label }) => label);
  if (text === undefined) return known;
  if (!/^\d+$/.test(text))
    return [...new Set(text.split(',').map((name) => parseChoice('--classes', name.trim(), known)))];
  const count = parseCount('--classes', text);
  if (count > known.length) throw new UsageError(`--classes: expected at most ${known.length}, got "${text}"`);
  return known.slice(0, count);
}

function parseDefects(text: string): readonly DefectName[] {
  if (text === 'all') return DEFECT_NAMES;
  if (text === 'none') return [];
  return [...new Set(text.split(',').map((name) => parseChoice('--defects', name.trim(), DEFECT_NAMES)))];
}

function summaryOf(directory: string, truth: CorpusTruth): object {
  const defects: Record<string, number> = {};
  for (const { defect } of truth.clips) if (defect !== null) defects[defect.name] = (defects[defect.name] ?? 0) + 1;
  const broken = truth.clips.filter(({ defect }) => defect !== null).length;
  return {
    schema: 1,
    manifest: join(directory, MANIFEST_FILE),
    truth: join(directory, TRUTH_FILE),
    clipsFolder: join(directory, CLIPS_FOLDER),
    clips: truth.clips.length,
    clean: truth.clips.length - broken,
    defects,
  };
}

function report(directory: string, truth: CorpusTruth): void {
  const columns = [
    { title: 'class' },
    { title: 'clips', align: 'right' as const },
    { title: 'with a defect', align: 'right' as const },
  ];
  const rows = truth.wishes.labels.map((label) => {
    const ofClass = truth.clips.filter((clip) => clip.label === label);
    return [label, ofClass.length, ofClass.filter(({ defect }) => defect !== null).length];
  });
  for (const line of formatTable(columns, rows)) print(line);
  print();
  print(`manifest: ${join(directory, MANIFEST_FILE)}    truth: ${join(directory, TRUTH_FILE)}`);
  print(`next: ks-build fetch ${join(directory, MANIFEST_FILE)} --source folder:${join(directory, CLIPS_FOLDER)}`);
}
