// What a full-screen view is to the host that shows it: keys in, frames out. Types only; run-screens.ts is the host.
import type { Key } from './key-reader.ts';
import type { Region } from './screen-writer.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** All that a view shows at one moment: lines from the top, and pictures over blank cells of them. */
export interface Frame {
  readonly lines: readonly string[];
  readonly regions: readonly Region[];
}

/** What a key leads to. */
export type Outcome =
  | { readonly kind: 'stay' }
  | { readonly kind: 'open'; readonly screen: Screen }
  /** Another screen in this one's place. */
  | { readonly kind: 'become'; readonly screen: Screen }
  | { readonly kind: 'back' }
  | { readonly kind: 'quit' }
  /** The terminal is lent to a program (a player, an editor, a command of ours) and drawn anew when it has ended. */
  | { readonly kind: 'lend'; readonly run: () => Promise<void> };

/** Asks for a frame within so many milliseconds, for news from outside: 125 unless told, 50 for a playhead. A key is drawn at once anyway. */
export type Redraw = (withinMs?: number) => void;

export interface Screen {
  /** Shown first, and again whenever a screen above it has gone. */
  enter(redraw: Redraw): void;
  press(key: Key): Outcome;
  /** Pasted text, wanted by a screen while it has a text field; without this it falls away. */
  paste?(text: string): Outcome;
  frame(size: ScreenSize): Frame;
  /** Covered by another screen: stop what plays. */
  leave(): void;
  /** For good. */
  close(): Promise<void>;
}
