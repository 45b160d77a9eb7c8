import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_FIELD, editField, fieldParts, fieldWith, insertText, type TextField } from '../../src/ui/text-field.ts';

function typed(field: TextField, ...keys: readonly string[]): TextField {
  return keys.reduce((now, key) => editField(now, key) ?? now, field);
}

test('characters go in at the caret, which arrows move', () => {
  const field = typed(EMPTY_FIELD, 'd', 'g', 'left', 'o', 'end', 'space', '演');
  assert.deepEqual(field, { text: 'dog 演', caret: 5 });
  assert.deepEqual(fieldParts(typed(field, 'left')), ['dog ', '演']);
});

test('backspace, delete, and the keys of shells take text away', () => {
  assert.equal(typed(fieldWith('dog'), 'backspace').text, 'do');
  assert.equal(typed(fieldWith('dog'), 'home', 'delete').text, 'og');
  assert.equal(typed(fieldWith('one two '), 'ctrl-w').text, 'one ');
  assert.equal(typed(fieldWith('one two'), 'left', 'ctrl-u').text, 'o');
  assert.equal(typed(fieldWith('one two'), 'home', 'ctrl-k').text, '');
  assert.deepEqual(typed(EMPTY_FIELD, 'backspace', 'delete', 'left', 'right'), EMPTY_FIELD);
});

test('a character of two code units is one step of the caret', () => {
  assert.equal(typed(fieldWith('a😀b'), 'left', 'backspace').text, 'ab');
});

test('pasted text becomes one line', () => {
  assert.deepEqual(insertText(fieldWith('a'), 'b\r\nc'), { text: 'ab c', caret: 4 });
});

test('keys that do not edit are left to the screen', () => {
  assert.equal(editField(EMPTY_FIELD, 'enter'), undefined);
  assert.equal(editField(EMPTY_FIELD, 'up'), undefined);
});
