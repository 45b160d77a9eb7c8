// Ctrl-C for commands that hold nothing of value: the programs that were started have groups of their own and must be ended along.
import { killAllGroups } from '../tools/process.ts';

const INTERRUPTED_EXIT_CODE = 130;

/** Does the work; SIGINT, SIGTERM or SIGHUP meanwhile end every program that is running, then ourselves with 130. */
export async function endWithPrograms<T>(work: () => Promise<T>): Promise<T> {
  const end = (): never => {
    killAllGroups();
    process.exit(INTERRUPTED_EXIT_CODE);
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, end);
  try {
    return await work();
  } finally {
    for (const name of names) process.off(name, end);
  }
}
