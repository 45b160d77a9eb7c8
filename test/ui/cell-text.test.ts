import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { asciiLine, cellWidth, fitNumber, fitText, lineOf, twoEnds, wrapWords } from '../../src/ui/cell-text.ts';
import { themeFor } from '../../src/ui/theme.ts';

const plain = themeFor({ isColourful: false, isUnicode: true });
const colourful = themeFor({ isColourful: true, isUnicode: true });

test('a wide character takes two cells and a combining one none', () => {
  assert.equal(cellWidth('演奏'), 4);
  assert.equal(cellWidth('e\u0301'), 1);
  assert.equal(cellWidth('dog'), 3);
});

test('a text fills its cells exactly: padded, or cut with a mark', () => {
  assert.equal(fitText('dog', 5, '…'), 'dog  ');
  assert.equal(fitText('dog barking', 5, '…'), 'dog …');
  assert.equal(fitText('dog', 0, '…'), '');
  assert.equal(fitNumber('1.5', 5, '…'), '  1.5');
});

test('a wide character is never halved: a blank stands where it does not fit', () => {
  const cut = fitText('演奏二胡', 4, '…');
  assert.equal(cut, '演… ');
  assert.equal(cellWidth(cut), 4);
});

test('a combining character stays with its letter where a text is cut', () => {
  assert.equal(fitText('e\u0301e\u0301e\u0301', 2, '…'), 'e\u0301…');
});

test('a line is cut where its cells end, in whichever part that is', () => {
  assert.equal(lineOf(['ab', { text: 'cd' }, 'ef'], 5, plain), 'abcd…');
  assert.equal(lineOf(['ab', { text: 'cd' }], 5, plain), 'abcd ');
  assert.equal(lineOf([{ text: 'ab', tone: 'good' }], 3, colourful), '\x1b[38;5;33mab\x1b[39m ');
});

test('the right end of a line stays whole, the left one gives way', () => {
  assert.equal(twoEnds(['a long beginning'], ['12 of 340'], 20, plain), 'a long b…  12 of 340');
  assert.equal(twoEnds(['ab'], ['12'], 10, plain), 'ab      12');
});

test('words wrap at cells, and the last line holds what does not fit', () => {
  assert.deepEqual(wrapWords('one two three', 7, 3), ['one two', 'three']);
  assert.deepEqual(wrapWords('one two three four', 7, 2), ['one two', 'three four']);
});

test('a line for another character set keeps its cells', () => {
  assert.equal(asciiLine('a 演 e\u0301 … ±0.1'), 'a ?? e ~ ~0.1');
});

test('characters that are drawn with take one cell each, and are cut like letters', () => {
  const bars = '█▎░⣿│·…▸●';
  assert.equal(cellWidth(bars), [...bars].length);
  assert.equal(cellWidth(bars), stringWidth(bars));
  assert.equal(fitText(bars, 4, '~'), '█▎░~');
});
