// The commands of the audit screen in words. They have the keys of the same commands of the curate screen (config.ts), so that hands learn
// one set; what tells of the filter, and everything but the next question in order, is not among them.
import type { Config } from '../../config.ts';
import { CURATE_COMMANDS } from '../curate/curate-keys.ts';
import { bindKeys, type CommandText, type KeyBindings } from '../key-bindings.ts';

const ANSWER = 'answer';
const VIEW = 'view';

/** In the order of the help and of the footer. */
export const AUDIT_COMMANDS = {
  keep: { group: ANSWER, caption: 'the sound belongs to the picture', footer: 'it belongs' },
  drop: { group: ANSWER, caption: 'the sound does not belong to the picture', footer: 'it does not' },
  cannotTell: { group: ANSWER, caption: 'cannot tell', footer: 'cannot tell' },
  undo: { group: ANSWER, caption: 'take the last answer back, and only that', footer: 'undo the last' },
  play: CURATE_COMMANDS.play,
  help: { group: VIEW, caption: 'all keys', footer: 'keys' },
  why: { group: VIEW, caption: 'the report, after the last question' },
  leave: { group: VIEW, caption: 'out; the next time goes on with this question', footer: 'quit' },
  playFromStart: CURATE_COMMANDS.playFromStart,
  loopStart: CURATE_COMMANDS.loopStart,
  loopEnd: CURATE_COMMANDS.loopEnd,
  loopClear: CURATE_COMMANDS.loopClear,
  back: CURATE_COMMANDS.back,
  forward: CURATE_COMMANDS.forward,
  farBack: CURATE_COMMANDS.farBack,
  farForward: CURATE_COMMANDS.farForward,
  frameBack: CURATE_COMMANDS.frameBack,
  frameForward: CURATE_COMMANDS.frameForward,
  zoomIn: CURATE_COMMANDS.zoomIn,
  zoomOut: CURATE_COMMANDS.zoomOut,
  panes: CURATE_COMMANDS.panes,
  colours: CURATE_COMMANDS.colours,
  graphics: CURATE_COMMANDS.graphics,
} as const satisfies Partial<Record<keyof Config['curate']['keys'], CommandText>>;

export type AuditCommand = keyof typeof AUDIT_COMMANDS;
const NAMES = Object.keys(AUDIT_COMMANDS) as readonly AuditCommand[];

/** @throws UsageError where the settings give a key that there is not, or one twice */
export function auditBindings(keys: Config['curate']['keys']): KeyBindings<AuditCommand> {
  const settings = Object.fromEntries(NAMES.map((name) => [name, keys[name]])) as Record<AuditCommand, string>;
  return bindKeys(settings, 'curate.keys');
}
