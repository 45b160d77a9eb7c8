// Which Linux this is, from /etc/os-release; empty text elsewhere.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export async function readOsRelease(file = '/etc/os-release'): Promise<string> {
  return existsSync(file) ? readFile(file, 'utf8') : '';
}

/** The value of a key, e.g. ID or VERSION_CODENAME. */
export function osReleaseField(osRelease: string, key: string): string | undefined {
  return new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1];
}
