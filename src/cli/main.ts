// The program as typed: finds the command (alone on a terminal it is `home`), turns every ending into an exit code and a message on stderr.
import { Command, CommanderError } from 'commander';
import { KsBuildError } from '../errors.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { namingMemory } from '../tensor/out-of-memory.ts';
import { canDrawScreen } from '../ui/theme.ts';
import { endWhenPipeCloses, printError } from './output.ts';

type Register = (program: Command) => void;

/** In the order of the help. Each is loaded when it is wanted: together they take a third of a second. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  home: async () => (await import('./home.ts')).registerHome,
  fetch: async () => (await import('./fetch.ts')).registerFetch,
  filter: async () => (await import('./filter.ts')).registerFilter,
  curate: async () => (await import('./curate.ts')).registerCurate,
  pretrain: async () => (await import('./pretrain.ts')).registerPretrain,
  embed: async () => (await import('./embed.ts')).registerEmbed,
  lock: async () => (await import('./lock.ts')).registerLock,
  benchmark: async () => (await import('./benchmark.ts')).registerBenchmark,
  judge: async () => (await import('./judge.ts')).registerJudge,
  audit: async () => (await import('./audit.ts')).registerAudit,
  status: async () => (await import('./status.ts')).registerStatus,
  verify: async () => (await import('./verify.ts')).registerVerify,
  variants: async () => (await import('./variants.ts')).registerVariants,
  demo: async () => (await import('./demo.ts')).registerDemo,
  generate: async () => (await import('./generate.ts')).registerGenerate,
  duplicates: async () => (await import('./duplicates.ts')).registerDuplicates,
  classes: async () => (await import('./classes.ts')).registerClasses,
  doctor: async () => (await import('./doctor.ts')).registerDoctor,
  setup: async () => (await import('./setup.ts')).registerSetup,
  'update-ytdlp': async () => (await import('./update-ytdlp.ts')).registerUpdateYtDlp,
};

/** @param only the one command that is wanted; undefined, or a name that is none: all of them */
export async function buildProgram(only?: string): Promise<Command> {
  const program = new Command('ks-build')
    .description('Builds Kinetics-Sounds corpora: fetches, cuts exactly, verifies and indexes audio-visual clips.')
    .version(PROGRAM_VERSION)
    .showHelpAfterError('(ks-build COMMAND --help shows the flags)')
    .exitOverride();
  const isKnown = only !== undefined && Object.hasOwn(COMMANDS, only);
  const loaders = isKnown ? [COMMANDS[only]!] : Object.values(COMMANDS);
  for (const load of loaders) (await load())(program);
  for (const command of program.commands) command.exitOverride();
  return program;
}

/** Exit code that a command sets when it ends without an error but not with success: 75 try later, 9 files differ. */
export async function main(argv: readonly string[]): Promise<number> {
  endWhenPipeCloses();
  try {
    const isHome = argv.length === 0 && canDrawScreen(process.env, process.stdin, process.stdout);
    const typed = isHome ? ['home'] : argv;
    const program = await buildProgram(typed[0]);
    if (typed.length === 0) program.outputHelp();
    else await program.parseAsync(typed, { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    return reportError(error);
  }
}

const USAGE_EXIT_CODE = 2;

function reportError(thrown: unknown): number {
  const error = namingMemory(thrown);
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
