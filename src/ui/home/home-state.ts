// The state of the home screen: which corpus, which task, and a command that is being changed. Pure: (state, key or command) -> state, effect.
import type { Key } from '../key-reader.ts';
import { editField, fieldWith, type TextField } from '../text-field.ts';
import type { HomeCommand } from './home-keys.ts';
import { argvOf, commandText, type HomeTask, nextTaskAt } from './home-tasks.ts';

export interface HomeState {
  readonly corpusAt: number;
  /** Undefined: the task that comes next, whichever that is. */
  readonly taskAt: number | undefined;
  /** Undefined: nothing is being typed. */
  readonly field: TextField | undefined;
  /** What the last task came to, or why a command cannot run; '' for nothing. */
  readonly message: string;
}

export const INITIAL_HOME_STATE: HomeState = { corpusAt: 0, taskAt: undefined, field: undefined, message: '' };

export type HomeEffect =
  | { readonly kind: 'run'; readonly argv: readonly string[]; readonly hasScreen: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'leave' };

export interface HomeStep {
  readonly state: HomeState;
  readonly effect?: HomeEffect;
}

/** What the reducer has to know of the facts. */
export interface HomeScope {
  readonly tasks: readonly HomeTask[];
  readonly corpora: number;
}

export function chosenAt({ taskAt }: HomeState, tasks: readonly HomeTask[]): number {
  return Math.min(tasks.length - 1, taskAt ?? nextTaskAt(tasks));
}

/** @param command that the settings give to the key; undefined: none */
export function pressHomeKey(state: HomeState, key: Key, command: HomeCommand | undefined, scope: HomeScope): HomeStep {
  if (state.field !== undefined) return editCommand(state, state.field, key);
  const { tasks, corpora } = scope;
  const at = chosenAt(state, tasks);
  const quiet = { ...state, message: '' };
  const digit = /^[1-9]$/.test(key) ? tasks[Number(key) - 1] : undefined;
  if (digit !== undefined) return { state: { ...quiet, taskAt: Number(key) - 1 }, effect: runOf(digit) };
  switch (command) {
    case 'run':
      return { state: quiet, effect: runOf(tasks[at]!) };
    case 'edit':
      return { state: { ...quiet, field: fieldWith(commandText(tasks[at]!.argv)) } };
    case 'next':
      return { state: { ...quiet, taskAt: Math.min(tasks.length - 1, at + 1) } };
    case 'previous':
      return { state: { ...quiet, taskAt: Math.max(0, at - 1) } };
    case 'corpus':
      return { state: { ...quiet, taskAt: undefined, corpusAt: (state.corpusAt + 1) % Math.max(1, corpora) } };
    case 'help':
      return { state: quiet, effect: { kind: 'help' } };
    case 'leave':
      return { state: quiet, effect: { kind: 'leave' } };
    case undefined:
      return { state };
  }
}

function runOf({ argv, hasScreen }: HomeTask): HomeEffect {
  return { kind: 'run', argv, hasScreen };
}

function editCommand(state: HomeState, field: TextField, key: Key): HomeStep {
  if (key === 'escape') return { state: { ...state, field: undefined, message: '' } };
  if (key === 'enter') {
    const argv = argvOf(field.text);
    if (argv === undefined) return { state: { ...state, message: 'a quotation mark without its other half' } };
    const closed = { ...state, field: undefined, message: '' };
    // A changed command may print instead of showing a screen: what it printed can be read.
    return argv.length === 0 ? { state: closed } : { state: closed, effect: { kind: 'run', argv, hasScreen: false } };
  }
  return { state: { ...state, field: editField(field, key) ?? field } };
}
