// Makes the pictures of the README: runs the real program in tmux and draws what stands on the terminal.
// node --import tsx test/pictures/make-pictures.ts [FOLDER]   (after bin/setup; needs tmux and chromium)
// FOLDER: where `ks-build demo` has run; the pictures of its run are left as they are, those of what it made are drawn anew.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { terminalSvg } from './terminal-svg.ts';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const LAUNCHER = path.join(HERE, '../../bin/ks-build');
const COLUMNS = 104;
const ROWS = 30;
const HIGH_ROWS = 34;
const SERVER = `ks-pictures-${process.pid}`;

function tmux(...argv: string[]): string {
  return execFileSync('tmux', ['-L', SERVER, ...argv], { encoding: 'utf8' });
}

async function untilShown(pattern: RegExp, limitMs = 300_000): Promise<void> {
  const start = performance.now();
  while (!pattern.test(tmux('capture-pane', '-p'))) {
    if (performance.now() - start > limitMs)
      throw new Error(`waited for ${pattern}, the screen shows:\n${tmux('capture-pane', '-p')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function draw(name: string, title: string): Promise<void> {
  // Rows that nothing was written to leave a hole in a page.
  const captured = tmux('capture-pane', '-e', '-p', '-N').trimEnd();
  writeFileSync(path.join(HERE, `${name}.svg`), await terminalSvg(captured, COLUMNS, title));
}

async function drawRun(): Promise<void> {
  tmux('send-keys', `PS1='$ '; clear; ${LAUNCHER} demo`, 'Enter');
  await untilShown(/2\d of 47/);
  await draw('fetch', 'ks-build fetch: clips in hand below, finished ones scrolling away above');
  await untilShown(/paused|open .*next try|next try/i);
  await draw('fetch-paused', 'ks-build fetch: paused by a rate limit, with the time of the next try');
  await untilShown(/== 5\./);
}

async function drawWhatIsThere(): Promise<void> {
  tmux('send-keys', `PS1='$ '; clear; ${LAUNCHER} status -w ks-demo/workspace`, 'Enter');
  await untilShown(/pending +0 +0 %/);
  await draw('status', 'ks-build status: the accounting of a corpus');
  tmux('resize-window', '-x', String(COLUMNS), '-y', String(HIGH_ROWS));
  tmux('send-keys', `clear; ${LAUNCHER} curate sort:score -w ks-demo/made-workspace`, 'Enter');
  // The log-mel, and the cursor on the ruler below it.
  await untilShown(/▀▀▀[^┬]*│ 0\.00 s/);
  tmux('send-keys', 'lllll');
  await untilShown(/│ 1\.00 s/);
  await draw('curate', 'ks-build curate: the clip with the lowest score, its picture and its sound on one time axis');
  tmux('send-keys', 'q');
  await show('curate --view list', /why:/);
  await draw('list', 'ks-build curate --view list: all clips, their scores and what was decided');
  tmux('send-keys', 'q');
  await show('curate --view classes', /its clips/);
  await draw('classes', 'ks-build curate --view classes: what is kept of each class, and why not');
  tmux('send-keys', 'q');
  await show('audit', /▀▀▀[^┬]*│ 0\.00 s/);
  await draw('audit', 'ks-build audit: does the sound belong to the picture? Score, verdict and label are hidden');
  tmux('send-keys', 'q');
  await drawBenchmark();
  await show('home', /last runs/);
  await draw('home', 'ks-build: how the corpus stands, where clips were lost, and what to do next');
  tmux('send-keys', 'q');
}

/** The benchmark that the demo has run goes on with more jobs; other settings than these of the demo would be another one. */
const MORE_JOBS = '--methods random-features,avcl-pairwise,infonce,supervised-concat --corpus-ablation --seeds 2';
const DEMO_SETTINGS = '--protocols linear-probe,retrieval --epochs 12 --batch 8 --backend wasm --resume';

async function drawBenchmark(): Promise<void> {
  await show(`benchmark ${MORE_JOBS} ${DEMO_SETTINGS}`, /[45]\d of \d+ jobs .*left\n.*loss.*\n.*loss/);
  await draw('benchmark', 'ks-build benchmark: what is in hand with its losses, and the table that fills in');
  await untilShown(/^report: /m);
  const runs = path.join(folder, 'ks-demo/made-workspace/runs/benchmark');
  const report = path.join(runs, readdirSync(runs)[0]!, 'report.html');
  const page = ['--window-size=1000,1180', `--screenshot=${path.join(HERE, 'report.png')}`, `file://${report}`];
  execFileSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', ...page]);
}

/** A screen on the filtered corpus of the demo. */
async function show(command: string, isThere: RegExp): Promise<void> {
  await untilShown(/\$ *\n*$/);
  tmux('send-keys', `clear; ${LAUNCHER} ${command} -w ks-demo/made-workspace`, 'Enter');
  await untilShown(isThere);
}

const [given] = process.argv.slice(2);
const folder = given ?? mkdtempSync(path.join(tmpdir(), 'ks-pictures-'));
try {
  const environment = `TERM=xterm-256color COLORTERM=truecolor LC_ALL=C.UTF-8 CI=`;
  const size = ['-x', String(COLUMNS), '-y', String(ROWS)];
  tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', folder, `env ${environment} sh`);
  tmux('set-option', '-g', 'status', 'off');
  if (given === undefined) await drawRun();
  await drawWhatIsThere();
} finally {
  tmux('kill-server');
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
}
