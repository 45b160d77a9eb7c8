// The commands of the audit screen in words. They have the keys of the same commands of the curate screen (config.ts), so that hands learn
// one set; what tells of the filter, and everything but the next question in order, is not among them.
import type { Config } from '../../config.ts';
import { bindKeys, type CommandText, type KeyBindings } from '../key-bindings.ts';

const ANSWER = 'answer';
const SOUND = 'sound';
const TIME = 'time';
const VIEW = 'view';

/** In the order of the help and of the footer. */
export const AUDIT_COMMANDS = {
  keep: { group: ANSWER, caption: 'the sound belongs to the picture', footer: 'it belongs' },
  drop: { group: ANSWER, caption: 'the sound does not belong to the picture', footer: 'it does not' },
  cannotTell: { group: ANSWER, caption: 'cannot tell', footer: 'cannot tell' },
  undo: { group: ANSWER, caption: 'take the last answer back, and only that', footer: 'undo the last' },
  play: { group: SOUND, caption: 'play and pause', footer: 'play' },
  help: { group: VIEW, caption: 'all keys', footer: 'keys' },
  why: { group: VIEW, caption: 'the report, after the last question' },
  leave: { group: VIEW, caption: 'out; the next time goes on with this question', footer: 'quit' },
  playFromStart: { group: SOUND, caption: 'play from the start' },
  loopStart: { group: SOUND, caption: 'a loop starts here' },
  loopEnd: { group: SOUND, caption: 'a loop ends here' },
  loopClear: { group: SOUND, caption: 'no loop' },
  back: { group: TIME, caption: 'cursor back by 0.2 s' },
  forward: { group: TIME, caption: 'cursor on by 0.2 s' },
  farBack: { group: TIME, caption: 'cursor back by 1 s' },
  farForward: { group: TIME, caption: 'cursor on by 1 s' },
  frameBack: { group: TIME, caption: 'cursor back by one video frame' },
  frameForward: { group: TIME, caption: 'cursor on by one video frame' },
  zoomIn: { group: VIEW, caption: 'zoom into time at the cursor' },
  zoomOut: { group: VIEW, caption: 'zoom out' },
  panes: { group: VIEW, caption: 'panes: all, large picture, large sound' },
  colours: { group: VIEW, caption: 'colours of the spectrogram' },
  graphics: { group: VIEW, caption: 'how pictures are drawn' },
} as const satisfies Partial<Record<keyof Config['curate']['keys'], CommandText>>;

export type AuditCommand = keyof typeof AUDIT_COMMANDS;
const NAMES = Object.keys(AUDIT_COMMANDS) as readonly AuditCommand[];

/** @throws UsageError where the settings give a key that there is not, or one twice */
export function auditBindings(keys: Config['curate']['keys']): KeyBindings<AuditCommand> {
  const settings = Object.fromEntries(NAMES.map((name) => [name, keys[name]])) as Record<AuditCommand, string>;
  return bindKeys(settings, 'curate.keys');
}
