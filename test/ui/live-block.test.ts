import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLiveBlock } from '../../src/ui/live-block.ts';
import { HeadlessTerminal } from '../helpers/headless-terminal.ts';

function blockOf(height: number, mark: string): string[] {
  return Array.from({ length: height }, (_, row) => `${mark} row ${row}`);
}

test('the block sits below what was printed before and finished lines go between', async () => {
  const terminal = new HeadlessTerminal(40, 8);
  terminal.write('$ ks-build fetch\r\n');
  const writer = openLiveBlock(terminal);
  writer.setBlock(['one', 'two']);
  writer.flush();
  writer.scrollAway(['kept a']);
  writer.setBlock(['one', 'TWO']);
  writer.flush();
  assert.deepEqual(await terminal.everything(), ['$ ks-build fetch', 'kept a', 'one', 'TWO']);
});

test('every line that scrolled away is in the scrollback, once, in order and whole', async () => {
  const terminal = new HeadlessTerminal(30, 8);
  const writer = openLiveBlock(terminal);
  const lines = Array.from({ length: 500 }, (_, number) => `line ${number} ${'x'.repeat(1 + (number % 70))}`);
  lines.forEach((line, number) => {
    writer.scrollAway([line]);
    if (number % 7 === 0 || number === 499) {
      writer.setBlock(blockOf(1 + (number % 5), String(number)));
      writer.flush();
    }
  });
  assert.deepEqual(await terminal.everything(), [...lines, ...blockOf(5, '499')]);
});

test('only what changed is written, and nothing when nothing did', () => {
  const terminal = new HeadlessTerminal(40, 10);
  const writer = openLiveBlock(terminal);
  writer.setBlock(blockOf(6, 'a'));
  writer.flush();
  const before = terminal.written.length;
  writer.setBlock(blockOf(6, 'a'));
  writer.flush();
  assert.equal(terminal.written.length, before);
  writer.setBlock(blockOf(6, 'a').with(4, 'changed'));
  writer.flush();
  const frame = terminal.written.slice(before);
  assert.ok(frame.startsWith('\x1b[?2026h') && frame.endsWith('\x1b[?2026l'));
  assert.ok(frame.includes('changed') && !frame.includes('row'), JSON.stringify(frame));
});

test('a line as wide as the terminal keeps its last character when it changes', async () => {
  const terminal = new HeadlessTerminal(10, 5);
  const writer = openLiveBlock(terminal);
  for (const line of ['aaaaaaaaaa', 'bbbbbbbbbb', 'ccccccccccTOO LONG']) {
    writer.setBlock([line, 'end']);
    writer.flush();
  }
  assert.deepEqual(await terminal.screen(), ['ccccccccccTOO LONG'.slice(0, 9).concat('G'), 'end', '', '', '']);
});

test('the block grows and shrinks without leaving anything behind, at the bottom of the terminal too', async () => {
  const terminal = new HeadlessTerminal(40, 8);
  terminal.write('before\r\n'.repeat(7));
  const writer = openLiveBlock(terminal);
  for (const height of [1, 5, 2, 7, 3, 6, 1, 4]) {
    writer.setBlock(blockOf(height, `h${height}`));
    writer.flush();
    const shown = (await terminal.screen()).filter((line) => line !== '' && line !== 'before');
    assert.deepEqual(shown, blockOf(height, `h${height}`));
  }
  assert.equal((await terminal.everything()).filter((line) => line === 'before').length, 7);
});

test('a block higher than the terminal loses its end, never its place', async () => {
  const terminal = new HeadlessTerminal(40, 5);
  const writer = openLiveBlock(terminal);
  for (const mark of ['a', 'b', 'c']) {
    writer.setBlock(blockOf(9, mark));
    writer.flush();
  }
  assert.deepEqual(await terminal.everything(), blockOf(4, 'c'));
});

