import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../src/ui/screen.ts';
import { NotingScreen, openScreenTerminal } from '../helpers/screen-terminal.ts';

const QUIT = { q: { kind: 'quit' } } as const;

test('each key reaches the screen on top, and one frame follows what was typed together', async () => {
  const screen = new NotingScreen('first', QUIT);
  const { terminal, type, running } = openScreenTerminal(screen);
  type('jj\x1b[B');
  assert.deepEqual(screen.notes, ['enter', 'frame 80x24', 'j', 'j', 'down', 'frame 80x24']);
  assert.equal((await terminal.screen())[0], 'first');
  type('q');
  assert.equal(await running.done(), 'quit');
});

test('screens open above each other, take a place and go back', async () => {
  const third = new NotingScreen('third', { b: { kind: 'back' } });
  const second = new NotingScreen('second', { n: { kind: 'become', screen: third } });
  const first = new NotingScreen('first', { o: { kind: 'open', screen: second }, b: { kind: 'back' } });
  const { terminal, type, running } = openScreenTerminal(first);
  type('on');
  assert.equal((await terminal.screen())[0], 'third');
  assert.deepEqual(first.take(), ['enter', 'o', 'leave']);
  assert.deepEqual(second.take(), ['enter', 'n', 'close']);
  type('b');
  assert.equal((await terminal.screen())[0], 'first');
  assert.deepEqual(third.take(), ['enter', 'b', 'close']);
  type('b');
  assert.equal(await running.done(), 'quit');
  assert.deepEqual(first.take(), ['enter', 'b', 'close']);
});

test('Ctrl-C ends from anywhere, closes every screen and gives the terminal back', async () => {
  const second = new NotingScreen('second');
  const first = new NotingScreen('first', { o: { kind: 'open', screen: second } });
  const { terminal, keyboard, type, running } = openScreenTerminal(first);
  assert.equal(keyboard.isRaw, true);
  type('o\x03x');
  assert.equal(await running.done(), 'interrupted');
  assert.deepEqual(first.take(), ['enter', 'o', 'leave', 'close']);
  assert.deepEqual(second.take(), ['enter', 'close']);
  assert.equal(keyboard.isRaw, false);
  assert.deepEqual(await terminal.modes(), { wraps: true, pastes: false, cursorShown: true, isAlternate: false });
  assert.deepEqual(await terminal.everything(), []);
});

test('a program that borrows the terminal finds it as it was, keys typed meanwhile are not ours, and the screen comes back', async () => {
  const seen: unknown[] = [];
  let end: (() => void) | undefined;
  const outcome: Outcome = {
    kind: 'lend',
    run: async () => {
      seen.push(keyboard.isRaw, (await terminal.modes()).isAlternate);
      await new Promise<void>((resolve) => {
        end = resolve;
      });
    },
  };
  const screen = new NotingScreen('first', { P: outcome, ...QUIT });
  const { terminal, keyboard, type, running } = openScreenTerminal(screen);
  type('Pxx');
  while (end === undefined) await new Promise(setImmediate);
  type('q');
  screen.redraw(0);
  assert.deepEqual(seen, [false, false]);
  assert.deepEqual(screen.take(), ['enter', 'P', 'leave']);
  end();
  await new Promise(setImmediate);
  assert.equal((await terminal.screen())[0], 'first');
  assert.deepEqual([keyboard.isRaw, ...screen.take()], [true, 'enter']);
  type('q');
  assert.equal(await running.done(), 'quit');
});

test('news is drawn later and once, a playhead sooner, and nothing after the end', async () => {
  const screen = new NotingScreen('first', QUIT);
  const { terminal, type, running } = openScreenTerminal(screen);
  screen.lines = ['news'];
  screen.redraw();
  screen.redraw();
  screen.redraw(0);
  screen.redraw();
  const frames = (): number => screen.notes.filter((note) => note.startsWith('frame')).length;
  assert.equal(frames(), 1);
  while (frames() < 2) await new Promise(setImmediate);
  assert.equal((await terminal.screen())[0], 'news');
  screen.redraw(0);
  type('q');
  await running.done();
  // The frame that was asked for would be drawn by a timer that is due now.
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.equal(frames(), 2);
});

test('an escape alone arrives as a key, one that begins a cut sequence does not', async () => {
  const screen = new NotingScreen('first', QUIT);
  const { type, running } = openScreenTerminal(screen);
  type('\x1b');
  type('[A');
  type('\x1b');
  while (!screen.notes.includes('escape')) await new Promise(setImmediate);
  assert.deepEqual(screen.take(), ['enter', 'up', 'escape']);
  type('q');
  await running.done();
});

test('pasted text is offered as such and never as keys', async () => {
  const screen = new NotingScreen('first', QUIT);
  const { type, running } = openScreenTerminal(screen);
  type('\x1b[200~xq\x1b[201~');
  assert.deepEqual(screen.take(), ['enter', 'paste xq']);
  type('q');
  await running.done();
});

test('after a resize and on Ctrl-L everything is written anew', async () => {
  const screen = new NotingScreen('first', QUIT);
  const { terminal, type, running } = openScreenTerminal(screen);
  await terminal.resize(120, 40);
  assert.equal(screen.notes.at(-1), 'frame 120x40');
  terminal.write('\x1b[5;1Hgarbage of another program');
  type('\x0c');
  assert.deepEqual(
    (await terminal.screen()).filter((line) => line !== ''),
    ['first'],
  );
  assert.deepEqual(screen.take(), ['enter']);
  type('q');
  await running.done();
});

test('a terminal too small for any layout says so, takes no key but the ones to leave, and comes back when it grows', async () => {
  const screen = new NotingScreen('first', { ...QUIT, x: { kind: 'quit' } });
  const { terminal, type, running } = openScreenTerminal(screen, 59, 20);
  assert.deepEqual((await terminal.screen()).slice(0, 3), [
    'This terminal has 59 x 20 cells.',
    'The screen needs 60 x 16.',
    'Make it larger, or q to quit.',
  ]);
  type('x');
  await terminal.resize(60, 16);
  assert.equal((await terminal.screen())[0], 'first');
  assert.deepEqual(screen.take(), ['enter']);
  await terminal.resize(60, 15);
  type('q');
  assert.equal(await running.done(), 'quit');
});

test('a screen that fails gives the terminal back and its fault to whoever waits', async () => {
  const screen = new NotingScreen('first');
  const { terminal, keyboard, type, running } = openScreenTerminal(screen);
  screen.frame = () => {
    throw new Error('cannot draw');
  };
  type('x');
  await assert.rejects(running.done(), /cannot draw/);
  assert.equal(keyboard.isRaw, false);
  assert.equal((await terminal.modes()).isAlternate, false);
  assert.deepEqual(screen.take(), ['enter', 'x', 'close']);
});

test('a program that could not run ends the screens with its fault', async () => {
  const run = (): Promise<void> => Promise.reject(new Error('no such player'));
  const screen = new NotingScreen('first', { P: { kind: 'lend', run } });
  const { type, running } = openScreenTerminal(screen);
  type('P');
  await assert.rejects(running.done(), /no such player/);
  assert.deepEqual(screen.take(), ['enter', 'P', 'leave', 'enter', 'close']);
});

test('many screens in one process leave no listeners behind', async () => {
  const before = process.listenerCount('SIGTERM') + process.listenerCount('exit');
  for (let round = 0; round < 20; round += 1) {
    const { type, running } = openScreenTerminal(new NotingScreen('first', QUIT));
    type('q');
    await running.done();
  }
  assert.equal(process.listenerCount('SIGTERM') + process.listenerCount('exit'), before);
});
