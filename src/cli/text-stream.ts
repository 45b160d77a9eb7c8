// Text files as flags name them, `-` for stdin and stdout: read and written whole.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';

const STREAM = '-';
/** By number: asking process.stdin for it would make reads of a pipe end early. */
const STDIN = 0;

/** As messages name it. */
export function streamName(file: string): string {
  return file === STREAM ? 'stdin' : file;
}

/** @throws UsageError */
export function readText(file: string): string {
  try {
    return readFileSync(file === STREAM ? STDIN : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${streamName(file)}: expected a file to read: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * A file appears under its name only when it is complete.
 * @returns whether it is a file, of which something can be said beside it
 * @throws UsageError
 */
export function writeText(file: string, text: string): boolean {
  if (file === STREAM) {
    process.stdout.write(text);
    return false;
  }
  const unfinished = `${file}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new UsageError(`${file}: expected a file to write: ${(error as Error).message}`, { cause: error });
  }
  return true;
}