async function resizeThrough(sizes: readonly (readonly [columns: number, rows: number])[]) {
  const terminal = new HeadlessTerminal(60, 12);
  const writer = openLiveBlock(terminal);
  const lines: string[] = [];
  const blockRows: number[] = [];
  for (const [columns, rows] of sizes) {
    await terminal.resize(columns, rows);
    writer.forget();
    const line = `finished at ${columns} columns and ${rows} rows, said at some length`;
    lines.push(line);
    writer.scrollAway([line]);
    writer.setBlock(blockOf(4, 'x'.repeat(columns - 6)));
    writer.flush();
    blockRows.push((await terminal.screen()).filter((row) => /x row \d/.test(row)).length);
  }
  return { lines, blockRows, everything: await terminal.everything() };
}

test('after a resize, wider, lower or higher, the block is there once and the lines above are whole', async () => {
  const { lines, blockRows, everything } = await resizeThrough([
    [60, 12],
    [90, 12],
    [90, 7],
    [90, 20],
    [120, 6],
  ]);
  assert.deepEqual(blockRows, [4, 4, 4, 4, 4]);
  assert.deepEqual(everything, [...lines, ...blockOf(4, 'x'.repeat(114))]);
});

// This terminal moves its cursor too far when rows below it wrap anew, so a piece of an old block may stay; tmux is exact (fetch-screen-tmux).
test('after a resize to fewer columns the block is whole and no finished line is lost', async () => {
  const { lines, everything } = await resizeThrough([
    [60, 12],
    [24, 12],
    [90, 12],
    [17, 6],
    [60, 12],
  ]);
  assert.deepEqual(everything.slice(-4), blockOf(4, 'x'.repeat(54)));
  assert.deepEqual(
    everything.filter((row) => row.startsWith('finished')),
    lines,
  );
});

test('a terminal that cannot follow is not sent frames, gets the last one, and loses no finished line', async () => {
  const terminal = new HeadlessTerminal(40, 30);
  let isSlow = true;
  const slow = {
    columns: 40,
    rows: 30,
    write: (text: string) => terminal.write(text) && !isSlow,
    once: (event: 'drain', listener: () => void) => terminal.once(event, listener),
  };
  const writer = openLiveBlock(slow);
  for (let frame = 0; frame < 20; frame += 1) {
    writer.scrollAway([`line ${frame}`]);
    writer.setBlock([`frame ${frame}`]);
    writer.flush();
  }
  assert.equal(writer.skippedFrames, 19);
  assert.deepEqual(await terminal.everything(), ['line 0', 'frame 0']);
  isSlow = false;
  terminal.emit('drain');
  const lines = Array.from({ length: 20 }, (_, number) => `line ${number}`);
  assert.deepEqual(await terminal.everything(), [...lines, 'frame 19']);
});

test('lines that wait for a stopped terminal are bounded, and what is left out is said', async () => {
  const terminal = new HeadlessTerminal(60, 10);
  const writer = openLiveBlock(terminal);
  for (let number = 0; number < 5000; number += 1) writer.scrollAway([`line ${number}`]);
  writer.flush();
  const lines = await terminal.everything();
  assert.equal(lines[0], '(4000 lines left out: the terminal could not follow)');
  assert.deepEqual([lines[1], lines.at(-1), lines.length], ['line 4000', 'line 4999', 1001]);
});

test('restore erases the block, keeps the lines above and gives every mode back, once', async () => {
  const terminal = new HeadlessTerminal(40, 8);
  const writer = openLiveBlock(terminal);
  writer.setBlock(['live']);
  writer.flush();
  assert.deepEqual(await terminal.modes(), { wraps: false, pastes: true, cursorShown: false, isAlternate: false });
  writer.scrollAway(['kept a']);
  writer.restore();
  assert.deepEqual(await terminal.modes(), { wraps: true, pastes: false, cursorShown: true, isAlternate: false });
  const { length } = terminal.written;
  writer.restore();
  writer.setBlock(['late']);
  writer.flush();
  assert.equal(terminal.written.length, length);
  terminal.write('$ ');
  assert.deepEqual(await terminal.everything(), ['kept a', '$']);
});
