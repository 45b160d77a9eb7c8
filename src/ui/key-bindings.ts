// Which key means which command: settings in, a table both ways out, with clear errors. Pure; knows no command by name.
import { UsageError } from '../errors.ts';
import type { Key } from './key-reader.ts';

export interface KeyBindings<Command extends string> {
  commandOf(key: Key): Command | undefined;
  keysOf(command: Command): readonly Key[];
}

/** What a person reads about a command: in the help, and in the footer where it has a short caption. */
export interface CommandText {
  readonly group: string;
  readonly caption: string;
  readonly footer?: string;
}

const NAMED_KEYS = ['space', 'enter', 'tab', 'shift-tab', 'backspace', 'delete', 'up', 'down', 'left', 'right'];
const FAR_KEYS = ['home', 'end', 'page-up', 'page-down'];
const KNOWN_KEYS: ReadonlySet<string> = new Set([...NAMED_KEYS, ...FAR_KEYS]);
/** What every screen keeps for itself: escape cancels, the others belong to the host of the screens. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(['escape', 'ctrl-c', 'ctrl-l', 'ctrl-z']);

/**
 * @param settings keys of each command, apart by blanks
 * @param place of the settings in the configuration, for messages
 * @throws UsageError for a key that there is not, is kept back, or stands for two commands
 */
export function bindKeys<Command extends string>(
  settings: Readonly<Record<Command, string>>,
  place: string,
): KeyBindings<Command> {
  const keysByCommand = new Map<Command, readonly Key[]>();
  const commandByKey = new Map<Key, Command>();
  for (const [command, text] of Object.entries(settings) as [Command, string][]) {
    const keys = text.split(' ').filter((key) => key !== '');
    for (const key of keys) {
      const problem = problemOf(key);
      if (problem !== undefined) throw new UsageError(`${place}.${command}: ${problem}`);
      const other = commandByKey.get(key);
      if (other !== undefined && other !== command)
        throw new UsageError(`${place}.${command}: expected a key of its own, got "${key}", which ${other} has too`);
      commandByKey.set(key, command);
    }
    keysByCommand.set(command, keys);
  }
  return {
    commandOf: (key) => commandByKey.get(key),
    keysOf: (command) => keysByCommand.get(command) ?? [],
  };
}

function problemOf(key: string): string | undefined {
  if (RESERVED_KEYS.has(key)) return `expected a key that is free, got "${key}", which every screen keeps for itself`;
  if ([...key].length === 1 || KNOWN_KEYS.has(key) || /^(?:ctrl|alt)-.$/u.test(key)) return undefined;
  return `expected one character, ctrl- or alt- with one, or one of ${[...KNOWN_KEYS].join(', ')}; got "${key}"`;
}

const KEY_CAPTIONS: Readonly<Record<string, { readonly unicode: string; readonly ascii: string }>> = {
  space: { unicode: '␣', ascii: 'space' },
  enter: { unicode: '⏎', ascii: 'enter' },
  up: { unicode: '↑', ascii: 'up' },
  down: { unicode: '↓', ascii: 'down' },
  left: { unicode: '←', ascii: 'left' },
  right: { unicode: '→', ascii: 'right' },
  backspace: { unicode: '⌫', ascii: 'backspace' },
};

/** A key as a person knows it. */
export function keyCaption(key: Key, isUnicode: boolean): string {
  const known = KEY_CAPTIONS[key];
  return known === undefined ? key : isUnicode ? known.unicode : known.ascii;
}
