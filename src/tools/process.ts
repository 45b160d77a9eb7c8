// Runs one program: argv without a shell, its own process group, a bounded tail of stderr, a time limit, and an end that takes the
// children along. The only file that spawns directly; wrappers that cannot do this (README, choices) are used where they need not.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';

export interface RunOptions {
  readonly abortSignal?: AbortSignal;
  /** Wall clock, ms; the group is ended when it runs out. */
  readonly timeLimitMs?: number;
  /** Called with each complete line of stdout / stderr, without its newline. */
  readonly onStdoutLine?: (line: string) => void;
  readonly onStderrLine?: (line: string) => void;
  /** Keeps all of stdout as text in the result, up to `maxStdoutBytes`. */
  readonly keepStdout?: boolean;
  readonly maxStdoutBytes?: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Extra pipes to or from the program, as fd 3, 4, ...: each gets someone who reads it or writes to it. */
  readonly extraPipes?: readonly ((stream: Duplex) => void)[];
  /** Raw consumer of stdout instead of lines. */
  readonly onStdout?: (stream: Readable) => void;
}

export interface RunResult {
  readonly program: string;
  readonly argv: readonly string[];
  /** undefined when a signal ended it or it could not be started. */
  readonly exitCode: number | undefined;
  readonly exitSignal: string | undefined;
  readonly timedOut: boolean;
  readonly aborted: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  /** The last 64 KiB of stderr. */
  readonly stderrTail: string;
}

const STDERR_TAIL_BYTES = 64 * 1024;
/** Time between asking a group to stop (SIGINT: ffmpeg closes its file, yt-dlp keeps its .part) and SIGKILL. */
const GRACE_MS = 3000;
const MAX_LINE_CHARACTERS = 64 * 1024;

const running = new Set<ChildProcess>();

/** Ends every process group still running, at once. For the last line of defence when we are being killed ourselves. */
export function killAllGroups(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/** Signals a process and all its descendants in the group: SIGTERM to yt-dlp alone would leave its ffmpeg running. */
export function signalGroup(child: { readonly pid?: number | undefined }, exitSignal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, exitSignal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Registers a child that a wrapper started with `detached: true`, so that killAllGroups reaches it too. */
export function trackGroup(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

/** Asks the group to stop, then insists. Returns a function that cancels the insisting. */
export function stopGroup(child: ChildProcess): () => void {
  signalGroup(child, 'SIGINT');
  const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  return () => clearTimeout(insist);
}

/** Feeds complete lines (split at \n or \r, as progress printers use) to `onLine`; a line beyond 64 Ki characters is cut there. */
export function forEachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS) rest = rest.slice(0, MAX_LINE_CHARACTERS);
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/**
 * Runs a program to its end and reports how it ended; a non-zero exit is a result, not an exception.
 * @throws Error with code ENOENT / EACCES when the program cannot be started at all.
 */
export function run(program: string, argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const extraPipes = options.extraPipes ?? [];
    const child = spawn(program, argv, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...extraPipes.map(() => 'pipe' as const)],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    trackGroup(child);
    let timedOut = false;
    let aborted = false;
    let cancelInsisting = (): void => {};
    const stop = (): void => {
      cancelInsisting();
      cancelInsisting = stopGroup(child);
    };
    const onAbort = (): void => {
      aborted = true;
      stop();
    };
    const timer =
      options.timeLimitMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            stop();
          }, options.timeLimitMs);
    const cleanUp = (): void => {
      clearTimeout(timer);
      cancelInsisting();
      options.abortSignal?.removeEventListener('abort', onAbort);
    };

    const stdout = child.stdout as Readable;
    const stderr = child.stderr as Readable;
    let kept = '';
    if (options.onStdout) options.onStdout(stdout);
    else if (options.onStdoutLine) forEachLine(stdout, options.onStdoutLine);
    else if (options.keepStdout) {
      const limit = options.maxStdoutBytes ?? 16 * 1024 * 1024;
      stdout.setEncoding('utf8');
      stdout.on('data', (chunk: string) => {
        if (kept.length < limit) kept += chunk;
      });
    } else stdout.resume();

    let stderrTail = '';
    forEachLine(stderr, (line) => {
      stderrTail = `${stderrTail}${line}\n`.slice(-STDERR_TAIL_BYTES);
      options.onStderrLine?.(line);
    });
    extraPipes.forEach((consume, position) => {
      consume(child.stdio[3 + position] as Duplex);
    });

    child.once('error', (error) => {
      cleanUp();
      running.delete(child);
      reject(error);
    });
    child.once('close', (exitCode, exitSignal) => {
      cleanUp();
      resolve({
        program,
        argv,
        exitCode: exitCode ?? undefined,
        exitSignal: exitSignal ?? undefined,
        timedOut,
        aborted,
        durationMs: performance.now() - startedAt,
        stdout: kept,
        stderrTail,
      });
    });
    if (options.abortSignal?.aborted) onAbort();
    else options.abortSignal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Runs a program on our own terminal, in our own process group, so that it may read the keys: the caller has let go of both. What it says
 * on stderr is kept off the terminal.
 */
export function runOnTerminal(
  program: string,
  argv: readonly string[],
): Promise<Pick<RunResult, 'exitCode' | 'stderrTail'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, { stdio: ['inherit', 'inherit', 'pipe'] });
    let stderrTail = '';
    forEachLine(child.stderr, (line) => {
      stderrTail = `${stderrTail}${line}\n`.slice(-STDERR_TAIL_BYTES);
    });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? undefined, stderrTail }));
  });
}
