// `ks-build audit` as typed. The work itself is loaded only when it is wanted, so that the other commands start quickly.
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface AuditFlags extends WorkspaceFlags {
  readonly corpus?: string;
  readonly name?: string;
  readonly size?: string;
  readonly seed?: string;
  readonly rater?: string;
  readonly questions?: true;
  readonly answers?: string;
  readonly report?: true;
  readonly list?: true;
  readonly export?: string;
  readonly import?: string;
  readonly json?: true;
  readonly graphics?: string;
}

/** What is done instead of asking on the screen: one of these. */
const TASKS = ['questions', 'answers', 'report', 'list', 'export', 'import'] as const;
export type AuditTask = (typeof TASKS)[number] | 'ask';

export function registerAudit(program: Command): void {
  addWorkspaceOptions(program.command('audit'))
    .description('asks people blind about a sample of clips, and says how right the filter is')
    .option('--corpus <name>', 'of the workspace, where it holds several')
    .option('--name <name>', 'of the audit (default: the corpus and the seed)')
    .option('--size <n>', 'questions (default: 200)')
    .option('--seed <n>', 'the same seed draws the same clips in the same order (default: 1)')
    .option(
      '--rater <name>',
      'who answers (default: from the settings, else your user name); with --report: of this person alone',
    )
    .option('--report', 'precision, recall, purity and agreement from the answers so far')
    .option('--list', 'the audits of the workspace')
    .option('--questions', 'the clips that wait for an answer of the rater, one a line: ID and file')
    .option(
      '--answers <file>',
      'take answers from a file (-: stdin), one a line: ID and belongs, does-not or cannot-tell',
    )
    .option('--export <file>', 'write questions and answers as text, to carry them to somebody else (-: stdout)')
    .option('--import <file>', 'take the answers of such a file (-: stdin); what is here is never overwritten')
    .option('--json', 'one JSON object on stdout')
    .option('--graphics <means>', 'how pictures are drawn: auto, or a means such as kitty, sixel, quadrants, ascii')
    .action(async (flags: AuditFlags) => {
      const { runAudit } = await import('./run-audit.ts');
      await runAudit(taskOf(flags), flags);
    });
}

function taskOf(flags: AuditFlags): AuditTask {
  const [task = 'ask', other] = TASKS.filter((name) => flags[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other}: expected alone, got it together with --${task}`);
  if (flags.json && (task === 'ask' || task === 'export'))
    throw new UsageError(
      `--json: expected with ${TASKS.filter((name) => name !== 'export')
        .map((name) => `--${name}`)
        .join(', ')}`,
    );
  return task;
}
