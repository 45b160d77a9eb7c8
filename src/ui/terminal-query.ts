// Asks the terminal what it can draw, before any screen stands on it: its answers, or none when it is silent for a second.
import {
  fencesPassed,
  NO_ANSWERS,
  parseAnswers,
  questions,
  type TerminalAnswers,
} from './graphics/terminal-answers.ts';

export interface QueriedTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

const LIMIT_MS = 1000;
/** tmux may keep the answer of the terminal around it to itself: then the other answers are here soon, or never. */
const LIMIT_BEHIND_TMUX_MS = 200;
const CTRL_C = '\x03';
/** A terminal that does not know a question may print it. */
const WIPE_LINE = '\r\x1b[2K';

/** @param isThroughTmux ask the terminal around tmux too */
export async function askTerminal(
  { stdin, stdout }: QueriedTerminal,
  isThroughTmux: boolean,
): Promise<TerminalAnswers> {
  if (stdin.isTTY !== true || stdout.isTTY !== true) return NO_ANSWERS;
  const startedMs = performance.now();
  let text = '';
  let lastMs = startedMs;
  const isComplete = await new Promise<boolean>((resolve) => {
    let limit = setTimeout(() => finish(false), LIMIT_MS);
    const finish = (isDone: boolean): void => {
      clearTimeout(limit);
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      resolve(isDone);
    };
    const onData = (chunk: Buffer | string): void => {
      text += chunk.toString();
      lastMs = performance.now();
      const passed = fencesPassed(text);
      if (text.includes(CTRL_C)) finish(false);
      else if (passed >= (isThroughTmux ? 2 : 1)) finish(true);
      else if (passed === 1) {
        clearTimeout(limit);
        limit = setTimeout(() => finish(true), LIMIT_BEHIND_TMUX_MS);
      }
    };
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.resume();
    stdout.write(questions(isThroughTmux));
  });
  stdout.write(WIPE_LINE);
  // In raw mode the key is no signal.
  if (text.includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
  const { columns = 80, rows = 24 } = stdout;
  return { ...parseAnswers(text, { columns, rows }), roundTripMs: lastMs - startedMs, isComplete };
}
