// The list on an index of 100,000 clips: the built program in tmux, `j` held down at 30 keys a second, pages, orders, a query typed letter by
// letter, many clips tagged, and the overview of the classes. What a key takes is measured inside the program, from its bytes to the frame's.
// node --import tsx test/bench/list-screen.bench.ts [COLUMNSxROWS]   (after bin/setup; needs tmux)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeLargeIndex } from '../helpers/large-index.ts';
import { Tmux } from '../helpers/tmux.ts';
import { percentile, readProbedKeys } from './probed-keys.ts';

const ROWS = 100_000;
const KEYS = 300;
const KEY_EVERY_MS = 33;
const QUERY = 'class:"number 4" score:<0.3 sort:-score ';
const [columns, rows] = (process.argv[2] ?? '160x45').split('x').map(Number) as [number, number];

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));
const PROBE = new URL('key-probe.mjs', import.meta.url).href;
const folder = mkdtempSync(path.join(tmpdir(), 'ks-build-bench-'));
const probeFile = path.join(folder, 'keys.jsonl');

const tmux = new Tmux();
const figures: string[] = [];

async function open(view: string): Promise<number> {
  await tmux.waitFor('a shell', (lines) => lines.some((line) => line.endsWith('$')));
  const startedMs = performance.now();
  await tmux.type(
    `clear; COLORTERM=truecolor KS_KEY_PROBE='${probeFile}' NODE_OPTIONS='--import=${PROBE}' '${LAUNCHER}' curate --view ${view} -w '${folder}'\n`,
  );
  await tmux.waitFor(view, (lines) => lines[0]!.startsWith(` ${view}`));
  return performance.now() - startedMs;
}

async function allRead(): Promise<void> {
  await tmux.waitFor('all rows', (lines) => !lines[0]!.includes('reading'));
}

async function keys(what: string, each: readonly string[]): Promise<void> {
  const before = readProbedKeys(probeFile).length;
  for (const key of each) {
    const dueMs = performance.now() + KEY_EVERY_MS;
    await tmux.type(key);
    await wait(Math.max(0, dueMs - performance.now()));
  }
  await wait(300);
  const inside = readProbedKeys(probeFile).slice(before);
  const times = inside.map(({ tookMs }) => tookMs);
  const spread = [50, 95, 100].map((k) => percentile(times, k).toFixed(1)).join(' / ');
  const kilobytes = percentile(
    inside.map(({ bytes }) => bytes),
    50,
  );
  figures.push(`| ${what}: key to frame, ms p50 / p95 / longest | p95 < 50 | ${spread} |`);
  figures.push(`| ${what}: kB a frame, p50 | | ${(kilobytes / 1000).toFixed(1)} |`);
}

const times = (count: number, key: string): string[] => Array<string>(count).fill(key);

try {
  makeLargeIndex(path.join(folder, 'index.db'), { rows: ROWS });
  await tmux.open(columns, rows);
  figures.push(`| start to the list on the screen, ms | < 500 | ${(await open('list')).toFixed(0)} |`);
  await allRead();
  await tmux.type('j');
  await keys('down at 30 keys a second', times(KEYS, 'j'));
  await keys('pages', times(KEYS / 3, 'J'));
  await tmux.type('f');
  await keys('a query typed letter by letter', [...QUERY]);
  await tmux.press('Enter');
  await keys(
    'ends of the list',
    times(20, 'G').flatMap((end) => [end, 'g']),
  );
  await tmux.type('f');
  await keys('a query taken back letter by letter', times(QUERY.length, '\x7f'));
  await tmux.press('Enter');
  await keys('all tagged, none tagged', times(10, '*'));
  await tmux.type('q');
  await open('classes');
  await allRead();
  await keys('classes, down at 30 keys a second', times(KEYS / 3, 'j'));
  await keys('classes, orders', times(20, 'S'));
} finally {
  await tmux.close();
  rmSync(folder, { recursive: true, force: true });
}

process.stdout.write(`${columns}x${rows}\n${figures.join('\n')}\n`);
