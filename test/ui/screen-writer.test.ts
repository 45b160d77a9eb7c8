import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen, type Region } from '../../src/ui/screen-writer.ts';
import { HeadlessTerminal } from '../helpers/headless-terminal.ts';

function cells(row: number, column: number, rows: readonly string[], columns: number, key = rows.join('\n')): Region {
  return { row, column, columns, rows: rows.length, key, content: { kind: 'cells', rows } };
}

function payload(row: number, text: string, erase?: string): Region {
  const content = { kind: 'payload', text, ...(erase === undefined ? {} : { erase }) } as const;
  return { row, column: 1, columns: 4, rows: 2, key: text, content };
}

/** A full screen, and what each frame wrote. */
function openOn(columns: number, rows: number) {
  const terminal = new HeadlessTerminal(columns, rows);
  const writer = openScreen(terminal);
  const show = (lines: readonly string[], regions: readonly Region[] = []): string => {
    const before = terminal.written.length;
    writer.show({ lines, regions });
    return terminal.written.slice(before);
  };
  return { terminal, writer, show };
}

test('a full screen has every row but the very last cell, and leaves the terminal as it was before', async () => {
  const terminal = new HeadlessTerminal(10, 3);
  terminal.write('before\r\n');
  const writer = openScreen(terminal);
  for (const mark of ['a', 'b']) writer.show({ lines: Array.from({ length: 5 }, () => mark.repeat(10)), regions: [] });
  assert.deepEqual(await terminal.screen(), ['bbbbbbbbbb', 'bbbbbbbbbb', 'bbbbbbbbb']);
  assert.deepEqual(await terminal.modes(), { wraps: false, pastes: true, cursorShown: false, isAlternate: true });
  writer.leave();
  writer.leave();
  writer.show({ lines: ['late'], regions: [] });
  assert.deepEqual(await terminal.everything(), ['before']);
  assert.deepEqual(await terminal.modes(), { wraps: true, pastes: false, cursorShown: true, isAlternate: false });
});

test('only what changed is written, and nothing when nothing did', () => {
  const { show } = openOn(20, 4);
  show(['one', 'two', 'three']);
  assert.equal(show(['one', 'two', 'three']), '');
  assert.equal(show(['one', 'TWO', 'three']), '\x1b[?2026h\x1b[2;1H\x1b[2KTWO\x1b[?2026l');
  assert.equal(show(['one', 'TWO']), '\x1b[?2026h\x1b[3;1H\x1b[2K\x1b[?2026l');
});

test('a region lies over its lines, and of a changed row only the changed cells are written', async () => {
  const { terminal, show } = openOn(12, 4);
  show(['|          |', '|          |'], [cells(0, 1, ['ab│def', 'ab│def'], 6)]);
  assert.deepEqual(await terminal.screen(), ['|ab│def    |', '|ab│def    |', '', '']);
  const moved = show(['|          |', '|          |'], [cells(0, 1, ['abc│ef', 'ab│def'], 6)]);
  assert.equal(moved, '\x1b[?2026h\x1b[1;4Hc│\x1b[?2026l');
  assert.deepEqual(await terminal.screen(), ['|abc│ef    |', '|ab│def    |', '', '']);
});

test('changed cells keep the colours that began before them', async () => {
  const { show } = openOn(12, 4);
  show([''], [cells(0, 0, ['\x1b[38;2;1;2;3;48;5;7mabcd\x1b[39mef\x1b[0m'], 6)]);
  const written = show([''], [cells(0, 0, ['\x1b[38;2;1;2;3;48;5;7mabXd\x1b[39meY\x1b[0m'], 6)]);
  assert.equal(
    written,
    '\x1b[?2026h\x1b[1;3H\x1b[0;38;2;1;2;3;48;5;7mX\x1b[0m\x1b[1;6H\x1b[0;48;5;7mY\x1b[0m\x1b[?2026l',
  );
});

