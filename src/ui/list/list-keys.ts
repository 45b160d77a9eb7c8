// The commands of the list in words: its own, and those that it shares with the clip that fills the screen. Keys stand in the settings.
import type { Config } from '../../config.ts';
import { CURATE_COMMANDS, type CurateCommand } from '../curate/curate-keys.ts';
import { bindKeys, type CommandText, type KeyBindings } from '../key-bindings.ts';

export type ListCommand = keyof Config['list']['keys'];

const SHARED = [
  'keep',
  'drop',
  'cannotTell',
  'dropBecause',
  'relabel',
  'undo',
  'redo',
  'next',
  'previous',
  'play',
  'tag',
  'tagRange',
  'tagAll',
  'go',
  'search',
  'filter',
  'list',
  'help',
  'leave',
] as const satisfies readonly CurateCommand[];
type SharedCommand = (typeof SHARED)[number];

export type ListFaceCommand = ListCommand | SharedCommand;

const MOVE = 'move';
const VIEW = 'view';

/** In the order of the help; the footer takes those with a short caption. */
export const LIST_COMMANDS: Readonly<Record<ListFaceCommand, CommandText>> = {
  open: { group: MOVE, caption: 'the clip, large', footer: 'open' },
  tag: { ...CURATE_COMMANDS.tag, footer: 'tag' },
  keep: { ...CURATE_COMMANDS.keep, caption: 'keep: the clip, or all tagged ones' },
  drop: { ...CURATE_COMMANDS.drop, caption: 'drop' },
  cannotTell: { ...CURATE_COMMANDS.cannotTell, caption: 'cannot tell: stays a question' },
  filter: { ...CURATE_COMMANDS.filter, caption: 'change the query: the list follows what is typed' },
  search: { ...CURATE_COMMANDS.search, footer: 'search' },
  sort: { group: VIEW, caption: 'another order; the same column once more turns it', footer: 'sort' },
  views: { group: VIEW, caption: 'saved views; `:save NAME` saves one, `:forget NAME` removes it', footer: 'views' },
  help: CURATE_COMMANDS.help,
  classes: { group: VIEW, caption: 'all classes', footer: 'classes' },
  duplicates: { group: VIEW, caption: 'clips that look or sound the same, as pairs', footer: 'duplicates' },
  compare: { group: VIEW, caption: 'two tagged clips one above the other, or the tagged one and this' },
  dropBecause: CURATE_COMMANDS.dropBecause,
  relabel: CURATE_COMMANDS.relabel,
  undo: CURATE_COMMANDS.undo,
  redo: CURATE_COMMANDS.redo,
  next: { group: MOVE, caption: 'down' },
  previous: { group: MOVE, caption: 'up' },
  pageDown: { group: MOVE, caption: 'a page down' },
  pageUp: { group: MOVE, caption: 'a page up' },
  first: { group: MOVE, caption: 'first clip' },
  last: { group: MOVE, caption: 'last clip' },
  go: { group: MOVE, caption: 'go to a place or a clip, or `save`, `view` and `forget` with the name of a view' },
  list: { group: MOVE, caption: 'the clip, large' },
  play: CURATE_COMMANDS.play,
  tagRange: CURATE_COMMANDS.tagRange,
  tagAll: { ...CURATE_COMMANDS.tagAll, caption: 'tag all that is listed, or none' },
  leave: CURATE_COMMANDS.leave,
};

type Settings = Pick<Config, 'curate' | 'list'>;

/** @throws UsageError for a key that there is not, or that stands for two commands of the list */
export function bindListKeys({ curate, list }: Settings): KeyBindings<ListFaceCommand> {
  const shared = Object.fromEntries(SHARED.map((command) => [command, curate.keys[command]]));
  return bindKeys({ ...(shared as Record<SharedCommand, string>), ...list.keys }, 'list.keys');
}

/** The classes move, open and sort by the keys of the list. */
const FOR_CLASSES = [
  'open',
  'sort',
  'search',
  'help',
  'next',
  'previous',
  'pageDown',
  'pageUp',
  'first',
  'last',
  'leave',
] as const satisfies readonly ListFaceCommand[];
export type ClassCommand = (typeof FOR_CLASSES)[number];

export const CLASS_COMMANDS: Readonly<Record<ClassCommand, CommandText>> = {
  open: { group: MOVE, caption: 'the clips of the class', footer: 'its clips' },
  sort: { group: VIEW, caption: 'the next order: name, clips, kept share, asked about, mean score', footer: 'sort' },
  search: { group: VIEW, caption: 'classes whose name holds what is typed', footer: 'search' },
  help: { ...LIST_COMMANDS.help, caption: 'all keys' },
  next: LIST_COMMANDS.next,
  previous: LIST_COMMANDS.previous,
  pageDown: LIST_COMMANDS.pageDown,
  pageUp: LIST_COMMANDS.pageUp,
  first: { group: MOVE, caption: 'first class' },
  last: { group: MOVE, caption: 'last class' },
  leave: { group: MOVE, caption: 'back', footer: 'back' },
};

export function bindClassKeys(settings: Settings): KeyBindings<ClassCommand> {
  const all = bindListKeys(settings);
  const keys = FOR_CLASSES.map((command) => [command, all.keysOf(command).join(' ')]);
  return bindKeys(Object.fromEntries(keys) as Record<ClassCommand, string>, 'list.keys');
}
