// Who judges: the name on the flag, in the settings, or of the user on this machine.
import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import { UsageError } from '../errors.ts';

/** @throws UsageError where there is none */
export function raterName(flag: string | undefined, { curate }: Pick<Config, 'curate'>): string {
  const name = (flag ?? (curate.rater === '' ? systemName() : curate.rater)).trim();
  if (name === '') throw new UsageError('--rater: expected the name of who judges, got none');
  return name;
}

/** '' where the system knows none, as for a user id that is only a number. */
function systemName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SYSTEM_ERROR') return '';
    throw error;
  }
}
