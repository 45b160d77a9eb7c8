import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideGraphics, type TerminalFacts } from '../../../src/ui/graphics/graphics-mode.ts';
import { NO_ANSWERS, parseAnswers, type TerminalAnswers } from '../../../src/ui/graphics/terminal-answers.ts';

const COLOURFUL = { isColourful: true, isUnicode: true };
const TEXT = ['quadrants', 'half-blocks', 'half-blocks-256', 'ascii'];

// Answers as terminals give them: kitty 0.26.5, xterm 379 -ti vt340, tmux 3.3a, xterm.js 6.
const KITTY_OLD = '\x1b_Gi=31;OK\x1b\\\x1bP>|kitty(0.26.5)\x1b\\\x1b[6;18;9t\x1b[?62;c';
const XTERM = '\x1b[?1;0;1024S\x1b[?2;0;800;510S\x1bP>|XTerm(379)\x1b\\\x1b[?63;1;2;4;6;9;15;16;22;28c';
const TMUX = '\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c';
const XTERM_JS = '\x1b[?62;4;9;22c';

const SIZE = { columns: 100, rows: 30 };

function answered(text: string, roundTripMs = 5): TerminalAnswers {
  return { ...parseAnswers(text, SIZE), roundTripMs, isComplete: true };
}

function facts(text: string, rest: Partial<TerminalFacts> = {}): TerminalFacts {
  return {
    traits: COLOURFUL,
    answers: answered(text),
    tmux: undefined,
    env: { COLORTERM: 'truecolor' },
    ...rest,
  };
}

function ladder(text: string, rest?: Partial<TerminalFacts>): readonly string[] {
  return decideGraphics(facts(text, rest)).ladder;
}

test('answers are read for what they are, whatever was typed meanwhile', () => {
  assert.deepEqual(parseAnswers(`q${KITTY_OLD}x`, SIZE), {
    name: 'kitty',
    version: [0, 26, 5],
    hasKittyGraphics: true,
    hasSixel: false,
    sixelColours: undefined,
    cellPx: { width: 9, height: 18 },
  });
  const xterm = parseAnswers(XTERM, SIZE);
  assert.deepEqual([xterm.name, xterm.hasSixel, xterm.sixelColours], ['xterm', true, 1024]);
  // 800 x 510 pixels on 100 x 30 cells.
  assert.deepEqual(xterm.cellPx, { width: 8, height: 17 });
  // A window of 1200 x 765 pixels, of which xterm names no more than 1000 each way.
  const wide = parseAnswers('\x1b[?2;0;1000;765S', { columns: 150, rows: 45 });
  assert.deepEqual(wide.cellPx, { width: 8, height: 17 });
  assert.deepEqual({ ...parseAnswers('', SIZE), roundTripMs: 0, isComplete: false }, NO_ANSWERS);
});

test('class 4 of a terminal is not its sixels', () => {
  assert.equal(parseAnswers('\x1b[?4;6c', SIZE).hasSixel, false);
});

test('kitty draws placeholders from 0.28 on, and sextants always', () => {
  assert.deepEqual(ladder(KITTY_OLD), ['kitty', 'sextants', ...TEXT]);
  const kitty = KITTY_OLD.replace('0.26.5', '0.42.1');
  assert.deepEqual(ladder(kitty), ['kitty-placeholders', 'kitty', 'sextants', ...TEXT]);
});

test('a terminal that answers OK to kitty but is not known for placeholders gets none', () => {
  const konsole = '\x1b_Gi=31;OK\x1b\\\x1bP>|Konsole 25.04.1\x1b\\\x1b[?62;1;4c';
  assert.deepEqual(ladder(konsole), ['kitty', 'iterm2', 'sixel', ...TEXT]);
});

test('sixels come where the terminal says so, and has the colours for them', () => {
  assert.deepEqual(ladder(XTERM), ['sixel', ...TEXT]);
  assert.deepEqual(ladder(XTERM.replace('1024S', '16S')), TEXT);
  assert.deepEqual(ladder(XTERM_JS), ['sixel', ...TEXT]);
});

test('in tmux only what tmux keeps in its place: text, placeholders through it, its own sixels', () => {
  const kitty = KITTY_OLD.replace('0.26.5', '0.42.1');
  assert.deepEqual(ladder(TMUX, { tmux: { hasPassthrough: false } }), TEXT);
  assert.deepEqual(ladder(`${kitty}${TMUX}`, { tmux: { hasPassthrough: true } }), [
    'kitty-placeholders',
    'sextants',
    ...TEXT,
  ]);
  assert.deepEqual(ladder('\x1bP>|tmux 3.5a\x1b\\\x1b[?1;2;4c', { tmux: { hasPassthrough: false } }), [
    'sixel',
    ...TEXT,
  ]);
});

test('xterm has 24-bit colour when it says that it is xterm, not when TERM does', () => {
  const env = { TERM: 'xterm-256color' };
  assert.deepEqual(ladder(XTERM, { env }), ['sixel', ...TEXT]);
  assert.deepEqual(ladder('\x1b[?1;2c', { env }), ['half-blocks-256', 'ascii']);
});

test('without a word for 24-bit colour, 256 must do; without colour or Unicode, characters', () => {
  assert.deepEqual(ladder('\x1b[?1;2c', { env: { TERM: 'screen-256color' } }), ['half-blocks-256', 'ascii']);
  assert.deepEqual(ladder(KITTY_OLD, { traits: { isColourful: false, isUnicode: true } }), ['ascii']);
  assert.deepEqual(ladder('\x1b[?1;2c', { traits: { isColourful: true, isUnicode: false } }), ['ascii']);
});

test('where nothing answers, the environment hints', () => {
  const silent = { answers: NO_ANSWERS };
  assert.deepEqual(ladder('', { ...silent, env: { TERM_PROGRAM: 'iTerm.app' } }), ['iterm2', ...TEXT]);
  assert.deepEqual(ladder('', { ...silent, env: { TERM: 'foot' } }), ['sextants', ...TEXT]);
  assert.deepEqual(ladder('', { ...silent, env: { TERM_PROGRAM: 'Apple_Terminal', TERM: 'xterm-256color' } }), [
    'half-blocks-256',
    'ascii',
  ]);
});

test('over a slow line the first step is left for last', () => {
  const slow = { answers: answered(KITTY_OLD, 120), env: { SSH_CONNECTION: '1', COLORTERM: 'truecolor' } };
  const { ladder: steps, because } = decideGraphics(facts('', slow));
  assert.deepEqual(steps, ['sextants', ...TEXT, 'kitty']);
  assert.match(because, /one step lower over a line of 120 ms/);
});

test('what the user asks for comes first, known or not', () => {
  const { ladder: steps, because } = decideGraphics(facts(XTERM), 'kitty');
  assert.deepEqual(steps, ['kitty', 'sixel', ...TEXT]);
  assert.equal(because, 'asked for, though the terminal does not say that it can');
  assert.equal(decideGraphics(facts(XTERM), 'quadrants').because, 'asked for');
});

test('the reason names the terminal and what was missing', () => {
  assert.equal(
    decideGraphics(facts(TMUX, { tmux: { hasPassthrough: false } })).because,
    'tmux names no pixel graphics (tmux has allow-passthrough off)',
  );
  assert.equal(decideGraphics(facts(XTERM)).because, 'xterm says that it draws sixels');
});
