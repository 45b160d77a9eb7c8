// A YAML file as plain values, or an error that names the file and the place.
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { UsageError } from '../errors.ts';

/** `{}` for an empty file. @throws UsageError */
export function readYaml(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file}: expected a settings file that can be read, got ${code}`, { cause: error });
  }
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem !== undefined) throw new UsageError(`${file}: expected YAML, got ${problem.message}`, { cause: problem });
  return document.toJS() ?? {};
}
