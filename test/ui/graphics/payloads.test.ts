import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import type { Picture } from '../../../src/drawing/picture.ts';
import { encodePng } from '../../../src/drawing/png.ts';
import { iterm2Text } from '../../../src/ui/graphics/iterm2.ts';
import { kittyDirect, kittyPlaceholders } from '../../../src/ui/graphics/kitty.ts';
import { sixelText } from '../../../src/ui/graphics/sixel.ts';

/** Pixels that no compression makes smaller: a linear congruential generator (Numerical Recipes). */
function patterned(widthPx: number, heightPx: number): Picture {
  let state = 1;
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { widthPx, heightPx, rgb };
}

function plain(widthPx: number, heightPx: number, colour: readonly [number, number, number]): Picture {
  return { widthPx, heightPx, rgb: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => colour[at % 3]!) };
}

/** Reads the RGB PNGs that we write: one IDAT, rows with filter 1. */
function decodePng(file: Buffer): Picture {
  assert.equal(file.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
  const [widthPx, heightPx] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const at = file.indexOf('IDAT');
  const rows = inflateSync(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)));
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row += 1) {
    assert.equal(rows[row * (widthPx * 3 + 1)], 1);
    for (let byte = 0; byte < widthPx * 3; byte += 1) {
      const to = row * widthPx * 3 + byte;
      rgb[to] = rows[row * (widthPx * 3 + 1) + 1 + byte]! + (byte < 3 ? 0 : rgb[to - 3]!);
    }
  }
  return { widthPx, heightPx, rgb };
}

test('a PNG holds its pixels exactly, and its check sums are those of the specification', () => {
  const picture = patterned(33, 17);
  assert.deepEqual(decodePng(encodePng(picture)), picture);
  // The IEND chunk has no content: its CRC is known.
  assert.equal(encodePng(picture).subarray(-12).toString('hex'), '0000000049454e44ae426082');
});

function kittyCommands(text: string): { keys: string; content: string }[] {
  return [...text.matchAll(/\p{Cc}_G([^;\p{Cc}]*);?([^\p{Cc}]*)\p{Cc}\\/gu)].map(([, keys, content]) => ({
    keys: keys!,
    content: content!,
  }));
}

test('kitty gets the picture in pieces of 4096 characters, with the size of its box, and can take it away', () => {
  const picture = patterned(128, 48);
  const { text, erase } = kittyDirect(picture, { box: { columns: 8, rows: 3 }, imageId: 7, isInTmux: false });
  const commands = kittyCommands(text);
  assert.ok(commands.length > 1);
  assert.equal(commands[0]!.keys, 'a=T,f=100,i=7,p=1,c=8,r=3,C=1,q=2,m=1');
  assert.deepEqual([commands[1]!.keys, commands.at(-1)!.keys], ['q=2,m=1', 'q=2,m=0']);
  assert.ok(commands.every(({ content }) => content.length <= 4096));
  assert.deepEqual(decodePng(Buffer.from(commands.map(({ content }) => content).join(''), 'base64')), picture);
  assert.equal(erase, '\x1b_Ga=d,d=I,i=7,q=2\x1b\\');
});

test('placeholders name their row and column, and the picture by their colour', () => {
  const { text } = kittyPlaceholders(plain(4, 4, [1, 2, 3]), {
    box: { columns: 2, rows: 2 },
    imageId: 258,
    isInTmux: false,
  });
  assert.ok(kittyCommands(text)[0]!.keys.includes('U=1,'));
  // The marks for 0 and 1 are U+0305 and U+030D.
  const cells = text.slice(text.lastIndexOf('\x1b\\') + 2);
  const cell = '\u{10eeee}';
  assert.equal(
    cells,
    `\x1b[38;2;0;1;2m${cell}\u0305\u0305${cell}\u0305\u030d\x1b[2D\x1b[B${cell}\u030d\u0305${cell}\u030d\u030d\x1b[39m`,
  );
});

