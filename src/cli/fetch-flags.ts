// The flags of `fetch`, and what they mean: one frozen FetchSettings out of flags, settings file and defaults.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { FailureState } from '../dataset/failure.ts';
import type { Policy } from '../dataset/policy.ts';
import { SPLITS } from '../dataset/segment.ts';
import { UsageError } from '../errors.ts';
import type { CutSettings } from '../pipeline/cut.ts';
import type { Selection } from '../pipeline/select.ts';
import { parseSourceSpec, type SourceSpec } from '../sources/source-spec.ts';
import type { SiteAccess } from '../tools/site-access.ts';
import type { Verbosity } from '../ui/fetch-lines.ts';
import { loadConfig } from './load-config.ts';
import { loadPolicy } from './load-policy.ts';
import { parseChoice, parseCount, parseRate, parseSize } from './parse-value.ts';
import { addWorkspaceOptions, type WorkspaceFlags } from './workspace-flags.ts';

export interface FetchFlags extends WorkspaceFlags {
  readonly split?: string[];
  readonly class?: string[];
  readonly limit?: string;
  readonly perClass?: string;
  readonly source?: string[];
  readonly jobs?: string;
  readonly rate?: string;
  readonly cookies?: string;
  readonly cookiesFromBrowser?: string;
  readonly proxy?: string;
  readonly extractorArgs?: string[];
  readonly limitRate?: string;
  readonly sleepRequests?: string;
  readonly retry?: string[];
  readonly maxDisk?: string;
  readonly keepSources?: true;
  readonly measure: boolean;
  readonly filter?: true;
  readonly policy?: string;
  readonly copy?: true;
  readonly normalise?: true;
  readonly dryRun?: true;
  readonly json?: true;
  readonly tui: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
}

export interface FetchSettings {
  readonly workspace: string;
  readonly cacheDirectory: string;
  readonly config: Config;
  readonly selection: Selection;
  readonly sources: readonly SourceSpec[];
  readonly access: SiteAccess;
  readonly cutSettings: CutSettings;
  readonly downloadsAtOnce: number;
  readonly retry: readonly FailureState[];
  readonly maxDiskBytes: number | undefined;
  readonly keepSources: boolean;
  readonly isMeasured: boolean;
  /** undefined: clips are not filtered at the end. */
  readonly filterPolicy: Policy | undefined;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  readonly mayDrawScreen: boolean;
  readonly verbosity: Verbosity;
}

const collect = (value: string, earlier: string[] = []): string[] => [...earlier, value];

export function addFetchOptions(command: Command): Command {
  return addWorkspaceOptions(command)
    .option('--split <split>', 'only this split: train, val or test (repeatable)', collect)
    .option('--class <label>', 'only this class (repeatable)', collect)
    .option('--limit <n>', 'at most n clips, spread over the classes')
    .option('--per-class <n>', 'at most n clips of each class')
    .option(
      '--source <source>',
      'where clips come from, in order (repeatable): folder:DIR, archive:PATH|URL, cvdf, youtube, url:TEMPLATE (default: youtube)',
      collect,
    )
    .option('--jobs <n>', 'downloads at once')
    .option('--rate <n>', 'videos an hour and host at most, e.g. 300, 300/h, 5/min')
    .option('--cookies <file>', 'cookie file for yt-dlp; never stored or logged')
    .option('--cookies-from-browser <browser>', "take the cookies of a browser, in yt-dlp's notation")
    .option('--proxy <url>', 'proxy for all downloads; never stored or logged')
    .option(
      '--extractor-args <args>',
      "player options handed to yt-dlp, e.g. 'youtube:player_client=tv' (repeatable)",
      collect,
    )
    .option('--limit-rate <rate>', 'bytes a second handed to yt-dlp, e.g. 2M')
    .option('--sleep-requests <seconds>', 'pause between the requests of one yt-dlp call')
    .option(
      '--retry <state>',
      'take these up again whatever their time: deferred, failed or dead (repeatable)',
      collect,
    )
    .option('--max-disk <size>', 'stop before the workspace grows beyond this, e.g. 50G')
    .option('--keep-sources', 'keep downloaded sources in sources/kept/')
    .option('--copy', 'cut by stream copy: quick, starts at a key frame, marked so in the index')
    .option('--normalise', 're-encode clips that arrive cut as well, instead of keeping them bit for bit')
    .option('--no-measure', 'leave the measurements of sound and picture to `filter`')
    .option('--filter', 'filter the workspace at the end, as `filter` does')
    .option('--policy <file>', 'thresholds for --filter')
    .option('--dry-run', 'print the plan, touch nothing')
    .option('--json', 'one JSON object on stdout at the end, news on stderr')
    .option('--no-tui', 'plain lines instead of the live screen')
    .option('-q, --quiet', 'errors and the final table only')
    .option('-v, --verbose', "stages and the tools' own words too");
}

