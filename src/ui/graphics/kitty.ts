// A picture for kitty's graphics protocol (https://sw.kovidgoyal.net/kitty/graphics-protocol/), placed at the cursor or by placeholders. Pure.

import type { Picture } from '../../drawing/picture.ts';
import { encodePng } from '../../drawing/png.ts';
import type { Box } from './cell-grid.ts';
import { throughTmux } from './passthrough.ts';

export interface KittyPlace {
  readonly box: Box;
  /** 1..2^24-1, one for each place of the screen: a new picture with the same id takes the old one's place. */
  readonly imageId: number;
  readonly isInTmux: boolean;
}

export interface Payload {
  readonly text: string;
  readonly erase: string;
}

/** Longest piece of base64 in one sequence, as the protocol asks. */
const CHUNK_CHARACTERS = 4096;

/** The terminal draws the picture over the cells from the cursor on, which does not move. */
export function kittyDirect(picture: Picture, place: KittyPlace): Payload {
  const { columns, rows } = place.box;
  const keys = `a=T,f=100,i=${place.imageId},p=1,c=${columns},r=${rows},C=1,q=2`;
  return { text: transmission(picture, keys, place), erase: eraseText(place) };
}

/** The picture is text: it scrolls, is cut and is erased as such, so that multiplexers keep it in its place. */
export function kittyPlaceholders(picture: Picture, place: KittyPlace): Payload {
  const { columns, rows } = place.box;
  const keys = `a=T,U=1,f=100,i=${place.imageId},c=${columns},r=${rows},q=2`;
  const nextRow = `\x1b[${columns}D\x1b[B`;
  const lines = Array.from({ length: rows }, (_, row) => placeholderRow(row, columns));
  return {
    text: `${transmission(picture, keys, place)}${idColour(place.imageId)}${lines.join(nextRow)}\x1b[39m`,
    erase: eraseText(place),
  };
}

function transmission(picture: Picture, keys: string, { isInTmux }: KittyPlace): string {
  const base64 = encodePng(picture).toString('base64');
  const count = Math.ceil(base64.length / CHUNK_CHARACTERS);
  return Array.from({ length: count }, (_, part) => {
    const more = part < count - 1 ? 1 : 0;
    const content = base64.slice(part * CHUNK_CHARACTERS, (part + 1) * CHUNK_CHARACTERS);
    return command(`${part === 0 ? `${keys},` : 'q=2,'}m=${more};${content}`, isInTmux);
  }).join('');
}

/** With its data: the terminal need not keep it. */
function eraseText({ imageId, isInTmux }: KittyPlace): string {
  return command(`a=d,d=I,i=${imageId},q=2`, isInTmux);
}

function command(text: string, isInTmux: boolean): string {
  const sequence = `\x1b_G${text}\x1b\\`;
  return isInTmux ? throughTmux(sequence) : sequence;
}

const PLACEHOLDER = '\u{10eeee}';

/** The id is the foreground colour of its placeholders. */
function idColour(imageId: number): string {
  return `\x1b[38;2;${(imageId >> 16) & 255};${(imageId >> 8) & 255};${imageId & 255}m`;
}

/** Every cell says its row and column, so that each may be written again alone. */
function placeholderRow(row: number, columns: number): string {
  return Array.from({ length: columns }, (_, column) => `${PLACEHOLDER}${mark(row)}${mark(column)}`).join('');
}

/**
 * Numbers as combining marks above, in the order of the protocol's table: those of class 230 in Unicode 6.0 without decomposition and not
 * fused by normalisation. Here as ranges, in hexadecimal; the first 283, more than a terminal has columns.
 */
const MARK_RANGES =
  '305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1 5a8-5a9 5ab-5ac 5af 5c4 610-617 ' +
  '657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733 735-736 73a 73d 73f-741 743 745 747 749-74a 7eb-7f1 7f3 816-819 ' +
  '81b-823 825-827 829-82d 951 953-954 f82-f83 f86-f87 135d-135f 17dd 193a 1a17 1a75-1a7c 1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 ' +
  '1dc0-1dc1 1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 20d4-20d7 20db-20dc 20e1 20e7 20e9 20f0 2cef-2cf1 2de0-2dff a66f ' +
  'a67c-a67d a6f0-a6f1 a8e0-a8f1 aab0 aab2-aab3 aab7-aab8 aabe-aabf aac1 fe20-fe26';

const MARKS = MARK_RANGES.split(' ').flatMap((range) => {
  const [from, to = from] = range.split('-').map((code) => Number.parseInt(code, 16));
  return Array.from({ length: to! - from! + 1 }, (_, offset) => String.fromCharCode(from! + offset));
});

function mark(number: number): string {
  return MARKS[Math.min(number, MARKS.length - 1)]!;
}
