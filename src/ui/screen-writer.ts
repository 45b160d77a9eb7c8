// Keeps a live block of lines on a terminal and writes only what changed in it; finished lines go above it into the scrollback.
// The only file that writes escape sequences to the terminal. Without a full screen the block sits below whatever was printed before.
//
// The cursor rests, hidden, at the first cell of the block: all moves are relative to it, so nothing has to be asked of the terminal, and
// after a resize, whatever the terminal did to long lines, the block is still all there is below the cursor.

export interface ScreenTerminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** A picture over blank cells of the block: drawn after the lines, and again whenever a line under it was written. */
export interface Region {
  /** Cells from the top left of the block. */
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
  /** Two regions with equal keys at one place look the same: nothing is written. */
  readonly key: string;
  /** `cells`: one text of exactly `columns` cells a row, colours included. `payload`: a picture protocol's bytes, written at the region's first cell. */
  readonly content:
    | { readonly kind: 'cells'; readonly rows: readonly string[] }
    | { readonly kind: 'payload'; readonly text: string };
}

export interface ScreenWriter {
  /** Lines that go above the block with the next frame, for good; a long one wraps. */
  scrollAway(lines: readonly string[]): void;
  /** The block from the next frame on; lines beyond the height of the terminal are left out. */
  setBlock(block: readonly string[]): void;
  /** Writes one frame: what has changed since the last. */
  flush(): void;
  /** After a resize: what the terminal shows is not known any more, the next frame is written whole. */
  forget(): void;
  /** Erases the block and gives the terminal back as it was, with the lines above complete. May be called at any time, more than once. */
  restore(): void;
  /** Frames not written because the terminal was still busy with an earlier one. */
  readonly skippedFrames: number;
}

/** Lines that may wait while the terminal cannot follow; beyond it the oldest are left out, and said to be. */
const MAX_WAITING_LINES = 1000;

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const WRAP_ON = '\x1b[?7h';
const WRAP_OFF = '\x1b[?7l';
const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';
const CURSOR_OFF = '\x1b[?25l';
const CURSOR_ON = '\x1b[?25h';
const FULL_SCREEN_ON = '\x1b[?1049h\x1b[H';
const FULL_SCREEN_OFF = '\x1b[?1049l';
const PLAIN = '\x1b[0m';
/** Before the text, not after: with autowrap off the cursor stays on the last cell of a full line, and clearing from there would take it. */
const CLEAR_LINE = '\r\x1b[K';
/** From the second cell on, then the first: at home tmux takes `J` for clearing the screen and saves the old block to its history. */
const CLEAR_BELOW = '\r\x1b[K\x1b[C\x1b[J\r';

export function openScreen(terminal: ScreenTerminal, { isFullScreen = false } = {}): ScreenWriter {
  /** What the terminal shows; undefined: not known, write everything. */
  let shown: readonly string[] | undefined = [];
  let wanted: readonly string[] = [];
  let leaving: string[] = [];
  let leftOut = 0;
  let isBusy = false;
  let isOpen = true;
  let skippedFrames = 0;
  terminal.write(`${isFullScreen ? FULL_SCREEN_ON : ''}${CURSOR_OFF}${WRAP_OFF}${PASTE_ON}`);

  const takeLeaving = (): string => {
    if (leftOut > 0) leaving.unshift(`(${leftOut} lines left out: the terminal could not follow)`);
    const text = leaving.map((line) => `${line}${PLAIN}\r\n`).join('');
    leaving = [];
    leftOut = 0;
    return text;
  };

  const flush = (): void => {
    if (!isOpen) return;
    if (isBusy) {
      skippedFrames += 1;
      return;
    }
    const height = Math.max(1, (terminal.rows ?? 24) - (isFullScreen ? 0 : 1));
    const block = wanted.slice(0, height);
    const isWhole = leaving.length > 0 || shown === undefined;
    const text = isWhole ? wholeText(takeLeaving(), block) : changedText(shown ?? [], block);
    shown = block;
    if (text === '' || terminal.write(`${BEGIN}${text}${END}`)) return;
    isBusy = true;
    terminal.once('drain', () => {
      isBusy = false;
      flush();
    });
  };

  return {
    scrollAway: (lines) => {
      leaving.push(...lines);
      if (leaving.length <= MAX_WAITING_LINES) return;
      leftOut += leaving.length - MAX_WAITING_LINES;
      leaving = leaving.slice(-MAX_WAITING_LINES);
    },
    setBlock: (block) => {
      wanted = block;
    },
    flush,
    forget: () => {
      shown = undefined;
    },
    restore: () => {
      if (!isOpen) return;
      isOpen = false;
      const above = `${CLEAR_BELOW}${WRAP_ON}${takeLeaving()}`;
      terminal.write(`${BEGIN}${PLAIN}${above}${PASTE_OFF}${CURSOR_ON}${isFullScreen ? FULL_SCREEN_OFF : ''}${END}`);
    },
    get skippedFrames() {
      return skippedFrames;
    },
  };
}

/** Everything below the cursor anew. The lines above may be longer than a row, so they wrap; the block never does. */
function wholeText(above: string, block: readonly string[]): string {
  const left = above === '' ? '' : `${WRAP_ON}${above}${WRAP_OFF}`;
  return `${CLEAR_BELOW}${left}${block.join('\r\n')}${cursorUp(block.length - 1)}\r`;
}

/** The changed lines of the block at their places, and the cursor back at its first cell. */
function changedText(shown: readonly string[], block: readonly string[]): string {
  let text = '';
  let row = 0;
  const goTo = (target: number): void => {
    // A row that was never drawn does not exist yet at the bottom of the terminal: a newline makes it, a cursor move would not.
    const reachable = Math.min(target, Math.max(row, shown.length - 1));
    if (reachable > row) text += `\x1b[${reachable - row}B`;
    text += '\r\n'.repeat(target - reachable);
    row = target;
  };
  block.forEach((line, position) => {
    if (line === shown[position]) return;
    goTo(position);
    text += `${CLEAR_LINE}${line}`;
  });
  if (block.length < shown.length) {
    goTo(block.length);
    text += CLEAR_BELOW;
  }
  return text === '' ? '' : `${text}${cursorUp(row)}\r`;
}

function cursorUp(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : '';
}
