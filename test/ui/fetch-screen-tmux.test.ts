import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Tmux, tmuxMissing } from '../helpers/tmux.ts';

const skip = tmuxMissing();
const demo = fileURLToPath(new URL('../fixtures/fetch-screen-demo.tsx', import.meta.url));
const MODES = '#{cursor_flag} #{wrap_flag} #{alternate_on}';

async function openDemo(t: TestContext, argv: string): Promise<Tmux> {
  const tmux = new Tmux();
  await tmux.open(100, 30);
  t.after(() => tmux.close());
  await tmux.type(`node --import tsx '${demo}' ${argv}\n`);
  return tmux;
}

function isPrompt(lines: string[]): boolean {
  return lines.findLast((line) => line !== '') === '$';
}

test('in tmux: keys, resizes and the end leave a shell with every finished line above the table', {
  skip,
}, async (t) => {
  const tmux = await openDemo(t, '40 4 400 hold breaker');
  await tmux.waitFor('all clips and the breaker', (lines) => lines.some((line) => /space try now/.test(line)));
  await tmux.type('++e');
  await tmux.waitFor('six downloads', (lines) => lines.some((line) => /downloads 6 {3}e hide error texts/.test(line)));

  for (const [columns, rows] of [
    [70, 30],
    [70, 16],
    [130, 40],
    [45, 12],
    [100, 30],
  ] as const) {
    await tmux.resize(columns, rows);
    await tmux.waitFor(`one block at ${columns}x${rows}`, (lines) => {
      const titles = lines.filter((line) => line.includes(' fetch ks32 ·'));
      const bars = lines.filter((line) => line.includes('40 of 40 · 100 %'));
      return titles.length === 1 && bars.length === 1 && bars[0]?.length === columns - 1;
    });
  }

  await tmux.type(' ');
  await tmux.waitFor('the probe', (lines) => lines.some((line) => line.includes('trying one clip')));
  await tmux.type('q');
  await tmux.waitFor(
    'the table and a prompt',
    (lines) => lines.some((line) => line.startsWith('listed 40')) && isPrompt(lines),
  );
  assert.equal(await tmux.ask(MODES), '1 1 0');

  const everything = await tmux.lines('everything');
  const settled = everything.filter((line) => /^(kept|dropped|dead|deferred|failed) /.test(line));
  assert.equal(settled.length, 40);
  assert.ok(
    settled.every((line) => /youtube\/section {2}0\.40 s( {2}[a-z-]+: .+)?$/.test(line)),
    settled.join('\n'),
  );
  assert.equal(everything.filter((line) => line.includes('downloads')).length, 0);
});

test('in tmux: Ctrl-C is a key of the screen, not the end of the process', { skip }, async (t) => {
  const tmux = await openDemo(t, '5000 4 2000 end');
  await tmux.waitFor('clips in hand', (lines) => lines.some((line) => / acquire /.test(line)));
  await tmux.press('C-c');
  await tmux.waitFor(
    'a clean stop',
    (lines) => lines.some((line) => line.startsWith('stopped before the end')) && isPrompt(lines),
  );
  assert.equal(await tmux.ask(MODES), '1 1 0');
});

test('in tmux: an error that nobody catches leaves its message on a terminal that works', { skip }, async (t) => {
  const tmux = await openDemo(t, '8 4 100 throw');
  await tmux.waitFor(
    'the message and a prompt',
    (lines) => lines.some((line) => line.includes('thrown on purpose')) && isPrompt(lines),
  );
  assert.equal(await tmux.ask(MODES), '1 1 0');
  await tmux.type('echo typed\n');
  const lines = await tmux.waitFor('an echo', (rows) => rows.includes('typed'));
  assert.ok(lines.includes('$ echo typed'), 'the shell shows what is typed');
  assert.equal(lines.filter((line) => line.includes('downloads')).length, 0);
});

for (const exitSignal of ['SIGTERM', 'SIGHUP'] as const) {
  test(`in tmux: ${exitSignal} from outside ends the process and gives the terminal back`, { skip }, async (t) => {
    const tmux = await openDemo(t, '5000 4 2000 end');
    await tmux.waitFor('clips in hand', (lines) => lines.some((line) => / acquire /.test(line)));
    const shell = await tmux.ask('#{pane_pid}');
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', shell], { encoding: 'utf8' });
    process.kill(Number(stdout.trim()), exitSignal);
    await tmux.waitFor('a prompt', isPrompt);
    assert.equal(await tmux.ask(MODES), '1 1 0');
    const rows = await tmux.lines();
    assert.equal(rows.filter((line) => line.includes('downloads')).length, 0);
  });
}
