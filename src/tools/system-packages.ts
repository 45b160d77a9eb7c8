// Installs programs with the system's package manager where that needs no questions: apt-get as root or with a passwordless sudo.
import { findOnPath } from './find-program.ts';
import { type InstallOutcome, passedOver } from './install-outcome.ts';
import { run } from './process.ts';

/** A slow mirror and a hundred packages; longer than this is a hang. */
const TIME_LIMIT_MS = 600_000;

/** The command in front of `install -y ...`; undefined where apt-get cannot be used without asking. */
export function aptCommand(
  aptGet: string | undefined,
  sudo: string | undefined,
  isRoot: boolean,
): string[] | undefined {
  if (aptGet === undefined) return undefined;
  if (isRoot) return [aptGet];
  return sudo === undefined ? undefined : [sudo, '-n', aptGet];
}

/** The line that a person has to type instead. */
export function installLine(packages: readonly string[], platform: string): string {
  const names = packages.join(' ');
  return platform === 'darwin'
    ? `brew install ${names}`
    : `sudo apt-get install -y ${names}   (Fedora with RPM Fusion: sudo dnf install -y ${names})`;
}

export async function installSystemPackages(packages: readonly string[], searchPath: string): Promise<InstallOutcome> {
  const remedy = `run this, then again what you ran: ${installLine(packages, process.platform)}`;
  const command = aptCommand(
    findOnPath('apt-get', searchPath),
    findOnPath('sudo', searchPath),
    process.getuid?.() === 0,
  );
  if (command === undefined) return passedOver(remedy);
  const [program, ...argv] = command as [string, ...string[]];
  const environment = { ...process.env, PATH: searchPath, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words: string[]) =>
    run(program, [...argv, '-qq', ...words], { env: environment, timeLimitMs: TIME_LIMIT_MS });
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);

  let result = await install();
  if (result.exitCode !== 0) {
    // The lists of a fresh machine are empty or stale.
    await apt('update');
    result = await install();
  }
  if (result.exitCode === 0) return { state: 'installed', path: packages.join(' '), from: 'apt-get' };
  return passedOver(
    `apt-get could not install ${packages.join(' ')} (${result.stderrTail.trim().split('\n').at(-1)}); ${remedy}`,
  );
}
