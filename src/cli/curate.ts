// `ks-build curate` as typed. The screen is loaded only when it is wanted, so that the other commands start quickly.
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { print } from './output.ts';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface CurateFlags extends WorkspaceFlags {
  readonly corpus?: string;
  readonly rater?: string;
  readonly view: string;
  readonly list?: true;
  readonly limit?: string;
  readonly columns?: true;
  readonly export?: string;
  readonly import?: string;
  readonly json?: true;
  readonly graphics?: string;
  readonly plain?: true;
}

/** What is done instead of the screen: one of these. */
const TASKS = ['list', 'columns', 'export', 'import'] as const;
type Task = (typeof TASKS)[number];

export function registerCurate(program: Command): void {
  addWorkspaceOptions(program.command('curate'))
    .description('judges clips by eye and ear in the terminal, those that the filter asks about first')
    .argument(
      '[query...]',
      'which clips, such as `class:tickling score:<0.3` (default: is:ask, most uncertain first; in a list all)',
    )
    .option('--corpus <name>', 'of the workspace, where it holds several')
    .option('--rater <name>', 'who judges (default: from the settings, else your user name)')
    .option('--view <name>', 'what the screen shows first: clip, list (of all clips), classes or duplicates', 'clip')
    .option('--list', 'no screen: the clips of the query, one a line, with all that is known of them in --json')
    .option('--limit <n>', 'with --list: the first so many (default: all)')
    .option('--columns', 'no screen: the names that a query takes, and what they mean')
    .option(
      '--export <file>',
      'no screen: write the verdicts of people as text, to carry them to somebody else (-: stdout)',
    )
    .option('--import <file>', 'no screen: take the verdicts of such a file (-: stdin) beside those that are here')
    .option('--json', 'with --list and --import: one JSON object on stdout')
    .option('--graphics <means>', 'how pictures are drawn: auto, or a means such as kitty, sixel, quadrants, ascii')
    .option(
      '--plain',
      'no screen: a sentence for each clip, and a line as the answer; also with INK_SCREEN_READER=true',
    )
    .action(async (query: readonly string[], flags: CurateFlags) => {
      const task = taskOf(query, flags);
      if (task === undefined) {
        const { runCurate } = await import('./run-curate.ts');
        await runCurate(query.join(' '), flags);
      } else if (task === 'list') {
        const { listClips } = await import('./list-clips.ts');
        listClips(query.join(' '), flags);
      } else if (task === 'columns') {
        const { columnLines } = await import('./column-lines.ts');
        for (const line of columnLines()) print(line);
      } else {
        const { exportVerdicts, importVerdicts } = await import('./exchange-verdicts.ts');
        if (task === 'export') exportVerdicts(flags.export!, flags);
        else importVerdicts(flags.import!, flags);
      }
    });
}

/** Undefined: the screen. */
function taskOf(query: readonly string[], flags: CurateFlags): Task | undefined {
  const [task, other] = TASKS.filter((name) => flags[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other}: expected alone, got it together with --${task}`);
  if (flags.limit !== undefined && task !== 'list') throw new UsageError('--limit: expected with --list');
  if (flags.json && task !== 'list' && task !== 'import')
    throw new UsageError('--json: expected with --list or --import');
  if (query.length > 0 && task !== undefined && task !== 'list')
    throw new UsageError(`--${task}: expected no query, got "${query.join(' ')}"`);
  return task;
}
