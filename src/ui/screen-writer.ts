// Keeps a full screen of lines and pictures on a terminal and writes only what changed, all of it in one frame.
import { cutLine } from './cut-line.ts';
import { openGate, type ScreenTerminal } from './frame-gate.ts';
import { frameText, placeOf, wholeFrameText } from './frame-text.ts';
import type { CellGrid } from './graphics/cell-grid.ts';
import type { ColourDepth } from './graphics/colour.ts';
import type { Frame } from './screen.ts';
import {
  CURSOR_OFF,
  CURSOR_ON,
  FOCUS_OFF,
  FOCUS_ON,
  FULL_SCREEN_OFF,
  FULL_SCREEN_ON,
  PASTE_OFF,
  PASTE_ON,
  PLAIN,
  WRAP_OFF,
  WRAP_ON,
} from './terminal-codes.ts';

/** A picture over blank cells of the lines: drawn after them, and again whenever a line under it was written. */
export interface Region {
  /** Cells from the top left of the screen. */
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
  /** Two regions with equal keys at one place look the same: nothing is written. */
  readonly key: string;
  readonly content: RegionContent;
}

export type RegionContent =
  | { readonly kind: 'grid'; readonly grid: CellGrid; readonly depth: ColourDepth }
  /** A picture protocol's bytes, written at the region's first cell; `erase` takes the picture away where writing text over it does not. */
  | { readonly kind: 'payload'; readonly text: string; readonly erase?: string };

export interface ScreenWriter {
  /** Takes the terminal: alternate screen, no cursor, no wrapping. Does nothing when it has it. */
  enter(): void;
  /** What the screen shows from now on. Lines and regions beyond the terminal's size are left out. */
  show(frame: Frame): void;
  /** After a resize: what the terminal shows is not known any more, the next frame is written whole. */
  forget(): void;
  /** Gives the terminal back as it was. May be called at any time, more than once, also from a crash. */
  leave(): void;
  /** Frames not written because the terminal was still busy with an earlier one. */
  readonly skippedFrames: number;
}

const ENTER = `${FULL_SCREEN_ON}${CURSOR_OFF}${WRAP_OFF}${PASTE_ON}${FOCUS_ON}`;
const LEAVE = `${PLAIN}${WRAP_ON}${FOCUS_OFF}${PASTE_OFF}${CURSOR_ON}${FULL_SCREEN_OFF}`;

export function openScreen(terminal: ScreenTerminal): ScreenWriter {
  let gate = openGate(terminal);
  let shown: Frame = { lines: [], regions: [] };
  let isKnown = true;
  let isInside = false;
  let skippedBefore = 0;

  const enter = (): void => {
    if (isInside) return;
    isInside = true;
    shown = { lines: [], regions: [] };
    isKnown = true;
    gate = openGate(terminal);
    terminal.write(ENTER);
  };
  enter();

  return {
    enter,
    show: (frame) => {
      gate.write(() => {
        const wanted = fitted(frame, terminal);
        const text = isKnown ? frameText(shown, wanted) : wholeFrameText(shown, wanted);
        shown = { lines: wanted.lines, regions: wanted.regions.map((region) => drawnBefore(shown, region) ?? region) };
        isKnown = true;
        return text;
      });
    },
    forget: () => {
      isKnown = false;
    },
    leave: () => {
      if (!isInside) return;
      isInside = false;
      gate.close();
      skippedBefore += gate.skippedFrames;
      terminal.write(`${wholeFrameText(shown, { lines: [], regions: [] })}${LEAVE}`);
    },
    get skippedFrames() {
      return skippedBefore + (isInside ? gate.skippedFrames : 0);
    },
  };
}

/** The equal region of the last frame: its content has been made already. */
function drawnBefore({ regions }: Frame, region: Region): Region | undefined {
  return regions.find((before) => placeOf(before) === placeOf(region) && before.key === region.key);
}

/**
 * What the terminal has room for. Its very last cell stays free: some consoles scroll when it is written. A region that does not fit
 * whole is left out: half a picture protocol is none.
 */
function fitted({ lines, regions }: Frame, { columns = 80, rows = 24 }: ScreenTerminal): Frame {
  const fits = (region: Region): boolean =>
    region.row + region.rows <= rows &&
    region.column + region.columns <= columns - (region.row + region.rows === rows ? 1 : 0);
  return {
    lines: lines.slice(0, rows).map((line, row) => (row === rows - 1 ? cutLine(line, columns - 1) : line)),
    regions: regions.filter(fits),
  };
}
