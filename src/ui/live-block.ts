// Keeps a live block of lines on a terminal and writes only what changed in it; finished lines go above it into the scrollback.
// The block sits below whatever was printed before; screen-writer.ts is for a full screen.
//
// The cursor rests, hidden, at the first cell of the block: all moves are relative to it, so nothing has to be asked of the terminal, and
// after a resize, whatever the terminal did to long lines, the block is still all there is below the cursor.
import { openGate, type ScreenTerminal } from './frame-gate.ts';
import {
  BEGIN_FRAME,
  CURSOR_OFF,
  CURSOR_ON,
  END_FRAME,
  PASTE_OFF,
  PASTE_ON,
  PLAIN,
  WRAP_OFF,
  WRAP_ON,
} from './terminal-codes.ts';

export interface LiveBlock {
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

/** Before the text, not after: with autowrap off the cursor stays on the last cell of a full line, and clearing from there would take it. */
const CLEAR_LINE = '\r\x1b[K';
/** From the second cell on, then the first: at home tmux takes `J` for clearing the screen and saves the old block to its history. */
const CLEAR_BELOW = '\r\x1b[K\x1b[C\x1b[J\r';

export function openLiveBlock(terminal: ScreenTerminal): LiveBlock {
  /** What the terminal shows; undefined: not known, write everything. */
  let shown: readonly string[] | undefined = [];
  let wanted: readonly string[] = [];
  let leaving: string[] = [];
  let leftOut = 0;
  let isOpen = true;
  const gate = openGate(terminal);
  terminal.write(`${CURSOR_OFF}${WRAP_OFF}${PASTE_ON}`);

  const takeLeaving = (): string => {
    if (leftOut > 0) leaving.unshift(`(${leftOut} lines left out: the terminal could not follow)`);
    const text = leaving.map((line) => `${line}${PLAIN}\r\n`).join('');
    leaving = [];
    leftOut = 0;
    return text;
  };

  const takeFrame = (): string => {
    const block = wanted.slice(0, Math.max(1, (terminal.rows ?? 24) - 1));
    const isWhole = leaving.length > 0 || shown === undefined;
    const text = isWhole ? wholeText(takeLeaving(), block) : changedText(shown ?? [], block);
    shown = block;
    return text;
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
    flush: () => gate.write(takeFrame),
    forget: () => {
      shown = undefined;
    },
    restore: () => {
      if (!isOpen) return;
      isOpen = false;
      gate.close();
      const above = `${CLEAR_BELOW}${WRAP_ON}${takeLeaving()}`;
      terminal.write(`${BEGIN_FRAME}${PLAIN}${above}${PASTE_OFF}${CURSOR_ON}${END_FRAME}`);
    },
    get skippedFrames() {
      return gate.skippedFrames;
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
