// Takes a package of Debian's archive and unpacks it into our own folder, yt-dlp for one: nothing of the system changes. The archive is the
// machine's own.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type AptFile, findDebianArchive, formatAptSources } from './apt-sources.ts';
import { findOnPath } from './find-program.ts';
import { describeError, type InstallOutcome, passedOver } from './install-outcome.ts';
import { osReleaseField, readOsRelease } from './os-release.ts';
import { run } from './process.ts';
import { WRAPPER_MARK } from './yt-dlp-build.ts';

/** Where yt-dlp is kept current for a stable Debian; pure Python, so that it runs on older releases unpacked. */
const SUITE = 'trixie-backports';
const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];
const APT_TIME_LIMIT_MS = 120_000;

export interface AptMachine {
  readonly osRelease: string;
  readonly aptFiles: readonly AptFile[];
  /** Debian's own keys, to check the archive with. */
  readonly keyring: string | undefined;
  readonly searchPath: string;
  readonly isRoot: boolean;
}

export interface DebianMachine extends AptMachine {
  /** A Python that is new enough for yt-dlp, absolute. */
  readonly python: string;
}

export async function readAptMachine(searchPath: string, aptFolder = '/etc/apt'): Promise<AptMachine> {
  return {
    osRelease: await readOsRelease(),
    aptFiles: await readAptFiles(aptFolder),
    keyring: findKeyring(),
    searchPath,
    isRoot: process.getuid?.() === 0,
  };
}

async function readAptFiles(folder: string): Promise<AptFile[]> {
  const parts = path.join(folder, 'sources.list.d');
  const names = existsSync(parts) ? (await readdir(parts)).filter((name) => /\.(list|sources)$/.test(name)).sort() : [];
  const files = [path.join(folder, 'sources.list'), ...names.map((name) => path.join(parts, name))];
  return Promise.all(
    files
      .filter((file) => existsSync(file))
      .map(async (file) => ({ name: path.basename(file), text: await readFile(file, 'utf8') })),
  );
}

function findKeyring(): string | undefined {
  return KEYRINGS.find((file) => existsSync(file));
}

/** apt with one source and private lists and cache; as root without its sandbox user, who may not enter our folder. */
export function aptOptions(folder: string, isRoot: boolean): string[] {
  const settings = [
    `Dir::Etc::sourcelist=${path.join(folder, 'ks-build.sources')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${path.join(folder, 'lists')}`,
    `Dir::Cache=${path.join(folder, 'cache')}`,
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=10',
    'Acquire::https::Timeout=10',
    ...(isRoot ? ['APT::Sandbox::User=root'] : []),
  ];
  return settings.flatMap((setting) => ['-o', setting]);
}

/** The small program that stands for yt-dlp: finds the unpacked package beside its own folder, wherever the project has moved. */
export function wrapperScript(python: string): string {
  const quoted = `'${python.replaceAll("'", "'\\''")}'`;
  return [
    '#!/bin/sh',
    WRAPPER_MARK,
    'package=$(CDPATH= cd -- "$(dirname -- "$0")/../yt-dlp" && pwd) || exit 127',
    `PYTHONPATH=$package/usr/lib/python3/dist-packages exec ${quoted} "$package/usr/bin/yt-dlp" "$@"`,
    '',
  ].join('\n');
}

/** @param home our own folder; the package lands in `yt-dlp/`, its starter in `bin/yt-dlp`. */
export async function installFromDebian(home: string, machine: DebianMachine): Promise<InstallOutcome> {
  const target = path.join(home, 'bin', 'yt-dlp');
  return unpackDebianPackage({ name: 'yt-dlp', home, suiteOf: () => SUITE }, machine, async (unpacked) => {
    await mkdir(path.dirname(target), { recursive: true });
    await rm(path.join(home, 'yt-dlp'), { recursive: true, force: true });
    await rename(unpacked, path.join(home, 'yt-dlp'));
    await writeFile(`${target}.new`, wrapperScript(machine.python));
    await chmod(`${target}.new`, 0o755);
    await rename(`${target}.new`, target);
    return { state: 'installed', path: target, from: `Debian's package (${SUITE}), unpacked beside the project` };
  });
}

export interface WantedPackage {
  readonly name: string;
  /** Our own folder; what is fetched lies in its `debian/` meanwhile. */
  readonly home: string;
  /** By the code name of this machine's release. */
  readonly suiteOf: (codename: string) => string;
}

/** @param place puts the unpacked files, or some of them, where they belong; the rest is removed */
export async function unpackDebianPackage(
  { name, home, suiteOf }: WantedPackage,
  machine: AptMachine,
  place: (unpacked: string) => Promise<InstallOutcome>,
): Promise<InstallOutcome> {
  const system = osReleaseField(machine.osRelease, 'ID');
  if (system !== 'debian')
    return passedOver(`Debian's package: this system is ${system ?? 'not Linux'}, its apt sources are not Debian's`);
  const codename = osReleaseField(machine.osRelease, 'VERSION_CODENAME') ?? 'sid';
  const archive = findDebianArchive(machine.aptFiles, codename);
  if (archive === undefined)
    return passedOver(`Debian's package: no source for ${codename} among the files of /etc/apt`);
  if (machine.keyring === undefined)
    return passedOver("Debian's package: the package debian-archive-keyring is not installed");
  const aptGet = findOnPath('apt-get', machine.searchPath);
  const dpkgDeb = findOnPath('dpkg-deb', machine.searchPath);
  if (aptGet === undefined || dpkgDeb === undefined)
    return passedOver("Debian's package: no apt-get or dpkg-deb on PATH");

  const folder = path.join(home, 'debian');
  const suite = suiteOf(codename);
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.join(folder, 'lists', 'partial'), { recursive: true });
    await mkdir(path.join(folder, 'cache', 'archives', 'partial'), { recursive: true });
    await writeFile(path.join(folder, 'ks-build.sources'), formatAptSources(archive, suite, machine.keyring));
    const options = aptOptions(folder, machine.isRoot);
    await demandSuccess(aptGet, [...options, '-qq', 'update'], folder);
    await demandSuccess(aptGet, [...options, '-qq', '-t', suite, 'download', name], folder);
    const file = (await readdir(folder)).find((entry) => entry.endsWith('.deb'));
    if (file === undefined) return passedOver(`Debian's package: ${suite} of ${archive} has no ${name}`);
    const unpacked = path.join(folder, 'unpacked');
    await demandSuccess(dpkgDeb, ['-x', path.join(folder, file), unpacked], folder);
    return await place(unpacked);
  } catch (error) {
    return passedOver(`Debian's package: ${describeError(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function demandSuccess(program: string, argv: readonly string[], folder: string): Promise<void> {
  const result = await run(program, argv, { cwd: folder, timeLimitMs: APT_TIME_LIMIT_MS });
  if (result.exitCode === 0) return;
  const lastLine = result.stderrTail.trim().split('\n').at(-1) ?? '';
  const ending = result.timedOut ? `no end within ${APT_TIME_LIMIT_MS / 1000} s` : lastLine;
  throw new Error(`${path.basename(program)} failed: ${ending}`);
}
