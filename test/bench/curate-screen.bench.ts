// The curate screen on an index of 100,000 clips: the built program in tmux, its keys sent as a person would, 334 clips to judge with film, sound
// and curves. What a key takes is measured inside the program, from its bytes to the frame's; and from outside, to the frame on tmux's screen.
// node --import tsx test/bench/curate-screen.bench.ts [COLUMNSxROWS]   (after bin/setup; needs tmux)
import { linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openIndex } from '../../src/store/open.ts';
import { makeLargeIndex } from '../helpers/large-index.ts';
import { makeVideo } from '../helpers/source-videos.ts';
import { Tmux } from '../helpers/tmux.ts';
import { percentile, readProbedKeys } from './probed-keys.ts';

const ROWS = 100_000;
const KEYS = 300;
const VERDICTS = 10_000;
const STARTS = 5;
const [columns, rows] = (process.argv[2] ?? '160x45').split('x').map(Number) as [number, number];

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));
const PROBE = new URL('key-probe.mjs', import.meta.url).href;
const folder = mkdtempSync(path.join(tmpdir(), 'ks-build-bench-'));
const probeFile = path.join(folder, 'keys.jsonl');

async function makeWorkspace(): Promise<void> {
  const indexPath = path.join(folder, 'index.db');
  makeLargeIndex(indexPath, { rows: ROWS });
  const video = path.join(folder, 'video.mp4');
  await makeVideo(video, { seconds: 10, toneHz: 440, size: '320x240' });
  const index = openIndex(indexPath);
  index.exec(`INSERT INTO measurement_curves SELECT n.clip_id, 25, randomblob(250), randomblob(250), x''
    FROM measurements n JOIN segments s ON s.clip_id = n.clip_id AND s.state = 'ask'`);
  const paths = index
    .prepare("SELECT k.path FROM clips k JOIN segments s ON s.clip_id = k.id WHERE s.state = 'ask'")
    .pluck()
    .all() as string[];
  index.close();
  for (const relative of paths) {
    const file = path.join(folder, relative);
    mkdirSync(path.dirname(file), { recursive: true });
    linkSync(video, file);
  }
}

const tmux = new Tmux();
const command = (query = ''): string =>
  `clear; COLORTERM=truecolor KS_KEY_PROBE='${probeFile}' NODE_OPTIONS='--import=${PROBE}' '${LAUNCHER}' curate -w '${folder}' ${query}\n`;
const header = async (): Promise<string> => (await tmux.lines())[0] ?? '';
const placeIn = (line: string): string => / (\d[\d ]*) of /.exec(line)?.[1] ?? '';

async function startMs(query?: string): Promise<number> {
  await tmux.waitFor('a shell', (lines) => lines.some((line) => line.endsWith('$')));
  const startedMs = performance.now();
  await tmux.type(command(query));
  await tmux.waitFor('the first clip', (lines) => (lines[0] ?? '').includes(' of '));
  return performance.now() - startedMs;
}

async function leave(): Promise<void> {
  await tmux.type('q');
  await tmux.waitFor(
    'the shell',
    (lines) => lines.some((line) => line.endsWith('$')) && !lines[0]!.includes('curate ·'),
  );
}

const figures: (readonly [what: string, target: string, got: string])[] = [];
const note = (what: string, target: string, got: string): unknown => figures.push([what, target, got]);
const spread = (values: readonly number[]): string =>
  `${[50, 95, 100].map((k) => percentile(values, k).toFixed(1)).join(' / ')}`;

/** One key after the other, each after the last one's frame: the program's own time and the time on tmux's screen. */
async function keys(what: string, each: readonly string[]): Promise<void> {
  const before = readProbedKeys(probeFile).length;
  const outside: number[] = [];
  for (let count = 0; count < KEYS; count += 1) {
    const key = each[count % each.length]!;
    const was = (await tmux.lines()).join('\n');
    const sentMs = performance.now();
    await tmux.type(key);
    const giveUpMs = sentMs + 500;
    while ((await tmux.lines()).join('\n') === was && performance.now() < giveUpMs);
    outside.push(performance.now() - sentMs);
  }
  const inside = readProbedKeys(probeFile).slice(before);
  note(`${what}: key to frame written, ms p50 / p95 / longest`, 'p95 < 50', spread(inside.map(({ tookMs }) => tookMs)));
  note(`${what}: key to frame on tmux's screen, ms p50 / p95 / longest`, '', spread(outside));
  note(
    `${what}: kB a frame, p50`,
    '',
    (
      percentile(
        inside.map(({ bytes }) => bytes),
        50,
      ) / 1000
    ).toFixed(1),
  );
}

/** Long runs of keys as fast as the terminal takes them: what the memory does. */
async function manyVerdicts(): Promise<void> {
  await startMs("'is:kept sort:id'");
  await tmux.waitFor('all rows', (lines) => !lines[0]!.includes('reading'));
  const run = 50;
  let memoryAfterStart = Number.NaN;
  for (let done = 0; done < VERDICTS; done += run) {
    const from = placeIn(await header());
    await tmux.type('a'.repeat(run));
    await tmux.waitFor(
      `clip ${done + run + 1}`,
      (lines) => Number(placeIn(lines[0]!).replaceAll(' ', '')) > done + run,
    );
    if (from === '') throw new Error('no place in the header');
    if (done + run === 1000) memoryAfterStart = readProbedKeys(probeFile).at(-1)!.rssMb;
  }
  const growth = readProbedKeys(probeFile).at(-1)!.rssMb - memoryAfterStart;
  note(
    `memory after 1,000 verdicts, and growth over the next ${VERDICTS - 1000}, MB`,
    'flat',
    `${memoryAfterStart.toFixed(0)}, ${growth.toFixed(0)}`,
  );
  await leave();
}

try {
  await makeWorkspace();
  await tmux.open(columns, rows);
  const starts: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    starts.push(await startMs());
    if (count < STARTS - 1) await leave();
  }
  note(
    'start to first clip on the screen, ms median (longest)',
    '< 500',
    `${percentile(starts, 50).toFixed(0)} (${Math.max(...starts).toFixed(0)})`,
  );
  await tmux.waitFor('all rows', (lines) => !lines[0]!.includes('reading'));
  await keys('seek', ['l', 'h']);
  await keys('next clip', ['j', 'k']);
  await keys('verdict and undo', ['a', 'u']);
  await leave();
  await manyVerdicts();
} finally {
  await tmux.close();
  rmSync(folder, { recursive: true, force: true });
}

process.stdout.write(`${columns}x${rows}\n`);
for (const figure of figures) process.stdout.write(`| ${figure.join(' | ')} |\n`);
