// The overview of the classes as a host shows it: rows that come while it is open, keys, and the list of a class.
import { classFigures } from '../../curation/class-figures.ts';
import type { ClipTable } from '../../curation/clip-table.ts';
import { openTableFeed } from '../curate/table-feed.ts';
import { helpLines, type KeyHelp } from '../key-help.ts';
import type { Outcome, Redraw, Screen } from '../screen.ts';
import { createScrolledScreen } from '../scrolled-screen.ts';
import { insertText } from '../text-field.ts';
import type { Theme } from '../theme.ts';
import { CLASS_PARTS, classFrame, classRows } from './class-frame.ts';
import { afterCommand, afterSearchKey, type ClassState, fitClassPage, NO_CLASSES, withClasses } from './class-state.ts';
import type { ClassCommand } from './list-keys.ts';

export interface ClassWorld {
  readonly table: ClipTable;
  openList(query: string): Screen;
}

export interface ClassOptions {
  /** As CurateOptions has it. */
  readonly firstReadMs: number;
  readonly help: KeyHelp<ClassCommand>;
  readonly theme: Theme;
}

const STAY: Outcome = { kind: 'stay' };

export function createClassScreen({ table, openList }: ClassWorld, { firstReadMs, help, theme }: ClassOptions): Screen {
  let state: ClassState = NO_CLASSES;
  let redraw: Redraw = () => {};
  let hasOpened = false;
  const feed = openTableFeed(table, () => {
    count();
    redraw();
  });
  const count = (): void => {
    state = withClasses(state, classFigures(table, CLASS_PARTS));
  };
  const run = (command: ClassCommand): Outcome => {
    switch (command) {
      case 'open':
        return state.chosen === '' ? STAY : { kind: 'open', screen: openList(queryOf(state.chosen)) };
      case 'help':
        return { kind: 'open', screen: createScrolledScreen((columns) => helpLines(help, '', columns, theme), theme) };
      case 'leave':
        return { kind: 'back' };
      default:
        state = afterCommand(state, command);
        return STAY;
    }
  };

  return {
    enter: (given) => {
      redraw = given;
      if (!hasOpened) feed.readFirst(firstReadMs);
      hasOpened = true;
      count();
      feed.start();
    },
    press: (key) => {
      if (state.field !== undefined) {
        state = afterSearchKey(state, state.field, key);
        return STAY;
      }
      const command = help.bindings.commandOf(key);
      return command === undefined ? STAY : run(command);
    },
    paste: (text) => {
      const { field } = state;
      if (field !== undefined) {
        const pasted = insertText(field, text);
        state = withClasses({ ...state, field: pasted, search: pasted.text }, state.classes);
      }
      return STAY;
    },
    frame: (size) => {
      state = fitClassPage(state, classRows(size));
      const unreadRows = feed.isComplete ? 0 : table.listed - table.size;
      return classFrame({ state, unreadRows, help, theme }, size);
    },
    leave: feed.stop,
    close: () => {
      feed.stop();
      return Promise.resolve();
    },
  };
}

function queryOf(label: string): string {
  return `class:="${label}" sort:score`;
}
