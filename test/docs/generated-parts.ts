// The parts of README.md and src/README.md that follow from the program: the help of each command, the captioned tree of the sources.
// node --import tsx test/docs/generated-parts.ts writes them; test/docs/docs.test.ts finds out when they are stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/main.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SRC = path.join(ROOT, 'src');
const HELP_COLUMNS = 100;

export const README = path.join(ROOT, 'README.md');
export const SOURCE_README = path.join(SRC, 'README.md');

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function replacePart(text: string, name: string, part: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`expected the marks ${open} and ${close}`);
  return `${text.slice(0, start + open.length)}\n${part}\n${text.slice(end)}`;
}

export function helpOf(command: Command): string {
  return command.configureHelp({ helpWidth: HELP_COLUMNS }).helpInformation().trim();
}

export function commandsOf(program: Command): readonly Command[] {
  return program.commands;
}

export async function withHelp(readme: string): Promise<string> {
  const blocks = commandsOf(await buildProgram()).map(
    (command) => `### ks-build ${command.name()}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``,
  );
  return replacePart(readme, 'commands', `\n${blocks.join('\n\n')}\n`);
}

/** The first comment of a file, up to its first empty or code line, as one sentence or two. */
function captionOf(file: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.slice(2).trim())
    .join(' ')
    .replace(/(?<=[a-z`)\d])\. .*$/, '')
    .replace(/[.:;]$/, '');
}

export function withSourceTree(readme: string): string {
  const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const captions = (folder: string): string[] =>
    readdirSync(path.join(SRC, folder), { recursive: folder !== '', encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .sort()
      .map(
        (file) =>
          `| \`${path.posix.join(folder, file)}\` | ${captionOf(path.join(SRC, folder, file)).replaceAll('|', '\\|')} |`,
      );
  const rows = ['', ...folders.map(({ name }) => name).sort()].flatMap(captions);
  return replacePart(readme, 'files', `\n| file | what comes in, what goes out |\n|---|---|\n${rows.join('\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(README, await withHelp(readFileSync(README, 'utf8')));
  writeFileSync(SOURCE_README, withSourceTree(readFileSync(SOURCE_README, 'utf8')));
}
