import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barText, canDrawScreen, terminalTraits, themeFor } from '../../src/ui/theme.ts';

const UNICODE = themeFor({ isColourful: true, isUnicode: true });
const ASCII = themeFor({ isColourful: false, isUnicode: false });

test('NO_COLOR and a dumb terminal take the colour away, an empty NO_COLOR does not', () => {
  assert.equal(terminalTraits({ NO_COLOR: '1', LANG: 'C.UTF-8' }).isColourful, false);
  assert.equal(terminalTraits({ TERM: 'dumb' }).isColourful, false);
  assert.equal(terminalTraits({ NO_COLOR: '', TERM: 'xterm' }).isColourful, true);
});

test('the character set is the one of the first locale variable that is set', () => {
  assert.equal(terminalTraits({ LANG: 'en_US.UTF-8' }).isUnicode, true);
  assert.equal(terminalTraits({ LC_ALL: 'C', LANG: 'en_US.UTF-8' }).isUnicode, false);
  assert.equal(terminalTraits({ LC_ALL: '', LC_CTYPE: 'de_DE.utf8', LANG: 'C' }).isUnicode, true);
  assert.equal(terminalTraits({}).isUnicode, false);
});

test('a screen takes a terminal on both sides, outside of CI', () => {
  const tty = { isTTY: true };
  assert.equal(canDrawScreen({ TERM: 'xterm' }, tty, tty), true);
  assert.equal(canDrawScreen({ TERM: 'xterm' }, {}, tty), false);
  assert.equal(canDrawScreen({ TERM: 'xterm' }, tty, {}), false);
  assert.equal(canDrawScreen({ TERM: 'dumb' }, tty, tty), false);
  assert.equal(canDrawScreen({ TERM: 'xterm', CI: 'true' }, tty, tty), false);
});

test('a bar is as wide as asked at every ratio, in eighths of a cell', () => {
  for (let eighths = 0; eighths <= 80; eighths += 1) {
    assert.equal(barText(UNICODE.glyphs, eighths / 80, 10).length, 10);
  }
  assert.equal(barText(UNICODE.glyphs, 0.5625, 2), '█▏');
  assert.equal(barText(UNICODE.glyphs, 1.7, 3), '███');
  assert.equal(barText(ASCII.glyphs, 0.5, 4), '##..');
});

test('without colour text stays as it is', () => {
  assert.equal(ASCII.paint('good', 'kept'), 'kept');
  assert.deepEqual(ASCII.color('good'), {});
  assert.equal(UNICODE.paint('good', 'kept'), '\x1b[38;5;33mkept\x1b[39m');
});
