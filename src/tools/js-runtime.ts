// The JavaScript runtime that yt-dlp runs the large site's player code with: this Node when it is new enough, else Deno.
import path from 'node:path';
import { findOnPath, isExecutable, type ToolSearch } from './find-program.ts';
import { run } from './process.ts';
import { canNodeRunYtDlpScripts, isDenoNewEnough, parseDenoVersion } from './versions.ts';
import type { YtDlpBuild } from './yt-dlp-build.ts';

export interface JsRuntime {
  readonly kind: 'node' | 'deno';
  readonly path: string;
  readonly version: string;
}

const VERSION_TIME_LIMIT_MS = 30_000;

/** @returns undefined when there is none that yt-dlp accepts: everything but the large site still works. */
export async function findJsRuntime(search: ToolSearch): Promise<JsRuntime | undefined> {
  if (canNodeRunYtDlpScripts(process.versions.node)) {
    return { kind: 'node', path: process.execPath, version: process.versions.node };
  }
  const candidates = [findOnPath('deno', search.searchPath), ownDeno(search.home)];
  for (const candidate of candidates) {
    const version = candidate === undefined ? undefined : await denoVersion(candidate);
    if (candidate !== undefined && version !== undefined && isDenoNewEnough(version)) {
      return { kind: 'deno', path: candidate, version };
    }
  }
  return undefined;
}

/**
 * Where yt-dlp may take the scripts from that the runtime has to run: its own releases bring them along, packages leave them out. Only
 * Deno can take them from npm. yt-dlp checks them against hashes of its own.
 */
export function remoteComponents(build: YtDlpBuild, runtime: JsRuntime): 'ejs:npm' | 'ejs:github' | undefined {
  if (build === 'zipapp' || build === 'standalone') return undefined;
  return runtime.kind === 'deno' ? 'ejs:npm' : 'ejs:github';
}

/** Where npm's package `deno` keeps the program itself: no install script has to run to make it usable. */
export function denoInPackage(home: string, platform: string = process.platform, arch: string = process.arch): string {
  const system = platform === 'linux' ? `linux-${arch}-glibc` : `${platform}-${arch}`;
  return path.join(home, 'js-runtime', 'node_modules', '@deno', system, 'deno');
}

function ownDeno(home: string): string | undefined {
  const file = denoInPackage(home);
  return isExecutable(file) ? file : undefined;
}

async function denoVersion(file: string): Promise<string | undefined> {
  try {
    const result = await run(file, ['--version'], { keepStdout: true, timeLimitMs: VERSION_TIME_LIMIT_MS });
    return parseDenoVersion(result.stdout);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}
