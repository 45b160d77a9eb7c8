import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputReader, keyReader } from '../../src/ui/key-reader.ts';

function keysOf(...chunks: readonly string[]): string[] {
  return chunks.flatMap(keyReader());
}

test('keys typed fast arrive joined and come out one by one', () => {
  assert.deepEqual(keysOf('++-p \r\x7fé'), ['+', '+', '-', 'p', 'space', 'enter', 'backspace', 'é']);
});

test('arrows, with and without modifiers and in both keyboard modes, are keys', () => {
  assert.deepEqual(keysOf('\x1b[A\x1b[B\x1bOC\x1b[1;5D'), ['up', 'down', 'right', 'left']);
});

test('escape alone is a key, and unknown sequences, mouse and focus are none', () => {
  assert.deepEqual(keysOf('\x1b', 'q', '\x1b[15~', '\x1b[2~', '\x1b[<0;12;5M', '\x1b[I\x1b[O'), ['escape', 'q']);
});

test('keys that move far, tab and delete have names, in every form that terminals send', () => {
  assert.deepEqual(keysOf('\x1b[H\x1bOH\x1b[1~\x1b[7~'), ['home', 'home', 'home', 'home']);
  assert.deepEqual(keysOf('\x1b[F\x1bOF\x1b[4~\x1b[8~'), ['end', 'end', 'end', 'end']);
  assert.deepEqual(keysOf('\x1b[5~\x1b[6;5~\x1b[3~\t\x1b[Z'), ['page-up', 'page-down', 'delete', 'tab', 'shift-tab']);
});

test('control and alt go with their key', () => {
  assert.deepEqual(keysOf('\x0c\x1a\x15'), ['ctrl-l', 'ctrl-z', 'ctrl-u']);
  assert.deepEqual(keysOf('\x1bx\x1b\x7f\x1b\x1b'), ['alt-x', 'alt-backspace', 'escape', 'escape']);
});

test('pasted text is not keys, whatever is in it and however it is cut', () => {
  const paste = '\x1b[200~qqq\npp \x1b[A++\x1b[201~e';
  assert.deepEqual(keysOf(paste), ['e']);
  for (let cut = 2; cut < paste.length; cut += 1) {
    // A cut right after an ESC shows an escape key: terminals do not cut there.
    if (paste[cut - 1] === '\x1b') continue;
    assert.deepEqual(keysOf(paste.slice(0, cut), paste.slice(cut)), ['e'], `cut at ${cut}`);
  }
});

test('answers of a terminal fall away: device attributes, version, colours, kitty graphics', () => {
  const answers =
    '\x1b[?62;4c\x1bP>|kitty(0.26.5)\x1b\\\x1b]11;rgb:0000/0000/0000\x07\x1b_Gi=31;OK\x1b\\\x1b[?2026;2$y';
  assert.deepEqual(keysOf(`p${answers}q`), ['p', 'q']);
});

test('Ctrl-C counts even inside a sequence that never ends', () => {
  assert.deepEqual(keysOf('\x1b]11;qqq', 'qqq', '\x03', 'q'), ['ctrl-c', 'q']);
  assert.deepEqual(keysOf('\x1b[200~qqq', '\x03'), ['ctrl-c']);
});

test('an escape at the end of a chunk waits for what follows, and is the key when nothing does', () => {
  const reader = inputReader();
  assert.deepEqual(reader.read('a\x1b'), [{ kind: 'key', key: 'a' }]);
  assert.equal(reader.isUndecided, true);
  assert.deepEqual(reader.read('[A'), [{ kind: 'key', key: 'up' }]);
  assert.equal(reader.isUndecided, false);
  assert.deepEqual(reader.settle(), []);
  reader.read('\x1b');
  assert.deepEqual(reader.settle(), [{ kind: 'key', key: 'escape' }]);
  assert.deepEqual(reader.read('q'), [{ kind: 'key', key: 'q' }]);
});

test('alt with a letter that could begin a string of the terminal does not swallow the keys after it', () => {
  const reader = inputReader();
  assert.deepEqual(reader.read('\x1bX'), []);
  assert.deepEqual(reader.settle(), [{ kind: 'key', key: 'alt-X' }]);
  assert.deepEqual(reader.read('q'), [{ kind: 'key', key: 'q' }]);
});

test('text fields get pasted text whole, whatever is in it, and a very long one bounded', () => {
  const reader = inputReader();
  assert.deepEqual(reader.read('\x1b[200~two\nlines \x1b[A and a'), []);
  assert.deepEqual(reader.read(' tail\x1b[201~x'), [
    { kind: 'paste', text: 'two\nlines \x1b[A and a tail' },
    { kind: 'key', key: 'x' },
  ]);
  const [long] = reader.read(`\x1b[200~${'y'.repeat(100_000)}\x1b[201~`);
  assert.deepEqual(long, { kind: 'paste', text: 'y'.repeat(10_000) });
});

test('the focus that comes back is told to those who ask for it', () => {
  assert.deepEqual(inputReader().read('\x1b[I'), [{ kind: 'focus' }]);
});
