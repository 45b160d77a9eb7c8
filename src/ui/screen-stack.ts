// The screens that lie above each other, and what an outcome does to them.
import type { Outcome, Redraw, Screen } from './screen.ts';

export interface ScreenStack {
  readonly top: Screen;
  /** The first screen is the caller's to enter. @returns whether any screen is left */
  take(outcome: Exclude<Outcome, { kind: 'lend' }>): boolean;
  /** Closes what is still open; resolves, or rejects with the first fault, when every screen that ever was has closed. */
  closeAll(): Promise<void>;
}

export function stackScreens(first: Screen, redraw: Redraw): ScreenStack {
  const screens: Screen[] = [first];
  const closing: Promise<void>[] = [];
  const close = (screen: Screen | undefined): void => {
    if (screen !== undefined) closing.push(screen.close());
  };

  return {
    get top() {
      return screens.at(-1)!;
    },
    take: (outcome) => {
      switch (outcome.kind) {
        case 'stay':
          return true;
        case 'open':
          screens.at(-1)?.leave();
          screens.push(outcome.screen);
          break;
        case 'become':
          close(screens.pop());
          screens.push(outcome.screen);
          break;
        case 'back':
          if (screens.length === 1) return false;
          close(screens.pop());
          break;
        case 'quit':
          return false;
      }
      screens.at(-1)?.enter(redraw);
      return true;
    },
    closeAll: async () => {
      for (const screen of screens.splice(0).reverse()) close(screen);
      await Promise.all(closing);
    },
  };
}
