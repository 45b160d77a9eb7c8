// One frame at a time to a terminal: while it has not taken the last one, none is made. Frames are skipped, never queued.
import { BEGIN_FRAME, END_FRAME } from './terminal-codes.ts';

export interface ScreenTerminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

export interface FrameGate {
  /** Writes what `makeText` gives as one frame, or counts a skipped one. After a skip the frame of that time follows when the terminal is ready. */
  write(makeText: () => string): void;
  /** Nothing is written any more. */
  close(): void;
  /** Frames not written because the terminal was still busy with an earlier one. */
  readonly skippedFrames: number;
}

export function openGate(terminal: ScreenTerminal): FrameGate {
  let isBusy = false;
  let isOpen = true;
  let skippedFrames = 0;
  let waiting: (() => string) | undefined;

  const write = (makeText: () => string): void => {
    if (!isOpen) return;
    if (isBusy) {
      skippedFrames += 1;
      waiting = makeText;
      return;
    }
    const text = makeText();
    if (text === '' || terminal.write(`${BEGIN_FRAME}${text}${END_FRAME}`)) return;
    isBusy = true;
    terminal.once('drain', () => {
      isBusy = false;
      const next = waiting;
      waiting = undefined;
      if (next !== undefined) write(next);
    });
  };

  return {
    write,
    close: () => {
      isOpen = false;
    },
    get skippedFrames() {
      return skippedFrames;
    },
  };
}
