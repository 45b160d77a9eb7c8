// `ks-build doctor`: every tool with its version, age and place, and what to do about what is missing or old.
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { MissingToolError } from '../errors.ts';
import { CONFIG_FLAG } from './config-flag.ts';
import { type Check, checkMachine, type DoctorLimits } from './doctor-checks.ts';
import { formatSync, runSyncTest } from './doctor-sync.ts';
import { loadConfig } from './load-config.ts';
import { print, printJson } from './output.ts';
import { formatTable } from './table.ts';
import { toolSearchFrom } from './tool-search.ts';

interface DoctorFlags {
  readonly json?: boolean;
  readonly sync?: boolean;
  readonly config?: string;
}

const MARKS = { ok: 'ok', warning: 'WARNING', missing: 'MISSING' } as const;

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say which tools are there, how old they are, and what to install')
    .option('--json', 'one JSON object on stdout')
    .option('--sync', 'also cut a test video with this ffmpeg and measure picture against sound (takes half a minute)')
    .option(...CONFIG_FLAG)
    .action(runDoctor);
}

/** @throws MissingToolError (exit 4), after the report, when something is missing that the program cannot do without. */
async function runDoctor(flags: DoctorFlags): Promise<void> {
  const config = loadConfig(flags.config);
  const search = toolSearchFrom();
  const checks = await checkMachine(search, limitsOf(config), process.cwd());
  const missing = checks.filter((check) => check.state === 'missing').map((check) => check.name);
  if (!flags.json) for (const line of formatChecks(checks)) print(line);
  const sync = flags.sync && missing.length === 0 ? await runSyncTest(search, config) : undefined;
  if (flags.json) printJson({ schema: 1, ok: missing.length === 0, checks, ...(sync === undefined ? {} : { sync }) });
  else if (sync !== undefined) for (const line of ['', ...formatSync(sync)]) print(line);
  if (missing.length > 0) {
    throw new MissingToolError(
      missing[0]!,
      `expected all needed tools, but missing: ${missing.join(', ')}; the report says what to do`,
    );
  }
}

function limitsOf({ site, pool }: Config): DoctorLimits {
  return { ytDlpMaxAgeDays: site.ytDlpMaxAgeDays, minFreeBytes: pool.minFreeBytes };
}

/** The table, then one line for each thing to do. */
export function formatChecks(checks: readonly Check[]): string[] {
  const columns = [
    { title: 'state' },
    { title: 'what' },
    { title: 'version' },
    { title: 'age, days', align: 'right' },
    { title: 'where' },
  ] as const;
  const rows = checks.map(({ state, name, version = '-', ageDays = '-', path, note }) => [
    MARKS[state],
    name,
    version,
    ageDays,
    [path, note].filter((part) => part !== undefined).join('; '),
  ]);
  const remedies = checks.flatMap(({ name, remedy }) => (remedy === undefined ? [] : [`${name}: ${remedy}`]));
  return [...formatTable(columns, rows), ...(remedies.length === 0 ? [] : ['', 'What to do:', ...remedies])];
}
