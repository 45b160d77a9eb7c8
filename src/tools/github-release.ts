// Takes yt-dlp from its newest release: the checksum list first, then the file, which gets its name only when the two agree.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { describeError, type InstallOutcome, passedOver } from './install-outcome.ts';
import { isPythonNewEnough } from './versions.ts';

/** An unreachable server costs this long at most; a slow but living one may take its time. */
const SILENCE_LIMIT_MS = 8000;
/** The largest asset (standalone for macOS) has 40 MB. */
const MAX_ASSET_BYTES = 150 * 1024 ** 2;
const MAX_SUMS_BYTES = 1024 ** 2;

export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Linux only: musl (Alpine) instead of glibc. */
  readonly isMusl: boolean;
  readonly pythonVersion?: string;
}

/** The zipapp where Python is new enough (small, quick to start), else the build that brings its own. undefined: none published. */
export function releaseAsset(machine: Machine): string | undefined {
  if (machine.pythonVersion !== undefined && isPythonNewEnough(machine.pythonVersion)) return 'yt-dlp';
  const libc = machine.isMusl ? 'musllinux' : 'linux';
  if (machine.platform === 'darwin') return 'yt-dlp_macos';
  if (machine.platform === 'linux' && machine.arch === 'x64') return `yt-dlp_${libc}`;
  if (machine.platform === 'linux' && machine.arch === 'arm64') return `yt-dlp_${libc}_aarch64`;
  return undefined;
}

/** The hash of `asset` in a list of `HASH  NAME` lines, lower case. */
export function findChecksum(sums: string, asset: string): string | undefined {
  for (const line of sums.split('\n')) {
    const match = /^([0-9a-fA-F]{64}) [ *](.+?)\s*$/.exec(line);
    if (match?.[2] === asset) return match[1]!.toLowerCase();
  }
  return undefined;
}

export async function installFromRelease(
  baseUrl: string,
  asset: string,
  target: string,
  silenceLimitMs: number = SILENCE_LIMIT_MS,
): Promise<InstallOutcome> {
  const part = `${target}.part-${process.pid}`;
  try {
    const sums = await text(receive(`${baseUrl}/SHA2-256SUMS`, MAX_SUMS_BYTES, silenceLimitMs));
    const expected = findChecksum(sums, asset);
    if (expected === undefined) return passedOver(`${baseUrl}/SHA2-256SUMS does not list ${asset}`);

    await mkdir(path.dirname(target), { recursive: true });
    const hash = createHash('sha256');
    await pipeline(
      receive(`${baseUrl}/${asset}`, MAX_ASSET_BYTES, silenceLimitMs),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part),
    );
    const actual = hash.digest('hex');
    if (actual !== expected) {
      return passedOver(`${baseUrl}/${asset}: expected SHA-256 ${expected}, got ${actual}; the file was thrown away`);
    }
    await chmod(part, 0o755);
    await rename(part, target);
    return { state: 'installed', path: target, from: `release of yt-dlp, ${asset}, checksum verified` };
  } catch (error) {
    return passedOver(`${baseUrl}: ${describeError(error)}`);
  } finally {
    await rm(part, { force: true });
  }
}

/** Bytes of a GET, ended by an error when the server falls silent or sends more than `maxBytes`. */
async function* receive(url: string, maxBytes: number, silenceLimitMs: number): AsyncGenerator<Buffer> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error(`no answer for ${silenceLimitMs / 1000} s`)), silenceLimitMs);
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status} for ${url}`);
    let receivedBytes = 0;
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      timer.refresh();
      receivedBytes += chunk.byteLength;
      if (receivedBytes > maxBytes) throw new Error(`${url} sends more than ${maxBytes} bytes`);
      yield Buffer.from(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
}
