import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { labelFolderName } from '../../src/dataset/label.ts';

test('a plain label keeps its words', () => {
  assert.equal(labelFolderName('playing bass guitar'), 'playing_bass_guitar');
  assert.equal(labelFolderName("massaging person's head"), "massaging_person's_head");
  assert.equal(labelFolderName('passing American football (in game)'), 'passing_American_football_(in_game)');
});

test('hostile labels become safe names that stay apart', () => {
  const hostile = [
    '..',
    '.',
    '../../etc/passwd',
    'a/b',
    'a\\b',
    'nul\0here',
    '-rf',
    'x'.repeat(300),
    '"quoted"',
    'a_b',
    'a b',
    '',
    ' ',
  ];
  const names = hostile.map(labelFolderName);
  assert.equal(new Set(names).size, hostile.length);
  for (const name of names) {
    assert.match(name, /^[^./-][^/\\\0]*$/);
    assert.ok(Buffer.byteLength(name) <= 140, name);
  }
});

test('any two different labels have different folders, none of which can leave its parent', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      (a, b) => {
        const [nameOfA, nameOfB] = [labelFolderName(a), labelFolderName(b)];
        assert.ok(nameOfA.length > 0 && nameOfA !== '.' && nameOfA !== '..' && !/[/\\\0]/.test(nameOfA));
        if (a !== b) assert.notEqual(nameOfA, nameOfB);
      },
    ),
  );
});
