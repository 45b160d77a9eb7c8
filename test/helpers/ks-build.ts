// Runs the built program as a user would, in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../bin/ks-build', import.meta.url));

export interface Ending {
  readonly exitCode: number | null;
  readonly exitSignal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningKsBuild {
  readonly child: ChildProcess;
  /** What it has printed so far, stdout and stderr together. */
  printed(): string;
  /** Resolves as soon as the text has been printed, or rejects when the program ends without. */
  untilPrinted(text: string): Promise<void>;
  readonly ended: Promise<Ending>;
}

export function startKsBuild(
  argv: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): RunningKsBuild {
  const child = spawn(process.execPath, [LAUNCHER, ...argv], {
    cwd: options.cwd,
    env: { ...process.env, CI: 'true', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let hasEnded = false;
  const watchers = new Set<() => void>();
  const onText = (add: (text: string) => void) => (chunk: Buffer) => {
    add(chunk.toString());
    for (const watch of watchers) watch();
  };
  child.stdout.on(
    'data',
    onText((text) => (stdout += text)),
  );
  child.stderr.on(
    'data',
    onText((text) => (stderr += text)),
  );
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, exitSignal) => {
      hasEnded = true;
      for (const watch of watchers) watch();
      resolve({ exitCode, exitSignal, stdout, stderr });
    });
  });
  return {
    child,
    printed: () => stdout + stderr,
    untilPrinted: (text) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if ((stdout + stderr).includes(text)) resolve();
          else if (hasEnded) reject(new Error(`ended without printing ${JSON.stringify(text)}:\n${stdout}${stderr}`));
          else return;
          watchers.delete(watch);
        };
        watchers.add(watch);
        watch();
      }),
    ended,
  };
}

export function ksBuild(
  argv: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ending> {
  return startKsBuild(argv, options).ended;
}
