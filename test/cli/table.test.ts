import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTable, printable } from '../../src/cli/table.ts';

test('columns line up, numbers stand at the right, no line ends in a blank', () => {
  const lines = formatTable(
    [{ title: 'state' }, { title: 'clips', align: 'right' }, { title: 'meaning' }],
    [
      ['kept', 1200, 'verified'],
      ['dropped', 3, ''],
    ],
  );
  assert.deepEqual(lines, ['state    clips  meaning', 'kept      1200  verified', 'dropped      3']);
});

test('a table without titles has no title line, a row that is too short is filled up', () => {
  assert.deepEqual(formatTable([{ title: '' }, { title: '' }], [['ffmpeg', '5.1'], ['node']]), ['ffmpeg  5.1', 'node']);
});

test('zero is a number, not an empty cell', () => {
  assert.deepEqual(formatTable([{ title: 'n', align: 'right' }], [[0]]), ['n', '0']);
});

test('characters beyond the first plane count as one', () => {
  assert.deepEqual(formatTable([{ title: 'a' }, { title: 'b' }], [['🎸', 'x']]), ['a  b', '🎸  x']);
});

test('control characters of foreign texts never reach the terminal', () => {
  assert.equal(printable('red \u001b[31m\r\nline\u0000'), 'red  [31m line ');
  assert.deepEqual(formatTable([{ title: 'a' }], [['one\ntwo']]), ['a', 'one two']);
});
