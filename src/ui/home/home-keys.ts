// The commands of the home screen in words; their keys stand in the settings (config.ts).
import type { Config } from '../../config.ts';
import type { CommandText } from '../key-bindings.ts';

export type HomeCommand = keyof Config['home']['keys'];

const TASKS = 'tasks (1 to 9 choose and run one)';
const SCREEN = 'this screen';

export const HOME_COMMANDS: Readonly<Record<HomeCommand, CommandText>> = {
  run: { group: TASKS, caption: 'run the chosen task and come back here', footer: 'run' },
  edit: { group: TASKS, caption: 'change its command first', footer: 'edit the command' },
  next: { group: TASKS, caption: 'next task' },
  previous: { group: TASKS, caption: 'previous task' },
  corpus: { group: SCREEN, caption: 'the next corpus of the workspace', footer: 'next corpus' },
  leave: { group: SCREEN, caption: 'quit', footer: 'quit' },
  help: { group: SCREEN, caption: 'all keys', footer: 'keys' },
};
