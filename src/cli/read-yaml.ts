// A YAML file as plain values, or an error that names the file and the place.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { UsageError } from '../errors.ts';

// Loaded for a file that is there only: it would take a tenth of the start of every command.
const load = createRequire(import.meta.url);

/** `{}` for an empty file. @throws UsageError */
export function readYaml(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file}: expected a settings file that can be read, got ${code}`, { cause: error });
  }
  const { parseDocument } = load('yaml') as typeof import('yaml');
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem !== undefined) throw new UsageError(`${file}: expected YAML, got ${problem.message}`, { cause: problem });
  return document.toJS() ?? {};
}
