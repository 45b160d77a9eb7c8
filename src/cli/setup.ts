// `ks-build setup`: what the program needs beyond npm's packages, one line each, installed where it is missing. Safe to repeat.
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { UsageError } from '../errors.ts';
import { ADDED_BACKENDS, type AddedBackend } from '../tensor/backend-names.ts';
import { findOnPath, type ToolSearch } from '../tools/find-program.ts';
import { installJsRuntime } from '../tools/install-js-runtime.ts';
import { ensureYtDlp } from '../tools/install-yt-dlp.ts';
import { findJsRuntime } from '../tools/js-runtime.ts';
import { demand, findFfmpeg, findFfprobe } from '../tools/locate.ts';
import { installSystemPackages } from '../tools/system-packages.ts';
import { CONFIG_FLAG } from './config-flag.ts';
import { endWithPrograms } from './end-with-programs.ts';
import { loadConfig } from './load-config.ts';
import { print, printError } from './output.ts';
import { parseChoice } from './parse-value.ts';
import { setUpBackend, setUpSoftwareDriver } from './setup-backend.ts';
import { toolSearchFrom } from './tool-search.ts';

interface SetupFlags {
  readonly offline?: boolean;
  readonly backend?: string;
  readonly softwareDriver?: boolean;
  readonly config?: string;
}

const NAME_WIDTH = 10;

export function registerSetup(program: Command): void {
  program
    .command('setup')
    .description('install what is missing: ffmpeg, a current yt-dlp, a JavaScript runtime for it; safe to repeat')
    .option('--offline', 'use only what is there already, fetch nothing')
    .option('--backend <name>', 'instead of all that, add a backend for tensors: cuda, webgpu or node')
    .option(
      '--software-driver',
      'with --backend webgpu, also a Vulkan driver that computes on the processor, for trials',
    )
    .option(...CONFIG_FLAG)
    .action((flags: SetupFlags) =>
      endWithPrograms(() =>
        flags.backend === undefined
          ? runSetup(toolSearchFrom(), loadConfig(flags.config), flags.offline === true)
          : addBackend(parseChoice('--backend', flags.backend, ADDED_BACKENDS), flags),
      ),
    );
}

/** Says also whether it runs here: for that, a device and its driver must be there as well. */
async function addBackend(backend: AddedBackend, { offline, softwareDriver }: SetupFlags): Promise<void> {
  if (offline) throw new UsageError('--offline: expected no --backend with it, since that fetches what it adds');
  await setUpBackend(backend, toolSearchFrom());
  if (softwareDriver) process.env.VK_ICD_FILENAMES = await setUpSoftwareDriver(toolSearchFrom());
  const { openBackend } = await import('../tensor/backend.ts');
  const { device } = await openBackend(backend);
  print(`it works: ${device}`);
}

/** @throws MissingToolError (exit 4) when a needed program is absent and cannot be installed. */
export async function runSetup(search: ToolSearch, config: Config, offline: boolean): Promise<void> {
  if (!offline) await setUpSystemPackages(search);
  for (const [name, find] of [
    ['ffmpeg', findFfmpeg],
    ['ffprobe', findFfprobe],
  ] as const) {
    const tool = demand(name, await find(search));
    say(name, tool.version, tool.path);
  }
  await setUpYtDlp(search, config, offline);
  await setUpJsRuntime(search, offline);
}

async function setUpSystemPackages(search: ToolSearch): Promise<void> {
  const { settings, searchPath } = search;
  const missing = [
    ...(settings.ffmpeg === undefined && findOnPath('ffmpeg', searchPath) === undefined ? ['ffmpeg'] : []),
    ...(findOnPath('python3', searchPath) === undefined ? ['python3'] : []),
  ];
  if (missing.length === 0) return;
  print(`installing ${missing.join(' and ')} ...`);
  const outcome = await installSystemPackages(missing, searchPath);
  if (outcome.state === 'passed-over') printError(outcome.reason);
}

async function setUpYtDlp(search: ToolSearch, config: Config, offline: boolean): Promise<void> {
  const { tool, ageDays, installedFrom, passedOver } = await ensureYtDlp({
    search,
    maxAgeDays: config.site.ytDlpMaxAgeDays,
    releaseUrl: config.addresses.ytDlpRelease,
    nowMs: Date.now(),
    offline,
  });
  for (const reason of passedOver) say('', `passed over: ${reason}`);
  say('yt-dlp', `${tool.version}, ${ageDays} days old`, tool.path, installedFrom);
  if (ageDays > config.site.ytDlpMaxAgeDays) {
    printError(
      'warning: sites change faster than this yt-dlp; run "ks-build setup" again on a network that reaches GitHub',
    );
  }
}

async function setUpJsRuntime(search: ToolSearch, offline: boolean): Promise<void> {
  let runtime = await findJsRuntime(search);
  let installedFrom: string | undefined;
  if (runtime === undefined && !offline) {
    const outcome = await installJsRuntime(search);
    if (outcome.state === 'passed-over') say('', `passed over: ${outcome.reason}`);
    else installedFrom = outcome.from;
    runtime = await findJsRuntime(search);
  }
  if (runtime !== undefined)
    say(runtime.kind, runtime.version, `${runtime.path}, runs YouTube's scripts for yt-dlp`, installedFrom);
  else
    printError(
      'warning: no JavaScript runtime for yt-dlp, which YouTube needs: use Node 22 or newer, or install Deno 2.3 or newer',
    );
}

function say(name: string, ...words: readonly (string | undefined)[]): void {
  print(`${name.padEnd(NAME_WIDTH)}${words.filter((word) => word !== undefined).join('  ')}`);
}
