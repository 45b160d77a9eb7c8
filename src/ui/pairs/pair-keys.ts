// The commands of two clips that are looked at together, in words; keys stand in the settings.
import type { Config } from '../../config.ts';
import { CURATE_COMMANDS, type CurateCommand } from '../curate/curate-keys.ts';
import { bindKeys, type CommandText, type KeyBindings } from '../key-bindings.ts';

const SHARED = [
  'keep',
  'drop',
  'cannotTell',
  'undo',
  'redo',
  'next',
  'previous',
  'play',
  'back',
  'forward',
  'farBack',
  'farForward',
  'graphics',
  'colours',
  'help',
  'leave',
] as const satisfies readonly CurateCommand[];
type SharedCommand = (typeof SHARED)[number];

export type PairCommand = keyof Config['pairs']['keys'] | SharedCommand;

const PAIR = 'the pair';
const CLIP = 'the clip at the pointer';

export const PAIR_COMMANDS: Readonly<Record<PairCommand, CommandText>> = {
  keepFirst: { group: PAIR, caption: 'keep A, drop B, and on', footer: 'keep A' },
  keepSecond: { group: PAIR, caption: 'keep B, drop A, and on', footer: 'keep B' },
  keepBoth: { group: PAIR, caption: 'keep both, and on', footer: 'both' },
  keepNeither: { group: PAIR, caption: 'drop both, and on', footer: 'neither' },
  undo: { group: PAIR, caption: 'take the last verdict back and return to its pair', footer: 'undo' },
  redo: { group: PAIR, caption: 'give the verdict again that was taken back' },
  next: { group: PAIR, caption: 'next pair', footer: 'next' },
  previous: { group: PAIR, caption: 'previous pair' },
  otherClip: { group: CLIP, caption: 'the pointer, and what plays, to the other clip', footer: 'other' },
  play: { group: CLIP, caption: 'play and stop', footer: 'play' },
  help: { ...CURATE_COMMANDS.help, caption: 'all keys' },
  keep: { group: CLIP, caption: 'keep it' },
  drop: { group: CLIP, caption: 'drop it' },
  cannotTell: { group: CLIP, caption: 'cannot tell: it stays a question' },
  back: CURATE_COMMANDS.back,
  forward: CURATE_COMMANDS.forward,
  farBack: CURATE_COMMANDS.farBack,
  farForward: CURATE_COMMANDS.farForward,
  graphics: CURATE_COMMANDS.graphics,
  colours: CURATE_COMMANDS.colours,
  leave: { group: PAIR, caption: 'back', footer: 'back' },
};

/** @throws UsageError for a key that there is not, or that stands for two of these commands */
export function bindPairKeys({ curate, pairs }: Pick<Config, 'curate' | 'pairs'>): KeyBindings<PairCommand> {
  const shared = Object.fromEntries(SHARED.map((command) => [command, curate.keys[command]]));
  return bindKeys({ ...(shared as Record<SharedCommand, string>), ...pairs.keys }, 'pairs.keys');
}
