// How many clips a minute are made, and what a clip costs: drawn and played by this program, encoded by ffmpeg. Prints one Markdown table.
// Start: node --import tsx test/bench/generate.bench.ts
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SOUNDING_CLASSES } from '../../src/synthetic/class-list.ts';
import { DEFECT_NAMES } from '../../src/synthetic/defects.ts';
import { makeCorpus } from '../../src/synthetic/make-corpus.ts';

const CLIPS = 120;
/** Clock ticks a second, the unit of /proc/self/stat on every Linux that we know. */
const TICKS_PER_SECOND = 100;

/** User and system time of the programs that we ran and that have ended: fields 16 and 17 of /proc/self/stat. */
function childSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

print('| length | at once | clips/min | CPU s a clip | of it ours | of it ffmpeg | clips/min of two free cores |');
print('|---|---|---|---|---|---|---|');
for (const [durationSeconds, jobs] of [
  [4, 2],
  [6, 1],
  [6, 2],
  [10, 2],
] as const) {
  const directory = await mkdtemp(join(tmpdir(), 'ks-build-bench-'));
  const wishes = {
    clips: CLIPS,
    durationSeconds,
    labels: SOUNDING_CLASSES.map(({ label }) => label),
    seed: 'bench',
    defects: DEFECT_NAMES,
    defectRatio: 0.3,
  };
  const [startMs, ownBefore, childBefore] = [performance.now(), ownSeconds(), childSeconds()];
  await makeCorpus(directory, wishes, {
    ffmpegPath: 'ffmpeg',
    abortSignal: new AbortController().signal,
    timeLimitSeconds: 120,
    jobs,
    onClip: () => {},
  });
  const perMinute = (CLIPS * 60_000) / (performance.now() - startMs);
  const own = (ownSeconds() - ownBefore) / CLIPS;
  const child = (childSeconds() - childBefore) / CLIPS;
  const free = 120 / (own + child);
  const figures = [perMinute.toFixed(0), (own + child).toFixed(3), own.toFixed(3), child.toFixed(3), free.toFixed(0)];
  print(`| ${[`${durationSeconds} s`, jobs, ...figures].join(' | ')} |`);
  await rm(directory, { recursive: true });
}
