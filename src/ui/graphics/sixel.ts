// A picture as DEC sixels (VT330/VT340 Programmer Reference, chapter 14): bands of six rows, each colour of a band in a line of its own. Pure.
import type { Picture } from '../../drawing/picture.ts';

/** Evenly spaced levels of red, green and blue: the eye tells greens best. 6 x 7 x 6 = 252 colours of the 256 that terminals keep. */
const LEVELS = [6, 7, 6] as const;
const COLOUR_COUNT = LEVELS[0] * LEVELS[1] * LEVELS[2];
const BAND_ROWS = 6;
/** Thresholds of ordered dithering (Bayer 1973), 0..15 in a 4x4 tile: patterns that run on compress, and stand still from frame to frame. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5] as const;

const DEFINITIONS = Array.from({ length: COLOUR_COUNT }, (_, colour) => {
  const steps = [
    Math.floor(colour / (LEVELS[1] * LEVELS[2])),
    Math.floor(colour / LEVELS[2]) % LEVELS[1],
    colour % LEVELS[2],
  ];
  const percents = steps.map((step, channel) => Math.round((100 * step) / (LEVELS[channel]! - 1)));
  return `#${colour};2;${percents.join(';')}`;
}).join('');

/** Drawn at the cursor in its own pixels; text written over it takes it away. */
export function sixelText(picture: Picture): string {
  const { widthPx, heightPx } = picture;
  const colours = ditheredColours(picture);
  let text = `\x1bP0;1q"1;1;${widthPx};${heightPx}${DEFINITIONS}`;
  for (let top = 0; top < heightPx; top += BAND_ROWS) {
    text += `${bandText(colours, widthPx, top, Math.min(BAND_ROWS, heightPx - top))}-`;
  }
  return `${text}\x1b\\`;
}

function ditheredColours({ widthPx, heightPx, rgb }: Picture): Uint8Array {
  const colours = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const pixel = y * widthPx + x;
      const threshold = (BAYER[(y & 3) * 4 + (x & 3)]! + 0.5) / 16;
      let colour = 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const top = LEVELS[channel]! - 1;
        colour = colour * LEVELS[channel]! + Math.floor((rgb[pixel * 3 + channel]! / 255) * top + threshold * 0.999);
      }
      colours[pixel] = colour;
    }
  }
  return colours;
}

/** Each colour in turn over the whole width of a band, back to its start with `$`; equal sixels in a row are counted. */
function bandText(colours: Uint8Array, widthPx: number, top: number, rows: number): string {
  const sixels = new Map<number, Uint8Array>();
  for (let row = 0; row < rows; row += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const colour = colours[(top + row) * widthPx + x]!;
      let bits = sixels.get(colour);
      if (bits === undefined) {
        bits = new Uint8Array(widthPx);
        sixels.set(colour, bits);
      }
      bits[x]! |= 1 << row;
    }
  }
  return [...sixels].map(([colour, bits]) => `#${colour}${runLengths(bits)}`).join('$');
}

function runLengths(bits: Uint8Array): string {
  let text = '';
  let from = 0;
  // What is blank to the right edge need not be said.
  let end = bits.length;
  while (end > 0 && bits[end - 1] === 0) end -= 1;
  while (from < end) {
    let to = from + 1;
    while (to < end && bits[to] === bits[from]) to += 1;
    const character = String.fromCharCode(63 + bits[from]!);
    text += to - from > 3 ? `!${to - from}${character}` : character.repeat(to - from);
    from = to;
  }
  return text;
}
