// A small RGB picture and the three shapes that everything is drawn with, their edges smooth over one pixel. Writes into its own pixels only.

export type Colour = readonly [red: number, green: number, blue: number];

/** Where a drawing of about one unit's size stands in the picture. */
export interface Placement {
  readonly xPx: number;
  readonly yPx: number;
  readonly unitPx: number;
  readonly isMirrored: boolean;
}

/** Hue, saturation and value, each 0..1 (hue wraps), to bytes. */
export function colourOf(hue: number, saturation: number, value: number): Colour {
  const channel = (shift: number): number => {
    const k = (((hue + shift) % 1) + 1) % 1;
    const ramp = Math.min(1, Math.max(0, Math.abs(k * 6 - 3) - 1));
    return Math.round(255 * value * (1 - saturation * (1 - ramp)));
  };
  return [channel(0), channel(2 / 3), channel(1 / 3)];
}

export class Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB, row by row. */
  readonly pixels: Uint8Array;
  placement: Placement;

  constructor(widthPx: number, heightPx: number, pixels: Uint8Array) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.pixels = pixels;
    this.placement = { xPx: widthPx / 2, yPx: heightPx / 2, unitPx: heightPx, isMirrored: false };
  }

  /** A line with round ends; of length zero, a disc. Coordinates and thickness in units of the placement, y downwards. */
  stroke(x0: number, y0: number, x1: number, y1: number, thickness: number, colour: Colour): void {
    const [ax, ay, bx, by] = [this.#x(x0), this.#y(y0), this.#x(x1), this.#y(y1)];
    const radius = (thickness / 2) * this.placement.unitPx;
    const [dx, dy] = [bx - ax, by - ay];
    const lengthSquared = dx * dx + dy * dy;
    this.#fill(
      Math.min(ax, bx) - radius,
      Math.min(ay, by) - radius,
      Math.max(ax, bx) + radius,
      Math.max(ay, by) + radius,
      colour,
      (x, y) => {
        const along = lengthSquared === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / lengthSquared;
        const t = along < 0 ? 0 : Math.min(along, 1);
        const [ex, ey] = [x - ax - t * dx, y - ay - t * dy];
        return radius - Math.sqrt(ex * ex + ey * ey);
      },
    );
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, colour: Colour): void {
    const [cx, cy] = [this.#x(x), this.#y(y)];
    const [rx, ry] = [radiusX * this.placement.unitPx, radiusY * this.placement.unitPx];
    const shorter = Math.min(rx, ry);
    this.#fill(cx - rx, cy - ry, cx + rx, cy + ry, colour, (px, py) => {
      const [ex, ey] = [(px - cx) / rx, (py - cy) / ry];
      return (1 - Math.sqrt(ex * ex + ey * ey)) * shorter;
    });
  }

  box(left: number, top: number, right: number, bottom: number, colour: Colour): void {
    const [x0, x1] = [this.#x(left), this.#x(right)].sort((a, b) => a - b) as [number, number];
    const [y0, y1] = [this.#y(top), this.#y(bottom)];
    this.#fill(x0, y0, x1, y1, colour, (x, y) => Math.min(x - x0, x1 - x, y - y0, y1 - y));
  }

  #x(x: number): number {
    return this.placement.xPx + (this.placement.isMirrored ? -x : x) * this.placement.unitPx;
  }

  #y(y: number): number {
    return this.placement.yPx + y * this.placement.unitPx;
  }

  /** `depthAt`: how far inside the shape a point lies, pixels; below zero outside. */
  #fill(
    left: number,
    top: number,
    right: number,
    bottom: number,
    [red, green, blue]: Colour,
    depthAt: (x: number, y: number) => number,
  ): void {
    const { pixels, widthPx } = this;
    const [firstColumn, lastColumn] = [Math.max(0, Math.floor(left - 1)), Math.min(widthPx - 1, Math.ceil(right))];
    const [firstRow, lastRow] = [Math.max(0, Math.floor(top - 1)), Math.min(this.heightPx - 1, Math.ceil(bottom))];
    for (let row = firstRow; row <= lastRow; row += 1) {
      let at = (row * widthPx + firstColumn) * 3;
      for (let column = firstColumn; column <= lastColumn; column += 1, at += 3) {
        const cover = depthAt(column + 0.5, row + 0.5) + 0.5;
        if (cover <= 0) continue;
        if (cover >= 1) {
          pixels[at] = red;
          pixels[at + 1] = green;
          pixels[at + 2] = blue;
        } else {
          pixels[at] = (pixels[at] as number) * (1 - cover) + red * cover + 0.5;
          pixels[at + 1] = (pixels[at + 1] as number) * (1 - cover) + green * cover + 0.5;
          pixels[at + 2] = (pixels[at + 2] as number) * (1 - cover) + blue * cover + 0.5;
        }
      }
    }
  }
}