test('no two columns of a wide terminal share a mark', () => {
  const { text } = kittyPlaceholders(plain(1, 1, [0, 0, 0]), {
    box: { columns: 283, rows: 1 },
    imageId: 1,
    isInTmux: false,
  });
  const columns = [...text.matchAll(/\u{10eeee}\u0305(.)/gu)].map((match) => match[1]);
  assert.equal(new Set(columns).size, 283);
  assert.ok(columns.every((mark) => /\p{Mn}/u.test(mark!)));
});

test('through tmux every sequence is wrapped and its escapes doubled', () => {
  const { erase } = kittyPlaceholders(plain(1, 1, [0, 0, 0]), {
    box: { columns: 1, rows: 1 },
    imageId: 1,
    isInTmux: true,
  });
  assert.equal(erase, '\x1bPtmux;\x1b\x1b_Ga=d,d=I,i=1,q=2\x1b\x1b\\\x1b\\');
});

test('an inline image carries its file, its length and its box', () => {
  const picture = patterned(20, 10);
  const [, keys, content] = /^\p{Cc}\]1337;File=([^:]*):(\P{Cc}*)\p{Cc}$/u.exec(
    iterm2Text(picture, { columns: 5, rows: 2 }),
  )!;
  const file = Buffer.from(content!, 'base64');
  assert.deepEqual(decodePng(file), picture);
  assert.equal(keys, `inline=1;size=${file.length};width=5;height=2;preserveAspectRatio=0;doNotMoveCursor=1`);
});

/** Draws sixels as the manual says; colours as 0..100 of each channel. */
function decodeSixel(text: string) {
  const [, widthPx, heightPx, body] = /^\p{Cc}P0;1q"1;1;(\d+);(\d+)(.*)\p{Cc}\\$/su.exec(text)!;
  const palette = new Map<number, number[]>();
  const pixels = new Map<string, number[]>();
  let colour = 0;
  let [x, y] = [0, 0];
  for (const [, definition, number, repeat, sixel, control] of body!.matchAll(
    /#(\d+;2;[\d;]+)|#(\d+)|(?:!(\d+))?([?-~])|([$-])/g,
  )) {
    if (definition !== undefined) {
      const [register, , ...percents] = definition.split(';').map(Number);
      palette.set(register!, percents);
    } else if (number !== undefined) colour = Number(number);
    else if (sixel !== undefined) {
      for (let count = Number(repeat ?? 1); count > 0; count -= 1) {
        for (let row = 0; row < 6; row += 1) {
          if ((sixel.charCodeAt(0) - 63) & (1 << row)) pixels.set(`${x},${y + row}`, palette.get(colour)!);
        }
        x += 1;
      }
    } else {
      x = 0;
      if (control === '-') y += 6;
    }
  }
  return { widthPx: Number(widthPx), heightPx: Number(heightPx), pixels };
}

test('sixels cover every pixel once, in colours that the palette holds exactly', () => {
  // 51 is the first of the five steps of red and blue, 170 the fourth of six of green.
  const { widthPx, heightPx, pixels } = decodeSixel(sixelText(plain(10, 8, [51, 170, 0])));
  assert.deepEqual([widthPx, heightPx, pixels.size], [10, 8, 80]);
  assert.ok([...pixels.values()].every((colour) => String(colour) === '20,67,0'));
});

test('between two levels, as many pixels take the upper as the colour is near it', () => {
  // 25 of 255 lies 0.49 of the way from 0 to the first step of red: 8 of 16 pixels of a tile.
  const { pixels } = decodeSixel(sixelText(plain(4, 4, [25, 0, 0])));
  assert.deepEqual([...pixels.values()].filter(([red]) => red === 20).length, 8);
  assert.deepEqual([...pixels.values()].filter(([red]) => red === 0).length, 8);
});

test('a pixel beside another colour keeps its place', () => {
  const picture = plain(3, 7, [0, 0, 0]);
  picture.rgb.set([255, 255, 255], (6 * 3 + 2) * 3);
  const { pixels } = decodeSixel(sixelText(picture));
  const lit = [...pixels].filter(([, colour]) => String(colour) === '100,100,100').map(([place]) => place);
  assert.deepEqual(lit, ['2,6']);
});
