// A real terminal for tests: one tmux server of its own with one window. Waits for conditions, never for time.
import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Why tests with tmux cannot run here, for `skip`; false where they can. */
export function tmuxMissing(): string | false {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'tmux is not installed';
    throw error;
  }
}

/** Far above what a busy machine needs; a test that gets here has failed. */
const GIVE_UP_MS = 60_000;

export class Tmux {
  readonly #socket = `ks-build-${randomUUID()}`;

  /** Opens a window with a plain shell. */
  async open(columns: number, rows: number): Promise<void> {
    const size = ['-x', String(columns), '-y', String(rows)];
    await this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      ...size,
      'env PS1="$ " LC_ALL=C.UTF-8 NODE_ENV=production CI= sh',
    );
  }

  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', text);
  }

  async press(key: string): Promise<void> {
    await this.#tmux('send-keys', key);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** The visible rows, or with the scrollback all lines, wrapped ones joined. */
  async lines(part: 'screen' | 'everything' = 'screen'): Promise<string[]> {
    const scope = part === 'everything' ? ['-J', '-S', '-'] : [];
    const text = await this.#tmux('capture-pane', '-p', ...scope);
    return text.split('\n').map((line) => line.trimEnd());
  }

  /** The visible rows with the sequences that colour them. */
  colouredScreen(): Promise<string> {
    return this.#tmux('capture-pane', '-p', '-e');
  }

  /** A tmux format, such as `#{cursor_flag}`. */
  async ask(format: string): Promise<string> {
    return (await this.#tmux('display-message', '-p', format)).trim();
  }

  async waitFor(description: string, isThere: (lines: string[]) => boolean): Promise<string[]> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (;;) {
      const lines = await this.lines();
      if (isThere(lines)) return lines;
      if (Date.now() > giveUpAt) throw new Error(`never seen: ${description}\n${lines.join('\n')}`);
    }
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server');
  }

  async #tmux(...argv: string[]): Promise<string> {
    return (await execute('tmux', ['-L', this.#socket, ...argv])).stdout;
  }
}
