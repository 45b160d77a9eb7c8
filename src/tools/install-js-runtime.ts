// Installs Deno for yt-dlp from npm, into our own folder: its package carries the program itself, so that no install script runs.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath, isExecutable, type ToolSearch } from './find-program.ts';
import { describeError, type InstallOutcome, passedOver } from './install-outcome.ts';
import { denoInPackage } from './js-runtime.ts';
import { run } from './process.ts';

/** Tried together with yt-dlp 2026.10.26. */
const DENO_VERSION = '2.9.6';
/** About 90 MB unpacked. */
const TIME_LIMIT_MS = 180_000;

export async function installJsRuntime(search: ToolSearch): Promise<InstallOutcome> {
  const npm = findOnPath('npm', search.searchPath);
  if (npm === undefined) return passedOver('expected npm on PATH to fetch Deno with, found none');
  const folder = path.join(search.home, 'js-runtime');
  const argv = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await mkdir(folder, { recursive: true });
    const result = await run(npm, [...argv, `deno@${DENO_VERSION}`], { timeLimitMs: TIME_LIMIT_MS, cwd: folder });
    const file = denoInPackage(search.home);
    if (result.exitCode === 0 && isExecutable(file))
      return { state: 'installed', path: file, from: `npm package deno@${DENO_VERSION}` };
    return passedOver(
      `npm could not install deno@${DENO_VERSION}: ${result.stderrTail.trim().split('\n').at(-1) ?? ''}`,
    );
  } catch (error) {
    return passedOver(`npm could not install deno@${DENO_VERSION}: ${describeError(error)}`);
  }
}
