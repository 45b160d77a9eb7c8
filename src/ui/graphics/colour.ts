// Colours as one number, and as what a terminal's cells can show of them. Pure.

/** 0xRRGGBB, or NO_COLOUR: the terminal's own. */
export type Colour = number;
export const NO_COLOUR: Colour = -1;

export type ColourDepth = 'none' | '256' | 'truecolour';

export function rgbColour(red: number, green: number, blue: number): Colour {
  return (red << 16) | (green << 8) | blue;
}

/**
 * What a terminal shows of a colour: equal numbers look the same. The number of the palette, or 5 bits a channel with white and black kept,
 * so that neighbouring cells agree more often: a frame gets a quarter shorter for nothing that can be seen.
 */
export function shownColour(colour: Colour, depth: '256' | 'truecolour'): number {
  if (colour === NO_COLOUR) return NO_COLOUR;
  if (depth === '256') return paletteNumber(colour);
  return rgbColour(coarse(colour >> 16), coarse((colour >> 8) & 255), coarse(colour & 255));
}

/** A shown colour as SGR parameters for the foreground (38) or the background (48). */
export function sgrColour(ground: 38 | 48, shown: number, depth: '256' | 'truecolour'): string {
  if (shown === NO_COLOUR) return String(ground + 1);
  if (depth === '256') return `${ground};5;${shown}`;
  return `${ground};2;${shown >> 16};${(shown >> 8) & 255};${shown & 255}`;
}

function coarse(channel: number): number {
  return (channel & 0xf8) | (channel >> 5);
}

/** Levels of a channel in the 6x6x6 cube of the 256-colour palette. */
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255] as const;

/** The nearest of numbers 16..255 of the palette: the cube or a grey. The first sixteen are the user's own and unknown. */
function paletteNumber(colour: Colour): number {
  const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
  const cube = [cubeStep(red), cubeStep(green), cubeStep(blue)] as const;
  const greyStep = Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const grey = 8 + 10 * greyStep;
  const cubeError =
    (CUBE_LEVELS[cube[0]]! - red) ** 2 + (CUBE_LEVELS[cube[1]]! - green) ** 2 + (CUBE_LEVELS[cube[2]]! - blue) ** 2;
  const greyError = (grey - red) ** 2 + (grey - green) ** 2 + (grey - blue) ** 2;
  return greyError < cubeError ? 232 + greyStep : 16 + 36 * cube[0] + 6 * cube[1] + cube[2];
}

function cubeStep(channel: number): number {
  // Midpoints between the levels.
  if (channel < 48) return 0;
  return channel < 115 ? 1 : Math.floor((channel - 35) / 40);
}

/** Perceived lightness of an RGB triple, 0..255 (Rec. 601 weights). */
export function luminance(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
