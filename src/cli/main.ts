// The program as typed: registers every command, turns every ending into an exit code and a message on stderr.
import { Command, CommanderError } from 'commander';
import { KsBuildError } from '../errors.ts';
import { registerClasses } from './classes.ts';
import { registerCurate } from './curate.ts';
import { registerDemo } from './demo.ts';
import { registerDoctor } from './doctor.ts';
import { registerDuplicates } from './duplicates.ts';
import { registerFetch } from './fetch.ts';
import { registerFilter } from './filter.ts';
import { registerGenerate } from './generate.ts';
import { registerJudge } from './judge.ts';
import { endWhenPipeCloses, printError } from './output.ts';
import { registerSetup } from './setup.ts';
import { registerStatus } from './status.ts';
import { registerUpdateYtDlp } from './update-ytdlp.ts';
import { registerVariants } from './variants.ts';
import { registerVerify } from './verify.ts';
import { PROGRAM_VERSION } from './version.ts';

export function buildProgram(): Command {
  const program = new Command('ks-build')
    .description('Builds Kinetics-Sounds corpora: fetches, cuts exactly, verifies and indexes audio-visual clips.')
    .version(PROGRAM_VERSION)
    .showHelpAfterError('(ks-build COMMAND --help shows the flags)')
    .exitOverride();
  for (const register of [
    registerFetch,
    registerFilter,
    registerCurate,
    registerJudge,
    registerStatus,
    registerVerify,
    registerVariants,
    registerDemo,
    registerGenerate,
    registerDuplicates,
    registerClasses,
    registerDoctor,
    registerSetup,
    registerUpdateYtDlp,
  ]) {
    register(program);
  }
  for (const command of program.commands) command.exitOverride();
  return program;
}

/** Exit code that a command sets when it ends without an error but not with success: 75 try later, 9 files differ. */
export async function main(argv: readonly string[]): Promise<number> {
  endWhenPipeCloses();
  try {
    const program = buildProgram();
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    return reportError(error);
  }
}

const USAGE_EXIT_CODE = 2;

function reportError(error: unknown): number {
  // commander has printed its own message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
  if (error instanceof KsBuildError) {
    printError(`ks-build: ${error.message}`);
    return error.exitCode;
  }
  printError(
    `ks-build: this is a bug, please report it with the lines below.\n${error instanceof Error ? error.stack : String(error)}`,
  );
  return 1;
}