/** @throws UsageError naming the flag, what was expected and what was got */
export function readFetchFlags(flags: FetchFlags): FetchSettings {
  const config = configWithFlags(loadConfig(flags.config), flags);
  if (flags.copy && flags.normalise) throw new UsageError('--copy and --normalise: expected one of them, got both');
  if (flags.policy !== undefined && !flags.filter) throw new UsageError('--policy: expected --filter beside it');
  return {
    workspace: resolve(flags.workspace),
    cacheDirectory: cacheDirectory(),
    config,
    selection: {
      ...(flags.split === undefined
        ? {}
        : { splits: flags.split.map((split) => parseChoice('--split', split, SPLITS)) }),
      ...(flags.class === undefined ? {} : { classes: flags.class }),
      ...(flags.limit === undefined ? {} : { limit: parseCount('--limit', flags.limit) }),
      ...(flags.perClass === undefined ? {} : { perClass: parseCount('--per-class', flags.perClass) }),
    },
    sources: (flags.source ?? ['youtube']).map(parseSourceSpec),
    access: siteAccess(flags),
    cutSettings: {
      cut: config.cut,
      verify: config.verify,
      facts: config.facts,
      copy: flags.copy === true,
      normalise: flags.normalise === true,
    },
    downloadsAtOnce: flags.jobs === undefined ? config.pool.downloads : parseCount('--jobs', flags.jobs),
    retry: (flags.retry ?? []).map((state) => parseChoice('--retry', state, ['deferred', 'failed', 'dead'] as const)),
    maxDiskBytes: flags.maxDisk === undefined ? undefined : parseSize('--max-disk', flags.maxDisk),
    keepSources: flags.keepSources === true,
    isMeasured: flags.measure,
    filterPolicy: flags.filter ? loadPolicy(flags.policy) : undefined,
    isDryRun: flags.dryRun === true,
    isJson: flags.json === true,
    mayDrawScreen: flags.tui && !flags.json && !flags.quiet && !flags.verbose,
    verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
  };
}

function configWithFlags(config: Config, flags: FetchFlags): Config {
  if (flags.rate === undefined) return config;
  return { ...config, governor: { ...config.governor, videosPerHour: parseRate('--rate', flags.rate) } };
}

function siteAccess(flags: FetchFlags): SiteAccess {
  return {
    ...(flags.cookies === undefined ? {} : { cookiesPath: resolve(flags.cookies) }),
    ...(flags.cookiesFromBrowser === undefined ? {} : { cookiesFromBrowser: flags.cookiesFromBrowser }),
    ...(flags.proxy === undefined ? {} : { proxy: flags.proxy }),
    ...(flags.extractorArgs === undefined ? {} : { extractorArgs: flags.extractorArgs }),
    ...(flags.limitRate === undefined ? {} : { limitRate: flags.limitRate }),
    ...(flags.sleepRequests === undefined
      ? {}
      : { sleepRequestsSeconds: parseCount('--sleep-requests', flags.sleepRequests) }),
  };
}

/** Where downloaded annotation lists are kept between workspaces. */
function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache'), 'ks-build');
}
