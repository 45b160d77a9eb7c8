// Makes sure that there is a current yt-dlp: the user's setting, a recent one that is there, the newest release, Debian's newest package.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { MissingToolError } from '../errors.ts';
import { installFromDebian, readAptMachine } from './debian-package.ts';
import { findOnPath, findProgram, isExecutable, type ToolSearch } from './find-program.ts';
import { findPython, SYSTEM_PYTHON } from './find-python.ts';
import { installFromRelease, releaseAsset } from './github-release.ts';
import { type InstallOutcome, passedOver } from './install-outcome.ts';
import { demand, type Finding, type FoundYtDlp, inspectYtDlp } from './locate.ts';
import { ytDlpAgeDays } from './versions.ts';

export interface YtDlpInstallation {
  readonly tool: FoundYtDlp;
  readonly ageDays: number;
  /** Where it has just come from; undefined when it was there already. */
  readonly installedFrom?: string;
  /** Why the ways before the last one did not serve. */
  readonly passedOver: readonly string[];
}

export interface YtDlpInstallOptions {
  readonly search: ToolSearch;
  readonly maxAgeDays: number;
  readonly releaseUrl: string;
  readonly nowMs: number;
  /** Nothing is fetched: what is there must do. */
  readonly offline?: boolean;
  /** Fetches the newest even if a recent one is there. */
  readonly refresh?: boolean;
  /** The ways to fetch one, in order; a test brings its own. */
  readonly ways?: readonly InstallWay[];
}

export type InstallWay = (options: YtDlpInstallOptions) => Promise<InstallOutcome>;

const OTHER_REMEDIES = [
  'What to do, one of:',
  '  1. put a current yt-dlp on PATH, e.g. with "pipx install yt-dlp" or "brew install yt-dlp"',
  '  2. download it from https://github.com/yt-dlp/yt-dlp/releases and set KS_YTDLP to its path',
  '  3. run "ks-build setup" again on a network that reaches GitHub or an archive of Debian',
].join('\n');

/** @throws MissingToolError with three remedies when no way leads to one that is new enough. */
export async function ensureYtDlp(options: YtDlpInstallOptions): Promise<YtDlpInstallation> {
  const { search } = options;
  if (search.settings.ytDlp !== undefined) {
    const place = findProgram('yt-dlp', search, search.settings.ytDlp);
    if (place === undefined) {
      throw new MissingToolError(
        'yt-dlp',
        `expected KS_YTDLP to name a program, got ${search.settings.ytDlp}. Correct or unset it.`,
      );
    }
    return describe(demand('yt-dlp', await inspectYtDlp(place)), options);
  }

  const there = (await Promise.all([inspectOwn(search), inspectOnPath(search)])).filter(
    (finding) => finding !== undefined,
  );
  const usable = there.flatMap((finding) => (finding.state === 'found' ? [finding.tool] : []));
  const recent = usable.find((tool) => ytDlpAgeDays(tool.version, options.nowMs) <= options.maxAgeDays);
  if (recent !== undefined && !options.refresh) return describe(await settleOn(recent, search), options);

  const reasons = there.flatMap((finding) => (finding.state === 'found' ? [] : [finding.problem]));
  for (const way of options.offline ? [] : (options.ways ?? [fromRelease, fromDebian])) {
    const outcome = await way(options);
    const finding =
      outcome.state === 'installed' ? await inspectYtDlp({ path: outcome.path, origin: 'own' }) : undefined;
    if (outcome.state === 'installed' && finding?.state === 'found') {
      return describe(finding.tool, options, outcome.from, reasons);
    }
    reasons.push(
      outcome.state === 'passed-over' ? outcome.reason : (finding as Exclude<Finding, { state: 'found' }>).problem,
    );
  }
  const newest = usable.sort((a, b) => (a.version < b.version ? 1 : -1))[0];
  if (newest !== undefined) return describe(await settleOn(newest, search), options, undefined, reasons);
  const tried = reasons.map((reason) => `  - ${reason}`).join('\n');
  throw new MissingToolError('yt-dlp', `expected a current yt-dlp, found none.\n${tried}\n${OTHER_REMEDIES}`);
}

/** What upstream's `latest` holds for this machine, into our own folder. */
export const fromRelease: InstallWay = async ({ search, releaseUrl }) => {
  // The zipapp starts with "env python3": the one on PATH counts.
  const python = await findPython([findOnPath('python3', search.searchPath)]);
  const asset = releaseAsset({
    platform: process.platform,
    arch: process.arch,
    isMusl: isMuslLinux(),
    ...(python === undefined ? {} : { pythonVersion: python.version }),
  });
  if (asset === undefined)
    return passedOver(`no release of yt-dlp for ${process.platform} on ${process.arch} without Python 3.10`);
  return installFromRelease(releaseUrl, asset, ownPath(search));
};

export const fromDebian: InstallWay = async ({ search }) => {
  const python = await findPython([SYSTEM_PYTHON, findOnPath('python3', search.searchPath)]);
  if (python === undefined) return passedOver("Debian's package: expected Python 3.10 or newer, found none");
  const machine = await readAptMachine(search.searchPath);
  return installFromDebian(search.home, { ...machine, python: python.path });
};

/** Our own copy comes before PATH in every later search: it must go when the one on PATH was chosen. */
async function settleOn(tool: FoundYtDlp, search: ToolSearch): Promise<FoundYtDlp> {
  if (tool.origin === 'path') await rm(ownPath(search), { force: true });
  return tool;
}

async function inspectOwn(search: ToolSearch): Promise<Finding<FoundYtDlp> | undefined> {
  const file = ownPath(search);
  return isExecutable(file) ? inspectYtDlp({ path: file, origin: 'own' }) : undefined;
}

async function inspectOnPath(search: ToolSearch): Promise<Finding<FoundYtDlp> | undefined> {
  const file = findOnPath('yt-dlp', search.searchPath);
  return file === undefined ? undefined : inspectYtDlp({ path: file, origin: 'path' });
}

function ownPath(search: ToolSearch): string {
  return path.join(search.home, 'bin', 'yt-dlp');
}

function describe(
  tool: FoundYtDlp,
  options: YtDlpInstallOptions,
  installedFrom?: string,
  reasons: readonly string[] = [],
): YtDlpInstallation {
  return {
    tool,
    ageDays: ytDlpAgeDays(tool.version, options.nowMs),
    ...(installedFrom === undefined ? {} : { installedFrom }),
    passedOver: reasons,
  };
}

function isMuslLinux(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return process.platform === 'linux' && report?.header?.glibcVersionRuntime === undefined;
}
