// Colour maps: levels 0..255 as colours that grow evenly lighter, safe for colour-blind eyes. Pure.
//
// Samples at 0, 1/9 .. 1 of the tables that matplotlib 2 and 3 publish, joined by straight lines: viridis and magma by S. van der Walt,
// N. Smith and E. Firing (CC0); cividis by J. Nunez, C. Anderton and R. Renslow (PLoS ONE 13(7), 2018).

const SAMPLES = {
  magma: [0x000004, 0x180f3d, 0x440f76, 0x721f81, 0x9e2f7f, 0xcd4071, 0xf1605d, 0xfd9668, 0xfeca8d, 0xfcfdbf],
  viridis: [0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725],
  cividis: [0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838],
} as const;

export type ColourMap = keyof typeof SAMPLES;
export const COLOUR_MAPS = Object.keys(SAMPLES) as readonly ColourMap[];

const made = new Map<ColourMap, Int32Array>();

/** The colour of each level, 0xRRGGBB. */
export function mapColours(map: ColourMap): Int32Array {
  const known = made.get(map);
  if (known !== undefined) return known;
  const colours = Int32Array.from({ length: 256 }, (_, level) => colourOf(SAMPLES[map], level / 255));
  made.set(map, colours);
  return colours;
}

function colourOf(samples: readonly number[], share: number): number {
  const place = share * (samples.length - 1);
  const before = Math.min(samples.length - 2, Math.floor(place));
  const mix = (shift: number): number => {
    const [low, high] = [(samples[before]! >> shift) & 255, (samples[before + 1]! >> shift) & 255];
    return Math.round(low + (high - low) * (place - before));
  };
  return (mix(16) << 16) | (mix(8) << 8) | mix(0);
}
