import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Tmux, tmuxMissing } from '../helpers/tmux.ts';

const skip = tmuxMissing();
const demo = fileURLToPath(new URL('../fixtures/screens-demo.ts', import.meta.url));
const MODES = '#{cursor_flag} #{wrap_flag} #{alternate_on}';

async function openDemo(t: TestContext): Promise<{ tmux: Tmux; pid: number }> {
  const tmux = new Tmux();
  await tmux.open(80, 24);
  t.after(() => tmux.close());
  await tmux.waitFor('the shell', (shown) => shown[0] === '$');
  await tmux.type(`echo before; node --import tsx '${demo}'; echo "exit $?"\n`);
  const lines = await tmux.waitFor('the screen', (shown) => /^pid \d+/.test(shown[0] ?? ''));
  return { tmux, pid: Number(/\d+/.exec(lines[0]!)) };
}

/** The shell is back with what stood there before, and every mode is as it was. */
async function ended(tmux: Tmux, exitCode: number): Promise<string[]> {
  const lines = await tmux.waitFor(
    `exit ${exitCode}`,
    (shown) => shown.includes('before') && shown.includes(`exit ${exitCode}`),
  );
  assert.equal(await tmux.ask(MODES), '1 1 0');
  assert.equal(
    lines.findLast((line) => line !== ''),
    '$',
  );
  return lines;
}

test('in tmux: the screen follows a resize row for row, and q leaves the shell as it was', { skip }, async (t) => {
  const { tmux } = await openDemo(t);
  for (const [columns, rows] of [
    [100, 40],
    [60, 16],
    [200, 60],
    [80, 24],
  ] as const) {
    await tmux.resize(columns, rows);
    const lines = await tmux.waitFor(`a frame of ${columns}x${rows}`, (shown) =>
      Boolean(shown[0]?.includes(` ${columns}x${rows} `) && shown[rows - 1]?.startsWith('=')),
    );
    // The very last cell stays free.
    assert.equal(lines[rows - 1], '='.repeat(columns - 1));
    assert.equal(lines[rows - 2], `row ${rows - 2}`);
  }
  await tmux.press('q');
  const lines = await ended(tmux, 0);
  assert.ok(lines.includes('ended: quit after some frames'));
});

for (const [name, exitCode] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const) {
  test(`in tmux: ${name} gives the terminal back and ends with ${exitCode}`, { skip }, async (t) => {
    const { tmux, pid } = await openDemo(t);
    process.kill(pid, name);
    await ended(tmux, exitCode);
  });
}

test('in tmux: an error that nobody catches is readable on a terminal that works', { skip }, async (t) => {
  const { tmux } = await openDemo(t);
  await tmux.press('T');
  const lines = await ended(tmux, 1);
  assert.ok(lines.some((line) => line.includes('thrown on purpose')));
});

test('in tmux: Ctrl-Z gives the shell its terminal, and fg the screen', { skip }, async (t) => {
  const { tmux } = await openDemo(t);
  for (let round = 0; round < 2; round += 1) {
    await tmux.press('a');
    await tmux.waitFor('the key', (shown) => shown[0]?.endsWith(` a${' a'.repeat(round)}`) === true);
    await tmux.press('C-z');
    await tmux.waitFor('the shell', (shown) => shown.some((line) => /Stopped/i.test(line)) && shown.includes('before'));
    assert.equal(await tmux.ask(MODES), '1 1 0');
    await tmux.type('clear; echo before; fg\n');
    await tmux.waitFor('the screen again', (shown) => /^pid/.test(shown[0] ?? '') && shown[22] === 'row 22');
  }
  await tmux.press('q');
  await tmux.waitFor('the end', (shown) => shown.some((line) => line.startsWith('ended: quit')));
  assert.equal(await tmux.ask(MODES), '1 1 0');
});

test('in tmux: a program borrows the terminal and its keys, and the screen comes back', { skip }, async (t) => {
  const { tmux } = await openDemo(t);
  await tmux.press('P');
  await tmux.waitFor('the program', (shown) => shown.includes('borrowed'));
  await tmux.type('qqq\n');
  await tmux.waitFor('the screen again', (shown) => /keys P$/.test(shown[0] ?? ''));
  await tmux.press('C-c');
  const lines = await ended(tmux, 130);
  assert.ok(lines.includes('got qqq'));
});
