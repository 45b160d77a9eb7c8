// The built `ks-build curate` in a real terminal, on clips that were really fetched.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../helpers/programs.ts';
import { query } from '../helpers/query.ts';
import { makeVideo, writeCsv } from '../helpers/source-videos.ts';
import { Tmux, tmuxMissing } from '../helpers/tmux.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));
const TERMINAL = '#{cursor_flag} #{wrap_flag} #{alternate_on}';
const skip = tmuxMissing();

interface Stage {
  readonly tmux: Tmux;
  readonly workspace: string;
  /** Starts curate on all clips, which are kept; the shell's prompt comes back with `exit N`. */
  curate(environment?: string): Promise<void>;
  judged(): unknown[];
}

/** Three clips of two seconds, two classes. */
async function openStage(t: TestContext): Promise<Stage> {
  const folder = temporaryFolder(t);
  const videos = path.join(folder, 'videos');
  mkdirSync(videos);
  await makeVideo(path.join(videos, 'video-aaaaa.mp4'), { seconds: 8, toneHz: 440 });
  const rows = ['演奏 二胡', 'tickling', 'tickling'].map((label, number) => ({
    videoId: 'video-aaaaa',
    startSeconds: 2 * number,
    endSeconds: 2 * number + 2,
    label,
  }));
  const workspace = path.join(folder, 'workspace');
  const csv = writeCsv(folder, rows);
  execFileSync(LAUNCHER, ['fetch', csv, '-w', workspace, '--source', `folder:${videos}`, '--no-measure', '-q']);
  const tmux = new Tmux();
  await tmux.open(100, 30);
  t.after(() => tmux.close());
  return {
    tmux,
    workspace,
    async curate(environment = '') {
      await tmux.type(
        `clear; ${environment} '${LAUNCHER}' curate -w '${workspace}' --rater anna is:kept sort:start; echo "exit $?"\n`,
      );
      await tmux.waitFor('the first clip', (lines) => /curate · is:kept.* of 3/.test(lines[0] ?? ''));
    },
    judged: () =>
      query<{ decision: string }>(
        workspace,
        'SELECT rater, decision, reason, label, note FROM judgements WHERE undone_at_ms IS NULL ORDER BY id',
      ).map((row) => Object.values(row)),
  };
}

const exited = (lines: readonly string[]): boolean => lines.some((line) => /^exit \d+/.test(line));
const footer = (lines: readonly string[]): string => lines.findLast((line) => line !== '') ?? '';

test('clips are seen, judged, taken back and relabelled by keys, and the terminal is as it was', {
  skip,
}, async (t) => {
  const { tmux, curate, judged } = await openStage(t);
  await curate();
  const shown = await tmux.waitFor('film and sound of the first clip', (lines) =>
    lines.slice(2, 8).some((line) => /[▀▄▌▐▖▗▘▝▙▛▜▟█]{5}/.test(line)),
  );
  assert.match(shown[1]!, /^ video-aaaaa_000000 {2}演奏 二胡 {2}train {2}2\.0 s/);
  await tmux.type('X2');
  await tmux.waitFor('the second clip', (lines) => lines[0]!.includes('2 of 3'));
  assert.deepEqual(judged(), [['anna', 'drop', 'music-bed', null, '']]);
  await tmux.type('u');
  await tmux.waitFor('the first clip again', (lines) => lines[0]!.includes('1 of 3'));
  assert.deepEqual(judged(), []);
  await tmux.type('nhm');
  await tmux.press('Enter');
  await tmux.type('a');
  await tmux.waitFor('the second clip', (lines) => lines[0]!.includes('2 of 3'));
  await tmux.type('rzzz');
  await tmux.waitFor('that no label is like it', (lines) => lines.some((line) => line.startsWith(' 0 of 2 labels')));
  await tmux.press('Escape');
  await tmux.waitFor('the keys again', (lines) => footer(lines).endsWith('? keys'));
  await tmux.type('r二');
  await tmux.waitFor('the label', (lines) => lines.some((line) => line.includes('▸ 演奏 二胡')));
  await tmux.press('Enter');
  await tmux.waitFor('the third clip', (lines) => lines[0]!.includes('3 of 3'));
  assert.deepEqual(judged(), [
    ['anna', 'keep', null, null, 'hm'],
    ['anna', 'keep', null, '演奏 二胡', ''],
  ]);
  await tmux.type('q');
  const done = await tmux.waitFor('the shell', exited);
  assert.ok(done.includes('exit 0'), done.join('\n'));
  assert.equal(await tmux.ask(TERMINAL), '1 1 0', 'cursor and autowrap are on again, no alternate screen is left');
});

test('a verdict that was shown as taken survives a kill', { skip }, async (t) => {
  const { tmux, curate, judged } = await openStage(t);
  await curate();
  const pid = Number((await tmux.ask('#{pane_pid}')).trim());
  await tmux.type('x');
  await tmux.waitFor('the verdict', (lines) => lines[1]!.includes('previous: x drop'));
  const child = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1)!;
  process.kill(Number(child), 'SIGKILL');
  await tmux.waitFor('the shell', (lines) => lines.some((line) => line.startsWith('exit 137')));
  assert.deepEqual(judged(), [['anna', 'drop', null, null, '']]);
});

test('a resize lays the screen out anew, SIGTERM gives the terminal back, NO_COLOR leaves colours out', {
  skip,
}, async (t) => {
  const { tmux, curate } = await openStage(t);
  await curate('NO_COLOR=1');
  await tmux.resize(80, 24);
  const narrow = await tmux.waitFor('80x24', (lines) => lines.length >= 24 && /\? keys$/.test(lines[23] ?? ''));
  assert.match(footer(narrow), /^ a keep {2}x drop/);
  await tmux.resize(50, 12);
  await tmux.waitFor('that it is too small', (lines) => lines.some((line) => line.includes('needs 60 x 16')));
  await tmux.resize(120, 40);
  await tmux.waitFor('120x40', (lines) => /\? keys$/.test(lines[39] ?? ''));
  assert.ok(!(await tmux.colouredScreen()).includes('\x1b[38;'), 'no colour is written');
  const pid = (await tmux.ask('#{pane_pid}')).trim();
  const child = execFileSync('ps', ['-o', 'pid=', '--ppid', pid], { encoding: 'utf8' }).trim().split('\n').at(-1)!;
  process.kill(Number(child), 'SIGTERM');
  await tmux.waitFor('the shell', (lines) => lines.some((line) => line.startsWith('exit 143')));
  assert.equal(await tmux.ask(TERMINAL), '1 1 0');
});

test('without a terminal curate says what to use instead', () => {
  const { status, stderr } = (() => {
    try {
      execFileSync(LAUNCHER, ['curate'], { stdio: 'pipe' });
      return { status: 0, stderr: '' };
    } catch (error) {
      const { status: code, stderr: text } = error as { status: number; stderr: Buffer };
      return { status: code, stderr: String(text) };
    }
  })();
  assert.equal(status, 2);
  assert.match(stderr, /curate needs a terminal: .*`ks-build curate --list` and `ks-build judge`/);
});