test('a playhead that moves over coloured rows costs less than a kilobyte', () => {
  const { show } = openOn(160, 20);
  const rows = (playhead: number): string[] =>
    Array.from({ length: 16 }, (_, row) => {
      const colours = Array.from({ length: 156 }, (_, column) =>
        column === playhead ? '\x1b[38;2;255;255;255m│' : `\x1b[38;2;${row};${column};9;48;2;${column};9;${row}m▀`,
      );
      return `${colours.join('')}\x1b[0m`;
    });
  const whole = show([], [cells(0, 2, rows(70), 156)]);
  const moved = show([], [cells(0, 2, rows(71), 156)]);
  assert.ok(whole.length > 60_000 && moved.length < 1300, `${whole.length} then ${moved.length}`);
});

test('a line that was rewritten gets its pictures back, and a region that goes leaves its lines whole', async () => {
  const { terminal, show } = openOn(12, 4);
  show(['first', 'second'], [cells(0, 6, ['##', '##'], 2), payload(0, 'P')]);
  const rewritten = show(['FIRST', 'second'], [cells(0, 6, ['##', '##'], 2), payload(0, 'P')]);
  assert.equal(rewritten, '\x1b[?2026h\x1b[1;1H\x1b[2KFIRST\x1b[1;7H##\x1b[0m\x1b[1;2HP\x1b[?2026l');
  show(['FIRST', 'second'], []);
  assert.deepEqual(await terminal.screen(), ['FIRST', 'second', '', '']);
});

test('a payload is written when its key changes, erased first, and not otherwise', () => {
  const { writer, show } = openOn(12, 4);
  const lines = ['', ''];
  assert.ok(show(lines, [payload(0, 'P1', 'E1')]).includes('\x1b[1;2HP1'));
  assert.equal(show(lines, [payload(0, 'P1', 'E1')]), '');
  assert.equal(show(lines, [payload(0, 'P2', 'E2')]), '\x1b[?2026hE1\x1b[1;2HP2\x1b[?2026l');
  const gone = show(lines, []);
  assert.equal(gone, '\x1b[?2026hE2\x1b[1;1H\x1b[2K\x1b[2;1H\x1b[2K\x1b[?2026l');
  show(lines, [payload(0, 'P3', 'E3')]);
  writer.forget();
  assert.equal(show(lines, [payload(0, 'P3', 'E3')]), '\x1b[?2026hE3\x1b[0m\x1b[2J\x1b[1;2HP3\x1b[?2026l');
});

test('what does not fit a small terminal is left out, and comes when it grows', async () => {
  const { terminal, writer, show } = openOn(6, 2);
  const lines = ['abcdefgh', 'second', 'third'];
  const regions = [cells(1, 4, ['##', '##'], 2)];
  show(lines, regions);
  assert.deepEqual(await terminal.screen(), ['abcdeh', 'secon']);
  await terminal.resize(10, 4);
  writer.forget();
  show(lines, regions);
  assert.deepEqual(await terminal.screen(), ['abcdefgh', 'seco##', 'thir##', '']);
});

test('a terminal that cannot follow is not sent frames and gets the last one', async () => {
  const terminal = new HeadlessTerminal(20, 4);
  let isSlow = true;
  const writer = openScreen({
    columns: 20,
    rows: 4,
    write: (text) => terminal.write(text) && !isSlow,
    once: (event, listener) => terminal.once(event, listener),
  });
  for (let frame = 0; frame < 20; frame += 1) writer.show({ lines: [`frame ${frame}`], regions: [] });
  assert.equal(writer.skippedFrames, 19);
  assert.deepEqual(await terminal.screen(), ['frame 0', '', '', '']);
  isSlow = false;
  terminal.emit('drain');
  assert.deepEqual(await terminal.screen(), ['frame 19', '', '', '']);
});

test('a screen that was left is entered again with nothing shown', async () => {
  const { terminal, writer, show } = openOn(20, 4);
  show(['first'], [payload(1, 'P', 'E')]);
  writer.leave();
  assert.ok(terminal.written.includes('E'));
  writer.enter();
  assert.deepEqual(await terminal.screen(), ['', '', '', '']);
  show(['first']);
  assert.deepEqual(await terminal.screen(), ['first', '', '', '']);
});
