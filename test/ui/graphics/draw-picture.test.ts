import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameRegion, type PictureMeans, stripRegion } from '../../../src/ui/graphics/draw-picture.ts';
import { GRAPHICS_MODES, type GraphicsMode } from '../../../src/ui/graphics/graphics-mode.ts';
import { openScreen, type Region } from '../../../src/ui/screen-writer.ts';
import { HeadlessTerminal } from '../../helpers/headless-terminal.ts';

const WINDOW = { startSeconds: 0, endSeconds: 8 };
const PLACE = { row: 1, column: 2, columns: 16, rows: 2, pictureId: 1 };

/** Sixteen grey frames, two a second, four times as wide as high. */
const FILM = {
  widthPx: 32,
  heightPx: 8,
  count: 16,
  videoFps: 2,
  rgb: Uint8Array.from({ length: 16 * 32 * 8 * 3 }, (_, at) => Math.floor(at / (32 * 8 * 3)) * 16),
};

function meansOf(mode: GraphicsMode): PictureMeans {
  const drawing = { depth: 'truecolour', isUnicode: true } as const;
  return { mode, graphics: { drawing, cellPx: { width: 10, height: 20 }, isInTmux: false } };
}

function payloadOf({ content }: Region): string {
  assert.equal(content.kind, 'payload');
  return content.kind === 'payload' ? content.text : '';
}

test('every means draws the strip in its place and leaves the rest of the screen alone', async () => {
  for (const mode of GRAPHICS_MODES) {
    const terminal = new HeadlessTerminal(20, 5);
    const writer = openScreen(terminal);
    const region = stripRegion(FILM, WINDOW, 3, PLACE, meansOf(mode), 'clip');
    assert.deepEqual([region.row, region.column, region.columns, region.rows], [1, 2, 16, 2]);
    writer.show({ lines: ['header', '', '', 'footer'], regions: [region] });
    const [header, , , footer] = await terminal.screen();
    assert.deepEqual([header, footer], ['header', 'footer'], mode);
    writer.leave();
  }
});

test('where the strip is cells the playhead goes through it, and its key changes with it', () => {
  const at = (mode: GraphicsMode, seconds: number | undefined): Region =>
    stripRegion(FILM, WINDOW, seconds, PLACE, meansOf(mode), 'clip');
  const { content } = at('quadrants', 4);
  assert.equal(content.kind === 'grid' && content.grid.glyphs[8], '│');
  assert.notEqual(at('quadrants', 4).key, at('quadrants', 5).key);
  // Within one column it does not move.
  assert.equal(at('quadrants', 4).key, at('quadrants', 4.2).key);
  assert.equal(at('kitty', 4).key, at('kitty', 5).key);
});

test('a frame keeps its shape within its place', () => {
  // Four times as wide as high is eight cells a row.
  const { columns, rows } = frameRegion(FILM, 0, { ...PLACE, columns: 40, rows: 2 }, meansOf('quadrants'), '');
  assert.deepEqual([columns, rows], [16, 2]);
  const narrow = frameRegion(FILM, 0, { ...PLACE, columns: 16, rows: 10 }, meansOf('quadrants'), '');
  assert.deepEqual([narrow.columns, narrow.rows], [16, 2]);
});

test('sixels have the pixels of their cells; others are scaled by the terminal', () => {
  const sixel = payloadOf(stripRegion(FILM, WINDOW, undefined, PLACE, meansOf('sixel'), ''));
  assert.ok(sixel.startsWith('\x1b7\x1bP0;1q"1;1;160;40#0;'));
  const kitty = payloadOf(stripRegion(FILM, WINDOW, undefined, PLACE, meansOf('kitty'), ''));
  assert.ok(kitty.startsWith('\x1b_Ga=T,f=100,i=7041793,p=1,c=16,r=2,'));
});

test('each picture on the screen has its own id', () => {
  const ids = [1, 2].map(
    (pictureId) => /i=(\d+)/.exec(payloadOf(frameRegion(FILM, 0, { ...PLACE, pictureId }, meansOf('kitty'), '')))![1],
  );
  assert.notEqual(ids[0], ids[1]);
});

test('a sixel picture wider than xterm draws is made of tiles side by side', () => {
  const sixel = payloadOf(stripRegion(FILM, WINDOW, undefined, { ...PLACE, columns: 150 }, meansOf('sixel'), ''));
  const sizes = [...sixel.matchAll(/"1;1;(\d+);(\d+)#/g)].map(([, width, height]) => `${width}x${height}`);
  assert.deepEqual(sizes, ['1000x40', '500x40']);
  assert.ok(sixel.includes('\x1b\\\x1b8\x1b[100C\x1bP'));
});
