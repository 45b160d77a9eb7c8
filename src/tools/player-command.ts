// A command of the user's own as a player of clips' sound: its text with {file}, {start} and {end} in, argv out. Pure; no shell reads it.
import { UsageError } from '../errors.ts';
import type { PlayerProgram } from './player-process.ts';

/** Parts in quotes, which may hold spaces, and parts without. */
const PART = /"([^"]*)"|'([^']*)'|[^\s"']+/g;

/** @throws UsageError when the command names no program, no {file}, or leaves a quote open */
export function commandProgram(command: string): PlayerProgram {
  const [program, ...words] = splitWords(command);
  if (program === undefined || ![...words].some((word) => word.includes('{file}')))
    throw usageError(command, 'a program and {file}, for instance `play-on-laptop {file} {start} {end}`');
  return {
    name: 'command',
    canBeginAnywhere: words.some((word) => word.includes('{start}')),
    argvFor: (filePath, fromSeconds, toSeconds) => {
      const values: Readonly<Record<string, string>> = {
        file: filePath,
        start: fromSeconds.toFixed(3),
        end: toSeconds.toFixed(3),
      };
      return [program, ...words.map((word) => word.replace(/\{(file|start|end)\}/g, (_, name) => values[name]!))];
    },
  };
}

/** Words apart by spaces; quotes keep a word together, as in a shell, and nothing else of a shell is known. */
function splitWords(command: string): string[] {
  const words: string[] = [];
  let end = -1;
  for (const match of command.matchAll(PART)) {
    const part = match[1] ?? match[2] ?? match[0];
    if (match.index === end) words.push(`${words.pop() ?? ''}${part}`);
    else words.push(part);
    end = match.index + match[0].length;
  }
  if (/["']/.test(command.replace(PART, ''))) throw usageError(command, 'each quote to be closed');
  return words;
}

function usageError(command: string, expected: string): UsageError {
  return new UsageError(`curate.playCommand: expected ${expected}, got ${JSON.stringify(command)}`);
}
