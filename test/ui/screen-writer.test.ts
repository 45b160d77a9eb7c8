import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankGrid } from '../../src/ui/graphics/cell-grid.ts';
import { gridRegion } from '../../src/ui/graphics/grid-region.ts';
import { drawPlayhead } from '../../src/ui/graphics/time-ruler.ts';
import { openScreen, type Region } from '../../src/ui/screen-writer.ts';
import { HeadlessTerminal } from '../helpers/headless-terminal.ts';

/** A drawing without colours whose cells are these characters. */
function cells(row: number, column: number, rows: readonly string[], columns: number): Region {
  const drawn = blankGrid({ columns, rows: rows.length });
  drawn.glyphs.splice(0, drawn.glyphs.length, ...rows.join(''));
  return gridRegion({ row, column, columns, rows: rows.length }, rows.join(), 'none', () => drawn);
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

test('a region lies over its lines, and only its changed cells are written', async () => {
  const { terminal, show } = openOn(12, 4);
  show(['|          |', '|          |'], [cells(0, 1, ['ab│def', 'ab│def'], 6)]);
  assert.deepEqual(await terminal.screen(), ['|ab│def    |', '|ab│def    |', '', '']);
  const moved = show(['|          |', '|          |'], [cells(0, 1, ['abc│ef', 'ab│def'], 6)]);
  assert.equal(moved, '\x1b[?2026h\x1b[1;4Hc│\x1b[?2026l');
  assert.deepEqual(await terminal.screen(), ['|abc│ef    |', '|ab│def    |', '', '']);
});

function grid(row: number, text: string, colour: number): Region {
  const drawn = blankGrid({ columns: text.length, rows: 1 });
  drawn.glyphs.splice(0, text.length, ...text);
  drawn.foregrounds.fill(colour);
  return gridRegion({ row, column: 0, columns: text.length, rows: 1 }, text, 'truecolour', () => drawn);
}

test('of a grid the changed cells are written, each run in its colours', () => {
  const { show } = openOn(12, 4);
  show([''], [grid(0, 'abcdef', 0xff0000)]);
  const written = show([''], [grid(0, 'aXcdeY', 0xff0000)]);
  const red = '\x1b[38;2;255;0;0m';
  assert.equal(written, `\x1b[?2026h\x1b[1;2H${red}X\x1b[0m\x1b[1;6H${red}Y\x1b[0m\x1b[?2026l`);
});

test('a drawing that stays as it is is not made again, and a line written under it brings it back whole', () => {
  const { show } = openOn(12, 4);
  let made = 0;
  const drawing = (key: string): Region =>
    gridRegion({ row: 0, column: 0, columns: 3, rows: 1 }, key, 'none', () => {
      made += 1;
      return blankGrid({ columns: 3, rows: 1 });
    });
  for (const key of ['a', 'a', 'a', 'b', 'b']) show([''], [drawing(key)]);
  assert.equal(made, 2);
  assert.equal(show(['line'], [drawing('b')]), '\x1b[?2026h\x1b[1;1H\x1b[2Kline\x1b[1;1H   \x1b[?2026l');
  assert.equal(made, 3);
});

test('a playhead that moves over coloured rows costs less than a kilobyte', () => {
  const { show } = openOn(160, 20);
  const drawing = (column: number): Region => {
    const drawn = blankGrid({ columns: 156, rows: 16 });
    drawn.glyphs.fill('▀');
    drawn.foregrounds.forEach((_, cell) => {
      drawn.foregrounds[cell] = cell * 97;
      drawn.backgrounds[cell] = cell * 89;
    });
    drawPlayhead(drawn, column, { startSeconds: 0, endSeconds: 156 }, { depth: 'truecolour', isUnicode: true });
    return gridRegion({ row: 0, column: 2, columns: 156, rows: 16 }, String(column), 'truecolour', () => drawn);
  };
  const whole = show([], [drawing(70)]);
  const moved = show([], [drawing(71)]);
  assert.ok(whole.length > 60_000 && moved.length < 1500, `${whole.length} then ${moved.length}`);
});

test('a line that was rewritten gets its pictures back, and a region that goes leaves its lines whole', async () => {
  const { terminal, show } = openOn(12, 4);
  show(['first', 'second'], [cells(0, 6, ['##', '##'], 2), payload(0, 'P')]);
  const rewritten = show(['FIRST', 'second'], [cells(0, 6, ['##', '##'], 2), payload(0, 'P')]);
  assert.equal(rewritten, '\x1b[?2026h\x1b[1;1H\x1b[2KFIRST\x1b[1;7H##\x1b[1;2HP\x1b[?2026l');
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
