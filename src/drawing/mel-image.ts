// A log-mel as a picture of a given size, high frequencies above, brightness as colours. Pure.
import { type ColourMap, mapColours } from './colour-maps.ts';
import { blackPicture, type Picture } from './picture.ts';

export interface MelLevels {
  /** `[melFrames, melBins]`, 0..255; low bins first. */
  readonly levels: Uint8Array;
  readonly melFrames: number;
  readonly melBins: number;
}

/** The loudest cell under each pixel: the mean would blur onsets over their neighbours. */
export function melImage(
  { levels, melFrames, melBins }: MelLevels,
  widthPx: number,
  heightPx: number,
  map: ColourMap,
): Picture {
  const picture = blackPicture(widthPx, heightPx);
  const colours = mapColours(map);
  for (let y = 0; y < heightPx; y += 1) {
    const [fromBin, toBin] = span(heightPx - 1 - y, heightPx, melBins);
    for (let x = 0; x < widthPx; x += 1) {
      const [fromFrame, toFrame] = span(x, widthPx, melFrames);
      let loudest = 0;
      for (let frame = fromFrame; frame < toFrame; frame += 1)
        for (let bin = fromBin; bin < toBin; bin += 1) loudest = Math.max(loudest, levels[frame * melBins + bin]!);
      const colour = colours[loudest]!;
      picture.rgb.set([colour >> 16, (colour >> 8) & 255, colour & 255], (y * widthPx + x) * 3);
    }
  }
  return picture;
}

/** What one of `parts` pixels covers of `count` cells: at least one, none where there are none. */
function span(part: number, parts: number, count: number): readonly [number, number] {
  const from = Math.floor((part * count) / parts);
  return [from, Math.min(count, Math.max(from + 1, Math.floor(((part + 1) * count) / parts)))];
}
