// What a full-screen view is to the host that shows it: keys in, frames out. Types only; run-screens.tsx is the host.
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

export interface Screen {
  /** Shown first, and again whenever a screen above it has gone. `redraw` asks for a frame soon: for news from outside. */
  enter(redraw: () => void): void;
  press(key: Key): Outcome;
  frame(size: ScreenSize): Frame;
  /** Covered by another screen: stop what plays. */
  leave(): void;
  /** For good. */
  close(): Promise<void>;
}
