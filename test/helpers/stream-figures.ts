// Runs test/fixtures/stream-archive.ts in a process of its own and gives its figures.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { StreamFigures } from '../fixtures/stream-archive.ts';

const PROGRAM = new URL('../fixtures/stream-archive.ts', import.meta.url).pathname;

export async function streamInOwnProcess(
  location: string,
  directory: string,
  memberCount: number,
  every: number,
): Promise<StreamFigures> {
  const argv = ['--import', 'tsx', PROGRAM, location, directory, String(memberCount), String(every)];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  return JSON.parse(stdout) as StreamFigures;
}

/** Name of member N in archives made for this program. */
export function memberName(position: number): string {
  return `./${String(position).padStart(11, '0')}_000010_000020.mp4`;
}
