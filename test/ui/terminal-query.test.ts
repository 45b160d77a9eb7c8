import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_ANSWERS } from '../../src/ui/graphics/terminal-answers.ts';
import { askTerminal, type QueriedTerminal } from '../../src/ui/terminal-query.ts';
import { Keyboard } from '../helpers/fetch-terminal.ts';

/** A terminal that says these chunks, each when the last was read, once it has been asked. */
function answering(...chunks: readonly string[]) {
  const keyboard = new Keyboard();
  let written = '';
  const stdout = {
    isTTY: true,
    write: (text: string) => {
      const isFirst = written === '';
      written += text;
      if (isFirst)
        for (const [number, chunk] of chunks.entries()) setTimeout(() => keyboard.emit('data', chunk), number);
      return true;
    },
  };
  const terminal = { stdin: keyboard, stdout } as unknown as QueriedTerminal;
  return { terminal, keyboard, written: () => written };
}

test('a terminal is asked in one batch, and its answers may come in any pieces', async () => {
  const { terminal, keyboard, written } = answering(
    '\x1b_Gi=31;O',
    'K\x1b\\\x1bP>|kitty(0.3',
    '2.1)\x1b\\',
    '\x1b[6;36;18t\x1b[?62',
    ';c',
  );
  const answers = await askTerminal(terminal, false);
  assert.deepEqual([answers.name, answers.version, answers.hasKittyGraphics], ['kitty', [0, 32, 1], true]);
  assert.deepEqual([answers.cellPx, answers.isComplete], [{ width: 18, height: 36 }, true]);
  assert.ok(written().endsWith('\x1b[c\r\x1b[2K'));
  assert.equal(keyboard.isRaw, false);
  assert.equal(keyboard.listenerCount('data'), 0);
});

test('a terminal that says nothing is not waited for longer than a second', async () => {
  const { terminal } = answering();
  const answers = await askTerminal(terminal, false);
  assert.deepEqual({ ...answers, roundTripMs: 0 }, NO_ANSWERS);
});

test('behind tmux the answers of both count, and those of the outer one may stay away', async () => {
  const outer = '\x1b_Gi=31;OK\x1b\\\x1bP>|ghostty 1.2.0\x1b\\\x1b[?62;c';
  const own = '\x1bP>|tmux 3.5a\x1b\\\x1b[?1;2;4c';
  const both = await askTerminal(answering(own, outer).terminal, true);
  assert.deepEqual([both.name, both.version, both.hasKittyGraphics, both.hasSixel], ['ghostty', [1, 2, 0], true, true]);
  const one = await askTerminal(answering(own).terminal, true);
  assert.deepEqual([one.name, one.hasSixel, one.isComplete], ['tmux', true, true]);
});

test('through tmux the questions are wrapped for the terminal around it, and tmux is asked too', async () => {
  const { terminal, written } = answering('\x1b[?1;2c', '\x1b[?62c');
  await askTerminal(terminal, true);
  assert.ok(written().startsWith('\x1bPtmux;\x1b\x1b_Gi=31,'));
  assert.ok(written().includes('\x1bPtmux;\x1b\x1b[c\x1b\\'));
});

test('where there is no terminal nothing is written', async () => {
  const { terminal, written } = answering();
  const piped = { ...terminal, stdin: { isTTY: false } } as unknown as QueriedTerminal;
  assert.deepEqual(await askTerminal(piped, false), NO_ANSWERS);
  assert.equal(written(), '');
});
