// A square of a video frame as a network reads it: cut, brought to size, mirrored, its colours changed and normalised. Writes where it is told.
import type { ColourChange, ExamplePlan } from './example-plan.ts';

/** Mean and deviation of Kinetics-400's pixels, 0..1, as torchvision's training of R(2+1)D has them (stated there). */
const MEAN = [0.43216, 0.394666, 0.37645] as const;
const DEVIATION = [0.22803, 0.22145, 0.216989] as const;
/** Luma of ITU-R BT.601. */
const GREY = [0.299, 0.587, 0.114] as const;
const MIDDLE = 128;

/** Where the values of an output row or column come from: two neighbours and the share of the second. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

/** Bilinear, pixel centres on pixel centres; of a square that is as large as the target, each pixel itself. */
function makeTaps(from: number, length: number, count: number, stride: number, isMirrored: boolean): Taps {
  const taps = { first: new Int32Array(count), second: new Int32Array(count), share: new Float32Array(count) };
  for (let at = 0; at < count; at += 1) {
    const place = Math.min(length - 1, Math.max(0, ((at + 0.5) * length) / count - 0.5));
    const low = Math.floor(place);
    const target = isMirrored ? count - 1 - at : at;
    taps.first[target] = (from + low) * stride;
    taps.second[target] = (from + Math.min(low + 1, length - 1)) * stride;
    taps.share[target] = place - low;
  }
  return taps;
}

export interface PictureWriter {
  /** @param pixels `[heightPx, widthPx, 3]` */
  write(pixels: Uint8Array, offset: number): void;
}

/** For all video frames of one example. @param values `[..., sidePx, sidePx, 3]` from an offset on */
export function createPictureWriter(
  widthPx: number,
  { crop, isMirrored, colour }: Pick<ExamplePlan, 'crop' | 'isMirrored' | 'colour'>,
  sidePx: number,
  values: Float32Array,
): PictureWriter {
  const columns = makeTaps(crop.leftPx, crop.sidePx, sidePx, 3, isMirrored);
  const rows = makeTaps(crop.topPx, crop.sidePx, sidePx, widthPx * 3, false);
  const { scale, greyScales, offsets } = colourSums(colour);
  const [scaleR, scaleG, scaleB] = scale;
  const [greyR, greyG, greyB] = greyScales;
  const [offsetR, offsetG, offsetB] = offsets;
  return {
    write(pixels, offset) {
      let to = offset;
      for (let y = 0; y < sidePx; y += 1) {
        const top = rows.first[y]!;
        const bottom = rows.second[y]!;
        const down = rows.share[y]!;
        for (let x = 0; x < sidePx; x += 1) {
          const left = columns.first[x]!;
          const right = columns.second[x]!;
          const across = columns.share[x]!;
          const weight4 = down * across;
          const weight3 = down - weight4;
          const weight2 = across - weight4;
          const weight1 = 1 - down - weight2;
          const at1 = top + left;
          const at2 = top + right;
          const at3 = bottom + left;
          const at4 = bottom + right;
          const r = weight1 * pixels[at1]! + weight2 * pixels[at2]! + weight3 * pixels[at3]! + weight4 * pixels[at4]!;
          const g =
            weight1 * pixels[at1 + 1]! +
            weight2 * pixels[at2 + 1]! +
            weight3 * pixels[at3 + 1]! +
            weight4 * pixels[at4 + 1]!;
          const b =
            weight1 * pixels[at1 + 2]! +
            weight2 * pixels[at2 + 2]! +
            weight3 * pixels[at3 + 2]! +
            weight4 * pixels[at4 + 2]!;
          const grey = GREY[0] * r + GREY[1] * g + GREY[2] * b;
          values[to] = scaleR * r + greyR * grey + offsetR;
          values[to + 1] = scaleG * g + greyG * grey + offsetG;
          values[to + 2] = scaleB * b + greyB * grey + offsetB;
          to += 3;
        }
      }
    },
  };
}

type Rgb = readonly [number, number, number];

/** The change of colours and the normalisation in one: value = scale * v + greyScale * grey + offset. */
function colourSums({ gain, contrast, saturation }: ColourChange): { scale: Rgb; greyScales: Rgb; offsets: Rgb } {
  const ofChannels = (of: (mean: number, deviation: number) => number): Rgb => [
    of(MEAN[0], DEVIATION[0]),
    of(MEAN[1], DEVIATION[1]),
    of(MEAN[2], DEVIATION[2]),
  ];
  return {
    scale: ofChannels((_, deviation) => (contrast * gain * saturation) / (255 * deviation)),
    greyScales: ofChannels((_, deviation) => (contrast * gain * (1 - saturation)) / (255 * deviation)),
    offsets: ofChannels((mean, deviation) => ((MIDDLE * (1 - contrast)) / 255 - mean) / deviation),
  };
}
