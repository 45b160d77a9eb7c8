import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyReader } from '../../src/ui/key-reader.ts';

function keysOf(...chunks: readonly string[]): string[] {
  return chunks.flatMap(keyReader());
}

test('keys typed fast arrive joined and come out one by one', () => {
  assert.deepEqual(keysOf('++-p \r\x7fé'), ['+', '+', '-', 'p', 'space', 'enter', 'backspace', 'é']);
});

test('arrows, with and without modifiers and in both keyboard modes, are keys', () => {
  assert.deepEqual(keysOf('\x1b[A\x1b[B\x1bOC\x1b[1;5D'), ['up', 'down', 'right', 'left']);
});

test('escape alone is a key, and other sequences are none', () => {
  assert.deepEqual(keysOf('\x1b', 'q', '\x1b[15~', '\x1b[3~', '\x1b[<0;12;5M', '\x1b[I'), ['escape', 'q']);
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
