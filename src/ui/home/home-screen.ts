// The home screen at work: facts of the workspace in, tasks as commands out; other processes' work shows as it happens.
import type { KeyHelp } from '../key-help.ts';
import { helpLines } from '../key-help.ts';
import type { Outcome, Redraw, Screen } from '../screen.ts';
import { createScrolledScreen } from '../scrolled-screen.ts';
import { insertText } from '../text-field.ts';
import type { Theme } from '../theme.ts';
import type { HomeFacts } from './home-facts.ts';
import { homeFrame } from './home-frame.ts';
import type { HomeCommand } from './home-keys.ts';
import { type HomeEffect, type HomeState, INITIAL_HOME_STATE, pressHomeKey } from './home-state.ts';
import { type HomeTask, homeTasks } from './home-tasks.ts';

/** What the screen has to do with; cli/ makes it. */
export interface HomeWorld {
  /** @param before what was read last; given back as it is where nothing has changed */
  readFacts(before: HomeFacts | undefined): HomeFacts;
  /** Runs `ks-build` with these arguments on this terminal until it has ended. @returns what it came to, '' where it went well */
  run(argv: readonly string[], hasScreen: boolean): Promise<string>;
  now(): number;
}

export interface HomeOptions {
  readonly help: KeyHelp<HomeCommand>;
  readonly theme: Theme;
}

const STAY: Outcome = { kind: 'stay' };
/** How often the index is looked at for the work of others. */
const LOOK_EVERY_MS = 1000;

export function createHomeScreen(world: HomeWorld, { help, theme }: HomeOptions): Screen {
  let state: HomeState = INITIAL_HOME_STATE;
  let facts = world.readFacts(undefined);
  let timer: NodeJS.Timeout | undefined;

  const tasksNow = (): HomeTask[] => homeTasks(facts, facts.corpora[state.corpusAt], world.now());
  const run = (effect: HomeEffect | undefined): Outcome => {
    switch (effect?.kind) {
      case undefined:
        return STAY;
      case 'leave':
        return { kind: 'quit' };
      case 'help':
        return { kind: 'open', screen: createScrolledScreen((columns) => helpLines(help, '', columns, theme), theme) };
      case 'run':
        return { kind: 'lend', run: () => runTask(effect.argv, effect.hasScreen) };
    }
  };
  const runTask = async (argv: readonly string[], hasScreen: boolean): Promise<void> => {
    const message = await world.run(argv, hasScreen);
    // What comes next may be another task now.
    state = { ...state, message, taskAt: undefined };
  };
  const leave = (): void => clearInterval(timer);

  return {
    enter: (redraw: Redraw) => {
      facts = world.readFacts(facts);
      clearInterval(timer);
      timer = setInterval(() => {
        const before = facts;
        facts = world.readFacts(before);
        if (facts !== before) redraw();
      }, LOOK_EVERY_MS);
    },
    press: (key) => {
      const step = pressHomeKey(state, key, help.bindings.commandOf(key), {
        tasks: tasksNow(),
        corpora: facts.corpora.length,
      });
      state = step.state;
      return run(step.effect);
    },
    paste: (text) => {
      if (state.field !== undefined) state = { ...state, field: insertText(state.field, text) };
      return STAY;
    },
    frame: (size) => homeFrame({ state, facts, tasks: tasksNow(), nowMs: world.now(), help, theme }, size),
    leave,
    close: () => {
      leave();
      return Promise.resolve();
    },
  };
}
