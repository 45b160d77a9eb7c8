// A program of test/fixtures/ in a process of its own, line by line, until it is killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export interface LineProcess {
  /** What it has printed so far. */
  readonly lines: readonly string[];
  /** Resolves when it has printed so many lines, or has ended. */
  untilLines(count: number): Promise<void>;
  /** SIGKILL; resolves when it is gone and all of its lines have come. */
  kill(): Promise<void>;
}

export function startFixture(t: TestContext, name: string, ...argv: readonly string[]): LineProcess {
  const program = fileURLToPath(new URL(`../fixtures/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(line));
  const ended = Promise.all([once(child, 'close'), once(reader, 'close')]);
  t.after(() => child.kill('SIGKILL'));
  return {
    lines,
    untilLines: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (lines.length < count) return;
          reader.off('line', look);
          resolve();
        };
        reader.on('line', look);
        void ended.then(() => resolve());
        look();
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
