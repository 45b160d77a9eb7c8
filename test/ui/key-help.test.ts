import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { bindKeys, type CommandText } from '../../src/ui/key-bindings.ts';
import { fieldLine, footerLine, helpLines } from '../../src/ui/key-help.ts';
import { fieldWith } from '../../src/ui/text-field.ts';
import { themeFor } from '../../src/ui/theme.ts';

type Command = 'keep' | 'drop' | 'play' | 'help' | 'unbound';
const commands: Readonly<Record<Command, CommandText>> = {
  keep: { group: 'verdict', caption: 'keep, and on', footer: 'keep' },
  play: { group: 'sound', caption: 'play and pause', footer: 'play' },
  drop: { group: 'verdict', caption: 'drop, and on', footer: 'drop' },
  help: { group: 'view', caption: 'all keys', footer: 'keys' },
  unbound: { group: 'view', caption: 'has no key', footer: 'nothing' },
};
const bindings = bindKeys<Command>({ keep: 'a', drop: 'x', play: 'space', help: '?', unbound: '' }, 'keys');
const help = { commands, bindings, isUnicode: true };
const theme = themeFor({ isColourful: false, isUnicode: true });

const plain = stripVTControlCharacters;

test('the footer holds as many keys as fit, and the help in any case', () => {
  assert.equal(plain(footerLine(help, 'help', 40, theme)), ' a keep  ␣ play  x drop  ? keys         ');
  assert.equal(plain(footerLine(help, 'help', 20, theme)), ' a keep  ? keys     ');
  assert.equal(plain(footerLine(help, 'help', 8, theme)), ' ? keys ');
});

test('the help groups its keys, and typing leaves those that hold the text', () => {
  const lines = (search: string): string[] =>
    helpLines(help, search, 40, theme).map((line) => stripVTControlCharacters(line).trimEnd());
  assert.deepEqual(lines(''), [
    ' verdict',
    '   a          keep, and on',
    '   x          drop, and on',
    ' sound',
    '   ␣          play and pause',
    ' view',
    '   ?          all keys',
  ]);
  assert.deepEqual(lines('PAUSE'), [' sound', '   ␣          play and pause']);
  assert.deepEqual(lines('zebra'), [' no key for that']);
});

test('a field shows its caret as an inverted cell, and a long text the part before it', () => {
  assert.equal(fieldLine('note:', fieldWith('ab'), 12, theme), ' note: ab\x1b[7m \x1b[27m  ');
  assert.ok(fieldLine('note:', { text: 'abc', caret: 1 }, 20, theme).includes('a\x1b[7mb\x1b[27mc'));
  assert.ok(fieldLine('note:', fieldWith('a long text that does not fit'), 20, theme).includes(' not fit\x1b[7m '));
});
