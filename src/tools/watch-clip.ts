// Watching a clip with picture and sound in a player of its own: the command for it, by where the picture can go, and its run.
import path from 'node:path';
import { findOnPath } from './find-program.ts';
import { lastLines } from './media-tool.ts';
import { QUIET_AND_SAFE } from './mpv-arguments.ts';
import { run, runOnTerminal } from './process.ts';
import { isRemoteSession } from './sound-output.ts';

export type WatchCommand =
  | {
      readonly kind: 'command';
      readonly program: string;
      readonly argv: readonly string[];
      /** The player draws into the terminal and reads its keys; else it opens a window of its own. */
      readonly takesTerminal: boolean;
    }
  | { readonly kind: 'none'; readonly because: string };

/** Half-blocks in 256 colours: a third of the bytes of full colour, which already fill a slow line. */
const IN_TERMINAL = ['--vo=tct', '--vo-tct-algo=half-blocks', '--vo-tct-256=yes', '--really-quiet'];

export function watchCommand(filePath: string, fromSeconds: number, environment: NodeJS.ProcessEnv): WatchCommand {
  const mpvPath = findOnPath('mpv', environment.PATH ?? '');
  if (mpvPath === undefined)
    return { kind: 'none', because: 'watching with picture takes mpv: sudo apt-get install -y mpv' };
  const isRemote = isRemoteSession(environment);
  const hasDisplay = Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  const hasWindows = hasDisplay || (process.platform === 'darwin' && !isRemote);
  if (!hasWindows && isRemote)
    return {
      kind: 'none',
      because: 'watching with picture over SSH takes a display (ssh -X): a terminal would need 30 Mbit/s',
    };
  const output = hasWindows ? ['--force-window=yes', '--no-terminal'] : IN_TERMINAL;
  const argv = [...QUIET_AND_SAFE, ...output, `--start=${fromSeconds.toFixed(3)}`, '--', path.resolve(filePath)];
  return { kind: 'command', program: mpvPath, argv, takesTerminal: !hasWindows };
}

/** Until the player is closed. @returns what went wrong, if anything did */
export async function watch(command: Extract<WatchCommand, { kind: 'command' }>): Promise<string | undefined> {
  const { program, argv, takesTerminal } = command;
  const { exitCode, stderrTail } = await (takesTerminal ? runOnTerminal(program, argv) : run(program, argv));
  // 4: closed by a key or a signal.
  if (exitCode === 0 || exitCode === 4) return undefined;
  return `mpv ended (exit ${exitCode}) ${lastLines(stderrTail, 1)}`.trim();
}
