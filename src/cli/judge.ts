// `ks-build judge` as typed. The work itself is loaded only when it is wanted, so that the other commands start quickly.
import type { Command } from 'commander';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface JudgeFlags extends WorkspaceFlags {
  readonly corpus?: string;
  readonly reason?: string;
  readonly label?: string;
  readonly note?: string;
  readonly trim?: string;
  readonly heard?: true;
  readonly rater?: string;
  readonly undo?: true;
  readonly json?: true;
}

export function registerJudge(program: Command): void {
  addWorkspaceOptions(program.command('judge'))
    .description('takes a verdict of a person on clips, without a screen: keep, drop or ask')
    .argument(
      '<ids...>',
      'clips as ID_START, ID_START_END or path, or - for one a line on stdin; then keep, drop or ask',
    )
    .usage('[options] <ids...> keep|drop|ask')
    .option('--corpus <name>', 'of the workspace, where several list a clip')
    .option('--reason <code>', 'with drop: why, as `status` names it, such as voice-over')
    .option('--label <class>', 'a better class of the corpus; the listed one takes a better one back')
    .option('--note <text>', 'a remark')
    .option('--trim <from..to>', 'the part that is meant, seconds from the start of the clip, such as 0.5..8')
    .option('--heard', 'its sound was listened to')
    .option('--rater <name>', 'who judges (default: from the settings, else your user name)')
    .option('--undo', 'instead of keep, drop or ask: take back the last verdict that was given here')
    .option('--json', 'one JSON object on stdout')
    .addHelpText('after', '\nIDs may begin with a dash: write -- before the first one, and flags before that.')
    .action(async (words: string[], flags: JudgeFlags) => {
      const { runJudge } = await import('./run-judge.ts');
      runJudge(words, flags);
    });
}
