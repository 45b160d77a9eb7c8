// Runs another command of this program on the same terminal, as if it had been typed, and waits until what it printed has been read.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EXIT_TRY_LATER } from '../errors.ts';
import { commandText } from '../ui/home/home-tasks.ts';
import { print } from './output.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));
/** What a command means by these is no fault: try later, and Ctrl-C. */
const EXPECTED_ENDS: ReadonlySet<number> = new Set([0, EXIT_TRY_LATER, 130]);

/**
 * @param hasScreen nothing of what it printed remains to be read, unless it failed
 * @returns what it came to, '' where it went well
 */
export async function runAgain(argv: readonly string[], hasScreen: boolean): Promise<string> {
  const text = commandText(argv);
  if (!hasScreen) print(`$ ${text}`);
  const child = spawn(process.execPath, [LAUNCHER, ...argv], { stdio: 'inherit' });
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  const isExpected = exitCode !== null && EXPECTED_ENDS.has(exitCode);
  if (!hasScreen || !isExpected) await waitForEnter();
  return isExpected ? '' : `${text} ended with ${signal ?? `exit code ${exitCode}`}`;
}

async function waitForEnter(): Promise<void> {
  print('\n(enter goes back)');
  process.stdin.resume();
  await once(process.stdin, 'data');
  process.stdin.pause();
}
